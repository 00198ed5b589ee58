import type { Id } from "@nexuschat/client/protocol";
import { describe, expect, it } from "vitest";
import type { Effect } from "./effect";
import { step } from "./machine";
import { type Event, FIRST_SESSION, type Session } from "./model";
import { joined, match, matched, ROOM, room, start, WELCOME } from "./test-events";
import { NOTICE_MS } from "./timing";

const NOW = 1_000_000;

const REPORT = {
  type: "complain",
  complaint: { room: ROOM, encounter: "sealed", report: { reason: "spam", note: "watches" } },
} as const satisfies Event;
const BLOCK: Event = {
  type: "complain",
  complaint: { room: ROOM, encounter: "sealed", report: null },
};
const SAYS_REPORT: Effect = {
  do: "send-to-match",
  message: {
    type: "report",
    room: ROOM,
    encounter: "sealed",
    reason: "spam",
    note: "watches",
  },
};
const SAYS_BLOCK: Effect = {
  do: "send-to-match",
  message: { type: "block", room: ROOM, encounter: "sealed" },
};
const REPORTED = match({ type: "reported", room: ROOM, session: "s" });
const BLOCKED = match({ type: "blocked", room: ROOM, session: "s" });
const failed = (code: "stale_room" | "full" | "rate_limited", of: "report" | "block"): Event =>
  match({ type: "error", code, message: "", of, room: ROOM, retry_after_ms: 700 });

function play(events: readonly Event[], from: Session = FIRST_SESSION): [Session, Effect[]] {
  let session = from;
  let effects: readonly Effect[] = [];
  for (const event of events) [session, effects] = step(session, event, NOW);
  return [session, [...effects]];
}

const TALKING: readonly Event[] = [
  start("text"),
  WELCOME,
  matched(1, ROOM, { encounter: "sealed" }),
  joined(),
];

