import type { MessageId } from "@nexuschat/client/protocol";
import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FIRST_SESSION, type Phase } from "@/features/session/model";

import type { Snapshot } from "@/features/session/store";
import { NEW_TALK } from "@/features/session/talk";
import { ROOM, showApp } from "./show-app";

const TALKING: Phase = {
  at: "talking",
  room: { ...ROOM, shared: { interests: ["chess"], languages: [] } },
  since: 0,
  link: "steady",
  talk: {
    ...NEW_TALK,
    lines: [
      { id: "1" as MessageId, mine: false, text: "<b>hello</b>", atMs: 0, mark: "received" },
      { id: "2" as MessageId, mine: true, text: "lost", atMs: 1, mark: "failed" },
    ],
  },
};

/** Renders one phase and records the visitor's events. */
function show(phase: Phase, change: Partial<Snapshot["session"]> = {}) {
  const devices = { microphone: true, camera: true };
  const session = { ...FIRST_SESSION, devices, ...change, phase };
  const { events, go } = showApp(session);
  return { events, go: (next: Phase) => go({ ...session, phase: next }) };
}

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const pressEscape = () => fireEvent.keyDown(document.body, { key: "Escape" });

beforeEach(() => {
  window.matchMedia = vi.fn(
    (query: string) => ({ matches: query.includes("64rem"), media: query }) as MediaQueryList,
  );
});
afterEach(cleanup);

describe("every state has a screen", () => {
  const rows: [Phase, string | RegExp][] = [
    [{ at: "idle" }, "Say hello to someone new."],
    [{ at: "requesting-media", want: "camera-and-microphone" }, /^Allow your camera/],
    [{ at: "media-error", problem: "denied" }, "The camera is blocked"],
    [{ at: "media-error", problem: "no-device" }, "No camera or microphone found"],
    [{ at: "media-error", problem: "busy" }, "The camera is in use"],
    [{ at: "media-error", problem: "insecure" }, "This page isn’t secure"],
    [{ at: "media-error", problem: "unsupported" }, "This browser can’t do video chat"],
    [{ at: "media-error", problem: "failed" }, "The camera didn’t start"],
    [{ at: "searching", since: 0, waiting: null, widened: [] }, "Looking for someone"],
    [{ at: "reconnecting", attempt: 1 }, "Reconnecting"],
    [
      {
        at: "connecting",
        room: ROOM,
        since: 0,
        joined: true,
        partnerHere: true,
        talk: NEW_TALK,
      },
      "Found someone",
    ],
    [
      { at: "partner-left", reason: "skip", talkedMs: 5000, nextAt: null, talk: NEW_TALK },
      "Stranger moved on",
    ],
    [{ at: "unavailable", cause: "offline" }, "You’re offline"],
    [{ at: "unavailable", cause: "unreachable" }, "The server isn’t answering"],
    [{ at: "unavailable", cause: "full" }, "We’re full right now"],
    [{ at: "unavailable", cause: "busy" }, "Just a moment"],
    [{ at: "refused", why: "replaced" }, "Open in another tab"],
    [{ at: "refused", why: "version" }, "There’s a new version"],
    [{ at: "refused", why: "banned" }, "You can’t chat here right now"],
    [{ at: "refused", why: "rate_limited" }, "That was a bit too fast"],
    [{ at: "refused", why: "closed" }, "The server ended the connection"],
    [{ at: "stopped", met: 2 }, "You’ve stopped"],
  ];
  it.each(rows)("%o", (phase, title) => {
    show(phase);
    expect(screen.getByRole("heading", { level: 1, name: title })).toBeDefined();
    expect(document.querySelector(`[data-state="${phase.at}"]`)).not.toBeNull();
  });
});

