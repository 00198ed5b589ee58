import type { Id, MessageId } from "@nexuschat/client/protocol";
import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { FIRST_SESSION, type Phase, type Session } from "@/features/session/model";
import { NEW_TALK } from "@/features/session/talk";
import { GLANCE_MS } from "@/features/session/timing";
import { wishNudityCheck } from "@/lib/nudity/wish";
import { PictureRing } from "@/transport/media/picture-ring";
import { loadCall } from "../loading/loaded-call";
import { ROOM, showApp } from "../show-app";
import { BRIEF_MS } from "./use-steady-phase";

// The partner before a search can be reported until the next one comes, and nobody else by mistake.

const OTHER = { ...ROOM, id: "BBBBBBBBBBBBBBBBBBBBBB" as Id };
const LINE = { id: "1" as MessageId, mine: false, text: "boo", atMs: 1, mark: "received" } as const;
const MET = { room: ROOM.id, encounter: "sealed" };
const NEXT_MET = { room: OTHER.id, encounter: "another" };

const inRoom = (at: "talking" | "connecting", room: typeof ROOM | typeof OTHER): Phase =>
  at === "talking"
    ? { at, room, since: Date.now(), link: "steady", talk: NEW_TALK }
    : { at, room, since: Date.now(), joined: false, partnerHere: false, talk: NEW_TALK };
const TALKED: Phase = {
  ...{ at: "talking", room: ROOM, since: 0, link: "steady" },
  talk: { ...NEW_TALK, lines: [LINE] },
};
const SEARCHING: Phase = { at: "searching", since: 0, waiting: null, widened: [] };

beforeAll(async () => {
  await loadCall();
  // Loaded before use, as the page does.
  await import("@/features/talk/report-dialog");
}, 30_000);
beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  window.matchMedia = vi.fn((media: string) => ({ matches: false, media }) as MediaQueryList);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  wishNudityCheck(false);
});

function show(phase: Phase, change: Partial<Session> = {}, remote: MediaStream | null = null) {
  const { events, go } = showApp({ ...FIRST_SESSION, lastMet: MET, ...change, phase }, { remote });
  return {
    events,
    /** No picture, unless one is given. */
    go: (next: Phase, lastMet = MET) => go({ ...FIRST_SESSION, lastMet, phase: next }, null),
  };
}
const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const button = () => screen.queryByRole("button", { name: "Report the last person" });
const dialog = () => screen.getByRole("dialog", { name: "What’s wrong?" });
async function open(): Promise<void> {
  const opener = button();
  if (!opener) throw new Error("a search offers no report");
  await act(async () => fireEvent.click(opener));
}
function choose(): void {
  const reason = { name: "Insults, threats or pressure" };
  fireEvent.click(within(dialog()).getByRole("radio", reason));
}
const send = () =>
  fireEvent.click(within(dialog()).getByRole("button", { name: "Report and move on" }));

it.each(["video", "text"] as const)(
  "is offered by a search that lasts, until the next partner comes, by %s",
  async (mode) => {
    const wishes = { mode, interests: [] };
    const { go } = showApp({ ...FIRST_SESSION, wishes, lastMet: MET, phase: TALKED });
    const turn = (phase: Phase, lastMet = MET) =>
      go({ ...FIRST_SESSION, wishes, lastMet, phase }, null);
    turn(SEARCHING);
    await wait(BRIEF_MS - 1);
    expect(button()).toBeNull();
    await wait(1);
    expect(button()).not.toBeNull();
    turn({ at: "reconnecting", attempt: 1 });
    expect(button()).not.toBeNull();
    turn(inRoom("connecting", OTHER));
    await wait(BRIEF_MS);
    expect(button()).toBeNull();
    turn(inRoom("talking", OTHER), NEXT_MET);
    expect(button()).toBeNull();
    expect(screen.getByRole("button", { name: "Report or block" })).not.toBeNull();
  },
);

it("is not offered if nobody is left to report", async () => {
  show(SEARCHING, { lastMet: null });
  await wait(BRIEF_MS);
  expect(screen.getByRole("heading", { name: "Looking for someone" })).not.toBeNull();
  expect(button()).toBeNull();
});

it("is offered after a block, without another block", async () => {
  const { events } = show(SEARCHING, { lastMet: { ...MET, blocked: true } });
  await wait(BRIEF_MS);
  await open();
  expect(within(dialog()).queryByRole("button", { name: "Just block" })).toBeNull();
  choose();
  send();
  expect(events).toEqual([
    { type: "complain", complaint: { ...MET, report: { reason: "harassment" } } },
  ]);
});