describe("a complaint", () => {
  it("is sent before the room is left and the next search begins", () => {
    const [session, effects] = play([...TALKING, REPORT]);
    expect(session.phase.at).toBe("searching");
    expect(effects.filter((e) => e.do !== "clear-timers" && e.do !== "stop-link")).toEqual([
      SAYS_REPORT,
      { do: "leave", room: ROOM, reason: "reported" },
      { do: "find", message: { type: "find", find: 2, mode: "text" }, relayOnly: false },
    ]);
  });

  it("carries the match's proof of the encounter", () => {
    const [session] = play(TALKING);
    expect(session.lastMet).toEqual({ room: ROOM, encounter: "sealed" });
  });

  it("is sent without a proof if the server gave none", () => {
    const { room: id, report } = { room: ROOM, report: { reason: "spam" } as const };
    const [, effects] = play([{ type: "complain", complaint: { room: id, report } }]);
    expect(effects).toContainEqual({
      do: "send-to-match",
      message: { type: "report", room: ROOM, reason: "spam" },
    });
  });

  it("may be a block alone, which a partner sees as a skip", () => {
    const [, effects] = play([...TALKING, BLOCK]);
    expect(effects).toContainEqual(SAYS_BLOCK);
    expect(effects).toContainEqual({ do: "leave", room: ROOM, reason: "skip" });
  });

  it("can be made after the partner has left, and the visit continues", () => {
    const left = room({ type: "partner_left", room: ROOM, reason: "skip" });
    const [session, effects] = play([...TALKING, left, REPORT]);
    expect(session.phase.at).toBe("searching");
    expect(effects).toContainEqual(SAYS_REPORT);
    expect(effects.some((e) => e.do === "leave")).toBe(false);
  });

  it("is made once: then nobody is left to report", () => {
    const [session] = play([...TALKING, REPORT]);
    expect(session.lastMet).toBeNull();
    expect(play([REPORTED], session)[0].lastMet).toBeNull();
  });

  it("may follow a block during the search, which goes on", () => {
    const [blocked] = play([...TALKING, BLOCK, BLOCKED]);
    expect(blocked.lastMet).toEqual({ room: ROOM, encounter: "sealed", blocked: true });
    const [session, effects] = play([REPORT], blocked);
    expect(effects).toEqual([SAYS_REPORT]);
    expect(session).toMatchObject({ phase: blocked.phase, lastMet: null });
    expect(play([REPORTED], session)[0]).toMatchObject({ complaint: null, notice: "reported" });
  });

  it("that follows a block waits for its own answer", () => {
    const both = [...TALKING, BLOCK, REPORT];
    for (const answer of [BLOCKED, failed("stale_room", "block")]) {
      const [session, effects] = play([...both, answer]);
      expect(session.complaint).toEqual(REPORT.complaint);
      expect(effects).toEqual([]);
    }
    expect(play([...both, BLOCKED, REPORTED])[0]).toMatchObject({
      complaint: null,
      notice: "reported",
    });
  });

  it("about the partner before leaves the present one to be reported", () => {
    const [session] = play([
      ...TALKING,
      { type: "complain", complaint: { room: "B".repeat(22) as Id, report: null } },
    ]);
    expect(session.lastMet).toEqual({ room: ROOM, encounter: "sealed" });
  });

  it("does not interrupt a conversation with the next partner", () => {
    const [session, effects] = play([
      ...TALKING,
      { type: "complain", complaint: { room: "B".repeat(22) as Id, report: null } },
    ]);
    expect(session.phase.at).toBe("talking");
    expect(effects).toHaveLength(1);
  });

  it("shows its result for a while once it is answered", () => {
    const [reported, effects] = play([...TALKING, REPORT, REPORTED]);
    expect(reported).toMatchObject({ complaint: null, notice: "reported" });
    expect(effects).toContainEqual({ do: "timer", name: "notice", ms: NOTICE_MS });
    expect(play([{ type: "timer", name: "notice" }], reported)[0].notice).toBeNull();
    expect(play([...TALKING, BLOCK, BLOCKED])[0].notice).toBe("blocked");
  });

  it("is resent after a lost connection, until it is answered", () => {
    const [down] = play([...TALKING, REPORT, { type: "match-down", attempt: 1 }]);
    const [back, effects] = play([WELCOME], down);
    expect(effects[0]).toEqual(SAYS_REPORT);
    const [answered] = play([REPORTED], back);
    expect(play([WELCOME], answered)[1]).not.toContainEqual(SAYS_REPORT);
  });

  it("waits if the server limits the rate", () => {
    const [session, effects] = play([...TALKING, REPORT, failed("rate_limited", "report")]);
    expect(effects).toEqual([{ do: "timer", name: "complaint", ms: 700 }]);
    expect(play([{ type: "timer", name: "complaint" }], session)[1]).toEqual([SAYS_REPORT]);
  });

  it("becomes a block if the report cannot be stored, and shows that", () => {
    const [lost, effects] = play([...TALKING, REPORT, failed("full", "report")]);
    expect(effects).toEqual([SAYS_BLOCK]);
    expect(play([BLOCKED], lost)[0].notice).toBe("not-reported");
  });

  it("ignores an error about another complaint", () => {
    const other = { type: "error", code: "stale_room", message: "", of: "block" } as const;
    const refusal = match({ ...other, room: "room-bbbbbbbbbbbbbbbbb" as Id });
    expect(play([...TALKING, REPORT, refusal])[0].complaint).not.toBeNull();
  });

  it("shows that it was too late", () => {
    const [late] = play([...TALKING, REPORT, failed("stale_room", "report")]);
    expect(late).toMatchObject({ complaint: null, notice: "too-late" });
  });

  describe("with evidence", () => {
    const to = { key: "k", bytesMax: 1000 };
    const evidence = { to, pictures: [], chat: [{ mine: false, text: "come here", atMs: 1 }] };
    const report = { ...REPORT, complaint: { ...REPORT.complaint, evidence } } as const;
    const ADMITTED = match({ type: "reported", room: ROOM, session: "s", evidence: "token" });
    const SENDS: Effect = { do: "send-evidence", room: ROOM, token: "token", evidence };

    it("sends the evidence once the report is answered, and not with it", () => {
      expect(play([...TALKING, report])[1]).toContainEqual(SAYS_REPORT);
      const [session, effects] = play([...TALKING, report, ADMITTED]);
      expect(effects).toContainEqual(SENDS);
      expect(session).toMatchObject({ complaint: null, notice: "reported" });
    });

    it("sends none if the server admits none, or the report is lost", () => {
      expect(play([...TALKING, report, REPORTED])[1]).not.toContainEqual(SENDS);
      const lost = [...TALKING, report, failed("full", "report"), BLOCKED];
      expect(play(lost)[1].some((effect) => effect.do === "send-evidence")).toBe(false);
    });

    it("shows that it could not be sent", () => {
      const [session] = play([...TALKING, report, ADMITTED, { type: "evidence-lost" }]);
      expect(session.notice).toBe("evidence-lost");
    });
  });
});
