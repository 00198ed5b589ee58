import type { Id, MessageId } from "@nexuschat/client/protocol";
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { FIRST_SESSION, type Phase } from "@/features/session/model";
import { NEW_TALK } from "@/features/session/talk";
import { loadCall } from "../../loading/loaded-call";
import { ROOM, showApp } from "../../show-app";

beforeAll(loadCall);
beforeEach(() => document.documentElement.style.setProperty("--chat", "over"));
afterEach(() => {
  cleanup();
  document.documentElement.removeAttribute("style");
});

const idOf = (name: string) => name.padEnd(22, "A") as Id;

function talking(partner: string, ...said: string[]): Phase {
  const room = { ...ROOM, id: idOf(partner) };
  const lines = said.map((text, index) => ({
    id: `${partner}${index}` as MessageId,
    mine: text.startsWith("me:"),
    text,
    atMs: index,
    mark: "received" as const,
  }));
  return { at: "talking", room, since: 0, link: "steady", talk: { ...NEW_TALK, lines } };
}

function show(first: Phase) {
  const { go } = showApp({ ...FIRST_SESSION, phase: first });
  return (phase: Phase) => go({ ...FIRST_SESSION, phase });
}

const isOpen = () =>
  screen.getByRole("button", { name: /^Open chat/ }).getAttribute("aria-expanded") === "true";
const bubbles = () =>
  [...(screen.queryByRole("log", { name: "Latest messages" })?.children ?? [])].map(
    (one) => one.textContent,
  );
const closeChat = () => fireEvent.click(screen.getByRole("button", { name: "Close chat" }));

it("opens with the partner's first message, not with the visitor's own", () => {
  const go = show(talking("a"));
  expect(isOpen()).toBe(false);
  go(talking("a", "me: hi"));
  expect(isOpen()).toBe(false);
  go(talking("a", "me: hi", "hello"));
  expect(isOpen()).toBe(true);
});

it("stays closed once the visitor has closed it, and shows the last three messages", () => {
  const go = show(talking("a", "1"));
  closeChat();
  go(talking("a", "1", "2", "me: 3", "4"));
  expect(isOpen()).toBe(false);
  expect(bubbles()).toEqual(["Stranger: 2", "You: me: 3", "Stranger: 4"]);
  go(talking("b"));
  expect(bubbles()).toEqual([]);
  go(talking("b", "new"));
  expect(isOpen()).toBe(false);
  const [latest] = screen.getByRole("log", { name: "Latest messages" }).children;
  fireEvent.click(latest ?? document.body);
  expect(isOpen()).toBe(true);
  expect(bubbles()).toEqual([]);
});

it("opens only by the visitor where it covers the picture", () => {
  document.documentElement.style.setProperty("--chat", "sheet");
  show(talking("a", "hello"));
  expect(isOpen()).toBe(false);
  expect(bubbles()).toEqual(["Stranger: hello"]);
});

it("opens to write with Enter, unless Enter presses something", () => {
  show(talking("a"));
  screen.getByRole("button", { name: "Skip" }).focus();
  fireEvent.keyDown(document.activeElement ?? document.body, { key: "Enter" });
  expect(isOpen()).toBe(false);
  (document.activeElement as HTMLElement).blur();
  fireEvent.keyDown(document.body, { key: "Enter" });
  expect(isOpen()).toBe(true);
  expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Message" }));
  fireEvent.keyDown(document.body, { key: "c", code: "KeyC", altKey: true });
  expect(isOpen()).toBe(false);
});