describe("a site", () => {
  afterEach(() => void vi.unstubAllGlobals());

  it("has the name and the addresses that its operator gave", async () => {
    const site = {
      name: "Chat of the North",
      contact_url: "https://north.example/contact",
      privacy_url: "https://north.example/privacy",
    };
    vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ site })));
    show({ at: "idle" });
    expect(await screen.findAllByText("Chat of the North")).toHaveLength(2); // Above and below.
    expect(document.title).toBe("Chat of the North");
    const links = () => screen.getAllByRole("link").map((link) => link.getAttribute("href"));
    expect(links()).toEqual([site.contact_url, site.privacy_url]);
    press("Read the rules");
    const rules = within(screen.getByRole("dialog", { name: "The rules" }));
    expect(rules.getByRole("link", { name: "Privacy" }).getAttribute("href")).toBe(
      site.privacy_url,
    );
  });
});

describe("a ban", () => {
  const NOW = Date.UTC(2026, 2, 31, 12);
  beforeEach(() => void vi.useFakeTimers({ now: NOW }));
  afterEach(() => void vi.useRealTimers());
  const ban = (given: { reason?: string; untilMs?: number; reference?: string }) =>
    show({ at: "refused", why: "banned", ban: given });

  it("shows the reason as text in its own direction, and that no end is set", () => {
    ban({ reason: "<b>spam</b>" });
    const reason = screen.getByText("<b>spam</b>");
    expect(reason.getAttribute("dir")).toBe("auto");
    expect(screen.getByText("No end date has been set.")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Start again" })).toBeNull();
  });

  it("shows what to quote, and where to", async () => {
    const site = { contact_url: "mailto:help@chat.example" };
    vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ site })));
    ban({ reference: "K7Q2M4XN8R" });
    expect(screen.getByText("K7Q2M4XN8R")).toBeDefined();
    await act(() => vi.advanceTimersByTimeAsync(0));
    const contact = screen.getByRole("link", { name: "Contact" });
    expect(contact.getAttribute("href")).toBe("mailto:help@chat.example");
    vi.unstubAllGlobals();
  });

  it("shows the end, and offers a retry after it", () => {
    const untilMs = NOW + 26 * 3_600_000;
    const { events } = ban({ untilMs });
    const when = new Intl.DateTimeFormat("en-US", { dateStyle: "full", timeStyle: "short" });
    expect(screen.getByRole("heading", { name: "You can’t chat here right now" })).toBeDefined();
    expect(screen.getByText(new RegExp(when.format(untilMs)))).toBeDefined();
    expect(screen.queryByText(/The reason/)).toBeNull();
    act(() => void vi.advanceTimersByTime(26 * 3_600_000 - 1_000));
    expect(screen.queryByRole("button", { name: "Start again" })).toBeNull();
    act(() => void vi.advanceTimersByTime(1_000));
    expect(screen.getByRole("heading", { name: "You can chat here again" })).toBeDefined();
    expect(screen.getByText("The block is over.")).toBeDefined();
    expect(events).toEqual([]);
    press("Start again");
    expect(events).toEqual([{ type: "retry" }]);
  });

  it("has a way back while it lasts", () => {
    const { events } = ban({ untilMs: NOW + 1_000 });
    press("Back");
    expect(events).toEqual([{ type: "home" }]);
  });
});

