import type { MessageId } from "@nexuschat/client/protocol";
import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Event, FIRST_SESSION, type Phase } from "@/features/session/model";

import type { Snapshot } from "@/features/session/store";
import { NEW_TALK } from "@/features/session/talk";
import { GLANCE_MS } from "@/features/session/timing";
import { ROOM, showApp } from "../show-app";

const TALKING: Phase = { at: "talking", room: ROOM, since: 0, link: "steady", talk: NEW_TALK };
const LEFT: Phase = {
  at: "partner-left",
  reason: "skip",
  talkedMs: 0,
  nextAt: Date.now() + 3000,
  talk: NEW_TALK,
};

function show(phase: Phase, change: Partial<Snapshot["session"]> = {}) {
  const lastMet = { room: ROOM.id, encounter: "sealed" };
  return showApp({ ...FIRST_SESSION, lastMet, ...change, phase }).events;
}

async function openDialog(): Promise<HTMLElement> {
  fireEvent.click(screen.getByRole("button", { name: "Report or block" }));
  return screen.findByRole("dialog", { name: "What’s wrong?" });
}

// Loaded before use, as the page does.
beforeAll(() => import("@/features/talk/report-dialog"), 30_000);
beforeEach(() => {
  window.matchMedia = vi.fn((media: string) => ({ matches: false, media }) as MediaQueryList);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it.each(["video", "text"] as const)("reports with a reason and a note, by %s", async (mode) => {
  const events = show(TALKING, { wishes: { mode, interests: [] } });
  const dialog = await openDialog();
  const report = within(dialog).getByRole("button", { name: "Report and move on" });
  expect(report).toHaveProperty("disabled", true);
  fireEvent.click(within(dialog).getByRole("radio", { name: "Advertising, fraud or a bot" }));
  const note = within(dialog).getByRole("textbox", { name: /^What happened/ });
  fireEvent.change(note, { target: { value: "é".repeat(251) } });
  expect(report).toHaveProperty("disabled", true);
  fireEvent.change(note, { target: { value: " sells watches " } });
  fireEvent.click(report);
  expect(events).toEqual([
    {
      type: "complain",
      complaint: {
        room: ROOM.id,
        encounter: "sealed",
        report: { reason: "spam", note: "sells watches" },
      },
    },
  ]);
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("blocks with one more press", async () => {
  const events = show(TALKING);
  const dialog = await openDialog();
  fireEvent.click(within(dialog).getByRole("button", { name: "Just block" }));
  expect(events).toEqual([
    { type: "complain", complaint: { room: ROOM.id, encounter: "sealed", report: null } },
  ]);
});

it("closes on Escape without a message, and without the question of leaving", async () => {
  const events = show(TALKING);
  fireEvent.keyDown(await openDialog(), { key: "Escape" });
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(screen.queryByRole("alertdialog")).toBeNull();
  expect(events).toEqual([]);
});

describe("on a site that takes evidence", () => {
  const INFO = {
    evidence: { key: "A".repeat(43), bytes_max: 262144 },
    site: { hotline_url: "https://hotline.example/" },
  };
  const LINES = Array.from({ length: 25 }, (_, i) => ({
    ...{ id: `${i}` as MessageId, mine: i % 2 === 0, text: `line ${i}`, atMs: i },
    mark: "received" as const,
  }));
  const SPOKEN: Phase = { ...TALKING, talk: { ...NEW_TALK, lines: LINES } };

  beforeEach(() => {
    vi.stubGlobal("fetch", async () => new Response(JSON.stringify(INFO)));
  });

  /** Waits until the page knows the site's settings. */
  async function openWithEvidence(): Promise<[HTMLElement, Event[]]> {
    const events = show(SPOKEN);
    await act(() => new Promise((resolve) => setTimeout(resolve)));
    return [await openDialog(), events];
  }
  const choose = (dialog: HTMLElement, reason: string) =>
    fireEvent.click(within(dialog).getByRole("radio", { name: reason }));
  const send = (dialog: HTMLElement) =>
    fireEvent.click(within(dialog).getByRole("button", { name: "Report and move on" }));
  const chatOf = (event: Event | undefined) =>
    event?.type === "complain" ? event.complaint.evidence?.chat : null;

  it("shows all messages, and sends them along", async () => {
    const [dialog, events] = await openWithEvidence();
    expect(within(dialog).queryByText("line 0")).toBeNull(); // depends on the reason
    choose(dialog, "Insults, threats or pressure");
    expect(within(dialog).getByText("line 0")).not.toBeNull();
    send(dialog);
    expect(chatOf(events[0])?.map(({ text }) => text)).toEqual(LINES.map(({ text }) => text));
  });

  it("still has the messages of a partner who left, until the next one comes", async () => {
    const lastMet = { room: ROOM.id, encounter: "sealed" };
    const session = { ...FIRST_SESSION, lastMet };
    const { events, go } = showApp({ ...session, phase: SPOKEN });
    await act(() => new Promise((resolve) => setTimeout(resolve)));
    go({ ...session, phase: { ...LEFT, talk: SPOKEN.talk } as Phase });
    go({ ...session, phase: { at: "searching", since: 0, waiting: null, widened: [] } });
    fireEvent.keyDown(document.body, { key: "r", code: "KeyR", altKey: true });
    const dialog = await screen.findByRole("dialog", { name: "What’s wrong?" });
    choose(dialog, "Insults, threats or pressure");
    send(dialog);
    expect(chatOf(events.at(-1))).toHaveLength(LINES.length);
    const other = { ...ROOM, id: "BBBBBBBBBBBBBBBBBBBBBB" as typeof ROOM.id };
    go({ ...session, lastMet: { ...lastMet, room: other.id }, phase: { ...TALKING, room: other } });
    await act(() => new Promise((resolve) => setTimeout(resolve, GLANCE_MS)));
    choose(await openDialog(), "Insults, threats or pressure");
    expect(within(screen.getByRole("dialog")).queryByText("line 0")).toBeNull();
  });

  it("sends none if the visitor leaves them out", async () => {
    const [dialog, events] = await openWithEvidence();
    choose(dialog, "Insults, threats or pressure");
    fireEvent.click(within(dialog).getByRole("checkbox", { name: "Send the last 25 messages" }));
    send(dialog);
    expect(chatOf(events[0])).toBeUndefined();
  });

  it("sends words alone about a child, and names the hotline", async () => {
    const [dialog, events] = await openWithEvidence();
    choose(dialog, "Seems to be under 18");
    expect(within(dialog).queryByRole("checkbox")).toBeNull();
    const hotline = within(dialog).getByRole("link", { name: "Help for children in danger" });
    expect(hotline.getAttribute("href")).toBe("https://hotline.example/");
    send(dialog);
    expect(chatOf(events[0])).toBeUndefined();
    expect(events[0]).toMatchObject({ complaint: { report: { reason: "minor" } } });
  });
});

it("does not accuse a partner who appeared during the press", () => {
  const session = { ...FIRST_SESSION, lastMet: { room: ROOM.id } };
  const { go } = showApp({
    ...session,
    phase: { at: "searching", since: 0, waiting: null, widened: [] },
  });
  go({ ...session, phase: TALKING });
  fireEvent.click(screen.getByRole("button", { name: "Report or block" }));
  fireEvent.keyDown(document.body, { key: "r", code: "KeyR", altKey: true });
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("stops the countdown after a partner left", async () => {
  const events = show(LEFT);
  await openDialog();
  expect(events).toEqual([{ type: "stay" }]);
});

it("is not offered before the first partner", () => {
  show(LEFT, { lastMet: null });
  expect(screen.queryByRole("button", { name: "Report or block" })).toBeNull();
});

it.each([
  ["reported", "Reported. You two won’t be matched again."],
  ["not-reported", /couldn’t be saved/],
] as const)("announces that it is %s to screen readers", (notice, words) => {
  show({ at: "searching", since: 0, waiting: null, widened: [] }, { notice });
  expect(screen.getByText(words).closest('[role="status"]')).not.toBeNull();
});
