import type { Id, MessageId } from "@nexuschat/client/protocol";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Event, FIRST_SESSION, type Session, type Talking } from "@/features/session/model";
import type { SessionView } from "@/features/session/runner";
import { NEW_TALK, type Talk } from "@/features/session/talk";
import { GLANCE_MS } from "@/features/session/timing";
import { blurState, blurWished, showBlur, wishBlur } from "@/transport/media/background-blur";
import { App } from "../app";
import { loadCall } from "../loading/loaded-call";

const ROOM = {
  id: "AAAAAAAAAAAAAAAAAAAAAA" as Id,
  role: "initiator",
  iceServers: [],
  relayOnly: false,
  shared: { interests: [], languages: [] },
} as const;
const SAID = { id: "1" as MessageId, mine: false, text: "hi", atMs: 0, mark: "received" } as const;
const AGREED = { videoWish: "sent", partnerVideoWish: true } as const;

/** A text conversation, and a function that changes it. */
function show(talk: Partial<Talk> = {}, change: Partial<Session> = {}) {
  const events: Event[] = [];
  const of = (talk: Partial<Talk>, link: Talking["link"] = "steady") =>
    ({
      session: {
        ...FIRST_SESSION,
        wishes: { mode: "text", interests: [] },
        phase: { at: "talking", room: ROOM, since: 0, link, talk: { ...NEW_TALK, ...talk } },
        ...change,
      },
      media: { at: "closed" },
      remote: null,
    }) as const;
  let tell = () => {};
  let snapshot = of(talk);
  const runner: SessionView = {
    subscribe: (listener) => {
      tell = listener;
      return () => {};
    },
    snapshot: () => snapshot,
    dispatch: (event) => void events.push(event),
  };
  render(<App runner={runner} />);
  const go = (talk: Partial<Talk>, link?: Talking["link"]) =>
    act(() => {
      snapshot = of(talk, link);
      tell();
    });
  return { events, go };
}

const button = (name: string) => screen.queryByRole("button", { name });
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));

beforeEach(async () => {
  await loadCall();
  vi.useFakeTimers();
  window.matchMedia = vi.fn((media: string) => ({ matches: false, media }) as MediaQueryList);
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("RTCPeerConnection", class {});
  Object.assign(navigator, { mediaDevices: { getUserMedia: async () => new MediaStream() } });
});
afterEach(() => {
  cleanup();
  wishBlur(false);
  vi.useRealTimers();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, "mediaDevices");
});

