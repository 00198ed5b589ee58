import type { Id, MessageId } from "@nexuschat/client/protocol";
import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FIRST_SESSION, type Phase, type Session } from "@/features/session/model";
import { NEW_TALK } from "@/features/session/talk";
import { showLocale } from "@/i18n/i18n";
import type { ChatLine } from "@/lib/chat";
import { FakeBrowserTranslation } from "@/lib/fake-browser-translation";
import { ROOM, showApp } from "../../show-app";

let browser: FakeBrowserTranslation;

const line = (text: string, mine = false): ChatLine => ({
  ...{ id: text as MessageId, mine, text, atMs: 0 },
  mark: mine ? "delivered" : "received",
});

function talking(lines: readonly ChatLine[], room = "A"): Phase {
  return {
    ...{ at: "talking", room: { ...ROOM, id: room as Id }, since: 0, link: "steady" },
    talk: { ...NEW_TALK, lines },
  };
}

function show(lines: readonly ChatLine[], wishes: Partial<Session["wishes"]> = {}) {
  const first: Session = {
    ...FIRST_SESSION,
    wishes: { mode: "text", interests: [], ...wishes },
    phase: talking(lines),
  };
  const { go } = showApp(first);
  return (phase: Phase) => go({ ...first, phase });
}

const messages = () => within(screen.getByRole("log", { name: "Messages" }));
const button = (name: string) => messages().findByRole("button", { name });
const press = async (name: string) => fireEvent.click(await button(name));
const buttons = () => messages().queryAllByRole("button").length;

beforeEach(() => {
  window.matchMedia = vi.fn((media: string) => ({ matches: false, media }) as MediaQueryList);
  browser = new FakeBrowserTranslation();
  vi.stubGlobal("Translator", browser.api.Translator);
  vi.stubGlobal("LanguageDetector", browser.api.LanguageDetector);
});
afterEach(async () => {
  cleanup();
  vi.unstubAllGlobals();
  await showLocale("en");
});

describe("a message in another language", () => {
  it("is translated below the original by a press, and says where that happens", async () => {
    show([line("ar salaam"), line("fr moi", true)]);
    await press("Translate");
    const translation = await messages().findByText("en salaam");
    expect(translation.closest("p")?.lang).toBe("en");
    expect(translation.closest("p")?.dir).toBe("auto");
    const original = messages().getByText("ar salaam");
    expect(original.closest("p")?.lang).toBe("ar");
    expect(messages().getByText("fr moi").closest("p")?.lang).toBe("");
    expect(messages().getByText("Translated from Arabic")).toBeDefined();
    expect(messages().getByText(/^Your browser translates on this device/)).toBeDefined();
    expect(messages().queryByRole("button", { name: "Translate" })).toBeNull();
  });

  it("announces its translation once, and keeps the focus", async () => {
    browser.availability.set("fr-en", "downloadable");
    show([line("fr bonjour")]);
    const action = await button("Translate");
    action.focus();
    fireEvent.click(action);
    const group = messages().getByRole("group", { name: "Translation" });
    expect(document.activeElement).toBe(group);
    // The chat is a live region: the progress of a download is not announced, the result is.
    expect(group.ariaLive ?? group.getAttribute("aria-live")).toBe("off");
    await waitFor(() => expect(browser.downloads).toHaveLength(1));
    act(() => browser.downloads[0]?.progress(0.5));
    const progress = messages().getByRole("progressbar", { name: "Downloading French…" });
    expect(progress.getAttribute("value")).toBe("0.5");
    const polite = group.querySelector("[aria-live=polite]");
    expect(polite?.textContent).toBe("");
    browser.downloads[0]?.finish();
    await messages().findByText("en bonjour");
    expect(polite?.textContent).toContain("en bonjour");
    expect(document.activeElement).toBe(group);
  });

  it("names the message that its button is for", async () => {
    show([line("fr bonjour")]);
    await button("Translate");
    const group = messages().getByRole("group", { name: "Translation" });
    const described = document.getElementById(group.getAttribute("aria-describedby") ?? "");
    expect(described?.textContent).toContain("fr bonjour");
  });

  it("has no button in a browser that does not translate", async () => {
    vi.stubGlobal("Translator", undefined);
    show([line("fr bonjour")]);
    await act(() => import("@/features/translation/parts").then(() => {}));
    expect(buttons()).toBe(0);
    expect(browser.detected).toEqual([]);
  });

  it("has none if the visitor speaks the language", async () => {
    show([line("fr bonjour"), line("es hola")], { languages: ["fr"] });
    await button("Translate");
    expect(buttons()).toBe(1);
  });

  it("says when it could not be translated, and tries again", async () => {
    browser.answersAtOnce = false;
    show([line("fr bonjour")]);
    await press("Translate");
    await waitFor(() => expect(browser.pending).toHaveLength(1));
    browser.pending[0]?.fail("UnknownError");
    await messages().findByText("That couldn’t be translated.");
    browser.answersAtOnce = true;
    await press("Try again");
    await messages().findByText("en bonjour");
  });

  it("is not translated any more once the visitor cancels", async () => {
    browser.availability.set("fr-en", "downloadable");
    show([line("fr bonjour")]);
    await press("Translate");
    await press("Cancel");
    await button("Translate");
  });
});