it("stays about that partner when the next one comes meanwhile", async () => {
  const { events, go } = show(TALKED);
  go(SEARCHING);
  await wait(BRIEF_MS);
  await open();
  expect(within(dialog()).getByText(/about the last person you met/)).not.toBeNull();
  go(inRoom("connecting", OTHER));
  go(inRoom("talking", OTHER), NEXT_MET);
  await wait(BRIEF_MS);
  expect(within(dialog()).getByText(/about the last person you met/)).not.toBeNull();
  choose();
  send();
  expect(events).toEqual([
    { type: "complain", complaint: { ...MET, report: { reason: "harassment" } } },
  ]);
});

it("has the words that it opened with, when the partner leaves meanwhile", async () => {
  const { go } = show(TALKED);
  await act(async () => fireEvent.click(screen.getByRole("button", { name: "Report or block" })));
  const words = dialog().textContent;
  expect(words).toContain("The conversation ends right away");
  go({ at: "partner-left", reason: "skip", talkedMs: 9, nextAt: null, talk: NEW_TALK });
  expect(dialog().textContent).toBe(words);
});

it("is not opened about a new partner by a press meant for the last one", async () => {
  const { go } = show(TALKED);
  go(SEARCHING);
  go(inRoom("talking", OTHER), NEXT_MET);
  const press = () => {
    fireEvent.click(screen.getByRole("button", { name: "Report or block" }));
    fireEvent.keyDown(document.body, { key: "r", code: "KeyR", altKey: true });
  };
  press();
  await wait(GLANCE_MS - 1);
  press();
  expect(screen.queryByRole("dialog")).toBeNull();
  await wait(1);
  press();
  expect(dialog()).not.toBeNull();
});

describe("evidence", () => {
  const INFO = { evidence: { key: "A".repeat(43), bytes_max: 262144 } };
  const PICTURE = "blob:picture";
  let arrive: () => void;
  const take = vi.fn();
  beforeEach(() => {
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    vi.stubGlobal("fetch", async () => {
      await arrived;
      return new Response(JSON.stringify(INFO));
    });
    take.mockReset().mockResolvedValue([new Blob(["picture"])]);
    vi.spyOn(PictureRing.prototype, "take").mockImplementation(take);
    Object.assign(URL, { createObjectURL: () => PICTURE, revokeObjectURL: () => {} });
  });
  const pictures = () => within(dialog()).queryAllByRole("img");

  it("is that of the conversation with that partner, whoever comes meanwhile", async () => {
    const { events, go } = show(TALKED);
    arrive();
    go(SEARCHING);
    await wait(BRIEF_MS);
    await open();
    go(inRoom("connecting", OTHER));
    go(
      {
        ...inRoom("talking", OTHER),
        talk: { ...NEW_TALK, lines: [{ ...LINE, text: "hi" }] },
      } as Phase,
      NEXT_MET,
    );
    await wait(BRIEF_MS);
    choose();
    expect(pictures()).toHaveLength(1);
    send();
    const [sent] = events;
    if (sent?.type !== "complain") throw new Error("nothing was reported");
    expect(sent.complaint.evidence?.chat.map(({ text }) => text)).toEqual(["boo"]);
    expect(sent.complaint.evidence?.pictures).toHaveLength(1);
    expect(take).toHaveBeenCalledTimes(1);
  });

  it("has no pictures of the next partner if the site’s settings arrive late", async () => {
    const { go } = show(TALKED);
    go(SEARCHING);
    await wait(BRIEF_MS);
    await open();
    go(inRoom("talking", OTHER), NEXT_MET);
    await act(async () => arrive());
    await wait(0);
    choose();
    expect(within(dialog()).getByText("boo")).not.toBeNull();
    expect(take).not.toHaveBeenCalled();
    expect(pictures()).toEqual([]);
  });

  it.each([
    ["blurred", "hid"],
    ["clear", "did not hide"],
  ])("has %s pictures of a partner that the nudity check %s", async (look) => {
    wishNudityCheck(look === "blurred");
    const { go } = show(TALKED, {}, new MediaStream());
    await act(async () => arrive());
    go(SEARCHING);
    await wait(BRIEF_MS);
    await open();
    choose();
    const [picture] = pictures();
    expect(picture?.classList.contains("blur-lg")).toBe(look === "blurred");
  });
});