describe("a text conversation", () => {
  it("offers a video call by button and key, and takes the wish back", () => {
    const { events, go } = show();
    fireEvent.click(screen.getByRole("button", { name: "Video call", pressed: false }));
    fireEvent.keyDown(document.body, { code: "KeyV", key: "v", altKey: true });
    const wish = { type: "wish-video", on: true };
    expect(events).toEqual([wish, wish]);
    go({ videoWish: "asking" });
    expect(screen.getByText(/Choose “Allow”/)).toBeDefined();
    go({ videoWish: "sent" });
    expect(screen.getByText(/Waiting for your partner/).getAttribute("role")).toBe("status");
    screen.getByRole("button", { name: "Video call", pressed: true });
    press("Never mind");
    expect(events.at(-1)).toEqual({ type: "wish-video", on: false });
  });

  it("says that the background blur loads, and wishes again once the visitor decided about its failure", () => {
    wishBlur(true);
    const { events, go } = show();
    go({ videoWish: "asking" });
    act(() => showBlur("loading"));
    screen.getByText(/^Loading background blur/);
    press("Go on without blur"); // The wish goes on.
    expect(events).toEqual([]);
    for (const [name, wished] of [
      ["Try again", true],
      ["Go on without blur", false],
    ] as const) {
      wishBlur(true);
      go({ videoWish: "none" });
      act(() => showBlur("failed"));
      screen.getByText(/^Background blur isn’t working/);
      press(name);
      expect(blurWished()).toBe(wished);
      expect(events.splice(0)).toEqual([{ type: "wish-video", on: true }]);
      expect(screen.queryByText(/^Background blur isn’t working/)).toBeNull();
    }
    act(() => showBlur("failed"));
    cleanup(); // What comes next starts without that failure.
    expect(blurState()).toBe("idle");
  });

  it("shows the partner's wish in a line that can be answered", () => {
    const { events, go } = show();
    go({ partnerVideoWish: true });
    vi.advanceTimersByTime(GLANCE_MS);
    const line = screen.getByText("Your partner would like a video call.");
    expect(line.getAttribute("role")).toBe("status");
    press("Turn on video");
    press("Not now");
    expect(events).toEqual([{ type: "wish-video", on: true }, { type: "decline-video" }]);
    expect(document.activeElement).toBe(button("Video call"));
    go({ partnerVideoWish: true, videoDeclined: true });
    expect(button("Not now")).toBeNull();
  });

  it("opens no camera by a press that the partner's wish moved under", () => {
    const { events, go } = show();
    for (const asked of [true, false, true]) go({ partnerVideoWish: asked });
    press("Turn on video");
    vi.advanceTimersByTime(GLANCE_MS - 1);
    go({ partnerVideoWish: true, partnerTyping: true });
    press("Turn on video");
    expect(events).toEqual([]);
    vi.advanceTimersByTime(1);
    press("Turn on video");
    expect(events).toEqual([{ type: "wish-video", on: true }]);
  });

  it("keeps the button in its place without a partner", () => {
    const { events } = show({}, { phase: { at: "searching", since: 0, waiting: 1, widened: [] } });
    press("Video call");
    expect(button("Video call")?.getAttribute("aria-disabled")).toBe("true");
    expect(events).toEqual([]);
  });

  it.each([
    ["without https", () => vi.stubGlobal("isSecureContext", false)],
    ["without WebRTC", () => vi.stubGlobal("RTCPeerConnection", undefined)],
    ["without a camera API", () => Reflect.deleteProperty(navigator, "mediaDevices")],
  ])("%s offers no video, and shows no wish for it", (_, remove) => {
    remove();
    show({ partnerVideoWish: true });
    expect([button("Video call"), button("Turn on video")]).toEqual([null, null]);
  });
});

describe("a call that both wished for", () => {
  it("takes the chat along, with what was written and what is being written", () => {
    const { go } = show({ lines: [SAID] });
    const box = () => screen.getByRole("textbox", { name: "Message" }) as HTMLTextAreaElement;
    fireEvent.change(box(), { target: { value: "half a sent" } });
    go({ ...AGREED, lines: [SAID] }, "opening");
    expect(screen.getAllByText("Connecting video…")).toHaveLength(2); // One is announced.
    expect(button("Video call")).toBeNull();
    expect(box().value).toBe("half a sent");
    expect(document.activeElement).toBe(box());
    go({ ...AGREED, lines: [SAID] });
    expect(screen.getByText("You’re in a video call now.")).toBeDefined();
    go({ lines: [SAID] });
    expect(box().value).toBe("half a sent");
  });

  it("keeps the keyboard focus, and leaves the chat closed for a visitor who does not write", () => {
    const { go } = show({ lines: [SAID] });
    screen.getByRole("button", { name: "Video call" }).focus();
    go({ ...AGREED, lines: [SAID] }, "opening");
    const heading = screen.getByRole("heading", { level: 1, name: "In conversation" });
    expect(document.activeElement).toBe(heading);
    // What was in sight is read: nothing is unread.
    expect(button("Open chat")).not.toBeNull();
    fireEvent.keyDown(heading, { key: "Enter", code: "Enter" });
    expect(button("Open chat")?.getAttribute("aria-expanded")).toBe("true");
  });

  it("is hidden and revealed as any call", () => {
    const { events, go } = show();
    go({ ...AGREED, revealed: false });
    press("Show myself");
    expect(events).toEqual([{ type: "reveal", on: true }]);
  });
});