describe("the welcome screen", () => {
  it("starts with the mode and the interests", () => {
    const { events } = show({ at: "idle" });
    fireEvent.click(screen.getByRole("radio", { name: "Text" }));
    press("Who would you like to meet?");
    const interests = screen.getByRole("textbox", { name: /^Interests/ });
    fireEvent.change(interests, { target: { value: "Chess" } });
    fireEvent.keyDown(interests, { key: "Enter" });
    fireEvent.change(interests, { target: { value: "music" } });
    fireEvent.blur(interests);
    press("Remove chess");
    press("Start");
    expect(events.filter((e) => e.type === "start")).toEqual([]);
    const consent = screen.getByRole("checkbox", { name: /18 or older/ });
    expect(document.activeElement).toBe(consent);
    expect(screen.getByRole("alert").textContent).toBe("Please confirm this first.");
    fireEvent.click(consent);
    press("Start");
    expect(events.at(-1)).toEqual({
      type: "start",
      wishes: { mode: "text", interests: ["music"], languages: [] },
    });
  });

  it("says what will happen before anything is pressed", () => {
    show({ at: "idle" });
    const lines = within(screen.getByRole("list", { name: "How it works" }));
    expect(lines.getAllByRole("listitem").map((line) => line.textContent)).toEqual([
      "One stranger at a time. You see and hear each other.",
      "Skip whenever you like. It takes you to the next person.",
      "Nothing is kept. No account, no recording, no history.",
    ]);
    fireEvent.click(screen.getByRole("radio", { name: "Text" }));
    expect(lines.getByText(/You write to each other/)).toBeDefined();
  });

  it("names the wishes while they are folded", () => {
    const wishes = { interests: ["chess"], languages: ["de"], blurFirst: true } as const;
    show({ at: "idle" }, { wishes: { ...wishes, mode: "video" } });
    const fold = screen.getByRole("button", { name: "Who would you like to meet?" });
    expect(screen.queryByRole("textbox", { name: /^Interests/ })).toBeNull();
    const said = document.getElementById(fold.getAttribute("aria-describedby") ?? "");
    const chips = () => [...(said?.querySelectorAll("bdi") ?? [])].map((one) => one.textContent);
    expect(chips()).toEqual(["chess", "German", "Start blurred"]);
    // Two who write may agree on video.
    fireEvent.click(screen.getByRole("radio", { name: "Text" }));
    expect(chips()).toEqual(["chess", "German", "Start blurred"]);
    fireEvent.click(fold);
    press("Remove chess");
    press("Remove German");
    fireEvent.click(screen.getByRole("switch", { name: "Start blurred" }));
    fireEvent.click(fold);
    expect(screen.getByText("Anyone")).toBeDefined();
  });

  it("counts the people here, and again every half minute", async () => {
    vi.useFakeTimers();
    let online = 9;
    vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ online })));
    show({ at: "idle" });
    await act(() => vi.advanceTimersByTimeAsync(0));
    expect(screen.queryByText(/right now/)).toBeNull();
    online = 1234;
    await act(() => vi.advanceTimersByTimeAsync(30_000));
    expect(screen.getByText("1,234 people are here right now")).toBeDefined();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
});