describe("a translation", () => {
  async function translated(text: string) {
    browser.answersAtOnce = false;
    show([line("fr bonjour")]);
    await press("Translate");
    await waitFor(() => expect(browser.pending).toHaveLength(1));
    browser.pending[0]?.answer(text);
    await messages().findByText("Translated from French");
    return messages().getByRole("group", { name: "Translation" });
  }

  it("is text, whatever it contains", async () => {
    const group = await translated("<img src=x onerror=alert(1)><b>bold</b>");
    expect(group.querySelector("img, b")).toBeNull();
    expect(group.textContent).toContain("<b>bold</b>");
  });

  it("is folded, clipped and limited in links as a message", async () => {
    const lines = Array.from({ length: 100 }, (_, n) => `http://a/${n}`).join("\n");
    const group = await translated(lines);
    const bubble = group.querySelector("p");
    expect(bubble?.className).toContain("line-clamp-12");
    expect(bubble?.querySelectorAll("a")).toHaveLength(5);
    await press("Show all");
    expect(bubble?.className).not.toContain("line-clamp");
    expect(bubble?.className).toContain("overflow-clip");
  });

  it("is in the language of the page", async () => {
    await showLocale("ar");
    show([line("en hello")]);
    fireEvent.click(await screen.findByRole("button", { name: "ترجمة" }));
    const text = await screen.findByText("ar hello");
    expect(text.closest("p")?.lang).toBe("ar");
  });
});

describe("everything from a partner", () => {
  it("is translated on wish, also in the messages over the picture, and only from that partner", async () => {
    const go = show([line("fr un")], { mode: "video" });
    const chat = () => screen.getByRole("log", { name: "Messages", hidden: true });
    const pressHidden = async (name: string) =>
      fireEvent.click(await within(chat()).findByRole("button", { name, hidden: true }));
    await pressHidden("Translate");
    await pressHidden("Translate everything they write");
    go(talking([line("fr un"), line("fr deux")]));
    const latest = screen.getByRole("log", { name: "Latest messages" });
    const translation = await within(latest).findByText("en deux");
    expect(translation.lang).toBe("en");
    expect(within(chat()).getByText("fr deux")).toBeDefined();

    go(talking([line("fr trois")], "B"));
    await within(chat()).findByRole("button", { name: "Translate", hidden: true });
    expect(screen.queryByText("en trois")).toBeNull();
    expect(browser.alive).toEqual({ translators: 0, detectors: 1 });
  });

  it("ends with the conversation; what was translated stays readable", async () => {
    const lines = [line("fr un")];
    const go = show(lines);
    await press("Translate");
    await press("Translate everything they write");
    go({
      ...{ at: "partner-left", reason: "skip", talkedMs: 9000, nextAt: null },
      talk: { ...NEW_TALK, lines },
    });
    expect(browser.alive).toEqual({ translators: 0, detectors: 0 });
    expect(messages().getByText("en un")).toBeDefined();
    expect(buttons()).toBe(0);
  });
});