describe("a conversation", () => {
  it("shows partners' messages as text", () => {
    show(TALKING);
    const log = screen.getByRole("log", { name: "Messages" });
    expect(within(log).getByText("<b>hello</b>")).toBeDefined();
    expect(log.querySelector("b")).toBeNull();
  });

  it("sends with Enter, not with Shift+Enter nor during composition", () => {
    const { events } = show(TALKING);
    const box = screen.getByRole("textbox", { name: "Message" });
    fireEvent.change(box, { target: { value: " hi " } });
    fireEvent.keyDown(box, { key: "Enter", shiftKey: true });
    fireEvent.keyDown(box, { key: "Enter", isComposing: true });
    expect(events.filter((e) => e.type === "send-chat")).toEqual([]);
    fireEvent.keyDown(box, { key: "Enter" });
    expect(events.at(-1)).toMatchObject({ type: "send-chat", text: "hi" });
    expect((box as HTMLTextAreaElement).value).toBe("");
  });

  it("counts bytes near the limit and does not send beyond it", () => {
    show(TALKING);
    const box = screen.getByRole("textbox", { name: "Message" });
    fireEvent.change(box, { target: { value: "é".repeat(1000) } });
    expect(screen.getByText("48 left")).toBeDefined();
    fireEvent.change(box, { target: { value: "é".repeat(1025) } });
    expect(screen.getByText("2 too many")).toBeDefined();
    expect(screen.getByRole("button", { name: "Send" })).toHaveProperty("disabled", true);
  });

  it("offers to resend a failed line", () => {
    const { events } = show(TALKING);
    const log = screen.getByRole("log", { name: "Messages" });
    expect(within(log).getByText("Not sent")).toBeDefined();
    const button = within(log).getByRole("button", { name: "Send again" });
    const described = button.getAttribute("aria-describedby") ?? "";
    expect(document.getElementById(described)?.textContent).toContain("lost");
    fireEvent.click(button);
    expect(events.at(-1)).toEqual({ type: "resend-chat", id: "2" });
    expect(document.activeElement).toBe(log);
  });

  it.each([
    ["sending", "Sending"],
    ["delivered", "Delivered"],
  ] as const)("shows a line as %s", (mark, text) => {
    const line = { id: "3" as MessageId, mine: true, text: "words", atMs: 1, mark };
    show({ ...TALKING, talk: { ...NEW_TALK, lines: [line] } });
    const log = screen.getByRole("log", { name: "Messages" });
    expect(within(log).getByText(text)).toBeDefined();
    expect(within(log).queryByRole("button")).toBeNull();
  });

  it("skips, mutes and stops", () => {
    const { events } = show(TALKING);
    press("Skip");
    press("Mute microphone");
    press("Turn camera off");
    press("Stop");
    expect(events).toEqual([
      { type: "next" },
      { type: "share", microphone: false },
      { type: "share", camera: false },
      { type: "stop" },
    ]);
  });

  it("hides the partner and asks before Escape leaves", () => {
    const { events } = show(TALKING);
    pressEscape();
    const bar = screen.getByRole("alertdialog", { name: "Leave this conversation?" });
    expect(document.activeElement).toBe(within(bar).getByRole("button", { name: "Keep talking" }));
    expect(screen.getByText("Picture and sound are off")).toBeDefined();
    const picture = screen.getByTestId("remote-video");
    expect(picture).toHaveProperty("muted", true);
    press("Keep talking");
    expect(screen.queryByRole("alertdialog")).toBeNull();
    expect(screen.queryByText("Picture and sound are off")).toBeNull();
    expect(picture).toHaveProperty("muted", false);
    pressEscape();
    press("Leave");
    expect(events).toEqual([{ type: "stop" }]);
  });

  it("skips with a second Escape, but not with one that is held down", () => {
    const { events } = show(TALKING);
    pressEscape();
    fireEvent.keyDown(document.body, { key: "Escape", repeat: true });
    expect(events).toEqual([]);
    pressEscape();
    expect(events).toEqual([{ type: "next" }]);
  });

  it("closes the question when the partner leaves first", () => {
    const { go } = show(TALKING);
    pressEscape();
    go({ at: "partner-left", reason: "stop", talkedMs: 0, nextAt: null, talk: NEW_TALK });
    expect(screen.queryByRole("alertdialog")).toBeNull();
  });

  it("announces changes to screen readers", () => {
    const { go } = show(TALKING);
    expect(screen.getAllByRole("status")[0]?.textContent).toBe(
      "You’re connected, and you both like chess. Say hello.",
    );
    go({ at: "searching", since: 0, waiting: null, widened: [] });
    expect(screen.getAllByRole("status")[0]?.textContent).toBe("Looking for someone.");
  });
});

describe("a search", () => {
  it("disables Skip", () => {
    const { events } = show({ at: "searching", since: 0, waiting: null, widened: [] });
    press("Skip");
    expect(screen.getByRole("button", { name: "Skip" }).getAttribute("aria-disabled")).toBe("true");
    expect(events).toEqual([]);
  });

  it("stops with Escape at once", () => {
    const { events } = show({ at: "searching", since: 0, waiting: null, widened: [] });
    pressEscape();
    expect(events).toEqual([{ type: "stop" }]);
  });
});

describe("after a partner left", () => {
  it("offers Next in place of Skip, Wait and Stop", () => {
    const { events } = show({
      at: "partner-left",
      reason: "skip",
      talkedMs: 0,
      nextAt: Date.now() + 3000,
      talk: NEW_TALK,
    });
    expect(screen.queryByRole("button", { name: "Skip" })).toBeNull();
    const bar = within(screen.getByRole("toolbar"));
    fireEvent.click(bar.getByRole("button", { name: "Next" }));
    press("Wait");
    press("Stop");
    expect(events.map((e) => e.type)).toEqual(["next", "stay", "stop"]);
  });
});
