import type { Id, LeftReason } from "@nexuschat/client/protocol";
import { describe, expect, it } from "vitest";
import type { Effect } from "./effect";
import { heartOf } from "./like-steps";
import { step } from "./machine";
import { type Event, FIRST_SESSION, type Session } from "./model";
import { joined, matched, room, start, WELCOME } from "./test-events";
import { MEET_AGAIN_MS, NOTICE_MS } from "./timing";

const id = (letter: string) => letter.repeat(22) as Id;
const ANNA = id("A");
const BEN = id("B");
const like = (on: boolean): Event => ({ type: "like", on });
const liked = (of = ANNA): Event => room({ type: "liked", room: of });
const left = (reason: LeftReason, of = ANNA): Event =>
  room({ type: "partner_left", room: of, reason });
const said = (on: boolean): Effect => ({
  do: "send-to-room",
  message: { type: "like", room: ANNA, on },
});

const SEARCH: readonly Event[] = [start("text"), WELCOME];

const meets = (find: number, of: Id, again?: Id): readonly Event[] => [
  matched(find, of, { encounter: `sealed ${of}`, ...(again ? { again } : {}) }),
  joined("present", of),
];

const STEP_MS = 600;

/** A visit: each event comes STEP_MS after the one before. */
class Visit {
  session: Session = FIRST_SESSION;
  now = 0;
  effects: readonly Effect[] = [];

  play(...events: readonly Event[]): this {
    for (const event of events) {
      this.now += STEP_MS;
      [this.session, this.effects] = step(this.session, event, this.now);
    }
    return this;
  }

  /** The rooms that the last event's find names; null if it sent none. */
  get named(): readonly string[] | null {
    const find = this.effects.find((effect) => effect.do === "find");
    return find ? (find.message.again ?? []).map((one) => one.room) : null;
  }
}

const withAnna = () => new Visit().play(...SEARCH, ...meets(1, ANNA));

describe("the heart", () => {
  it("is offered in a conversation whose partner a search can name", () => {
    expect(heartOf(new Visit().play(...SEARCH).session)).toBeNull();
    const { session } = withAnna();
    expect(heartOf(session)).toBe("off");
    if (session.phase.at !== "talking") throw new Error("no conversation");
    const room = { ...session.phase.room, encounter: undefined };
    expect(heartOf({ ...session, phase: { ...session.phase, room } })).toBeNull();
  });

  it("is sent, shown and taken back", () => {
    const visit = withAnna().play(like(true));
    expect(visit.effects).toEqual([said(true), { do: "timer", name: "notice", ms: NOTICE_MS }]);
    expect(heartOf(visit.session)).toBe("mine");
    expect(visit.session.notice).toBe("liked");
    expect(visit.play(like(true)).effects).toEqual([]);
    visit.play(like(false));
    expect(visit.effects).toEqual([said(false)]);
    expect(heartOf(visit.session)).toBe("off");
    expect(visit.session.notice).toBeNull();
  });

  it("shows that both like each other, whoever was first", () => {
    const visit = withAnna().play(like(true), liked());
    expect(heartOf(visit.session)).toBe("both");
    expect(visit.session.notice).toBe("both-like");
    expect(visit.play(like(false)).session.notice).toBeNull();
    expect(heartOf(visit.session)).toBe("off");
    expect(visit.play(like(true)).session.notice).toBe("both-like");
    expect(heartOf(visit.session)).toBe("both");
  });

  it("says nothing if the visitor has changed its mind meanwhile, or to another room", () => {
    const visit = withAnna().play(like(true), like(false), liked());
    expect(visit.session.notice).toBeNull();
    expect(heartOf(visit.session)).toBe("off");
    expect(heartOf(withAnna().play(like(true), liked(BEN)).session)).toBe("mine");
  });
});

describe("a search", () => {
  it("names liked partners for an hour after the conversation", () => {
    const visit = withAnna().play(like(true));
    visit.now += 2 * MEET_AGAIN_MS; // A conversation may be long.
    expect(visit.play(left("skip"), { type: "next" }).named).toEqual([ANNA]);
    const { again } = visit.effects.find((effect) => effect.do === "find")?.message ?? {};
    expect(again).toEqual([{ room: ANNA, encounter: `sealed ${ANNA}` }]);
    visit.play({ type: "stop" });
    visit.now += MEET_AGAIN_MS - 4 * STEP_MS;
    expect(visit.play({ type: "retry" }).named).toEqual([ANNA]);
    visit.play({ type: "stop" });
    expect(visit.play({ type: "retry" }).named).toEqual([]);
    expect(visit.session.liked).toEqual([]);
  });

  it("names nobody by default", () => {
    const visit = withAnna().play({ type: "next" });
    expect(visit.effects.find((effect) => effect.do === "find")?.message).not.toHaveProperty(
      "again",
    );
  });

  it("does not lead back to a partner that was just skipped", () => {
    const visit = withAnna().play(like(true), liked(), { type: "next" });
    expect(visit.named).toEqual([]);
    const { find } = visit.session;
    expect(visit.play(...meets(find, BEN), { type: "next" }).named).toEqual([ANNA]);
  });

  it("names at most eight, the latest", () => {
    const visit = withAnna();
    const rooms = [..."CDEFGHIJK"].map(id);
    for (const one of rooms) {
      visit.play(left("skip", visit.session.lastMet?.room), { type: "next" });
      visit.play(...meets(visit.session.find, one), like(true));
    }
    expect(visit.play(left("stop", rooms.at(-1)), { type: "next" }).named).toEqual(rooms.slice(1));
  });

  it("does not name a partner that was reported or blocked", () => {
    const visit = withAnna().play(like(true));
    visit.play({ type: "complain", complaint: { room: ANNA, report: null } });
    expect(visit.named).toEqual([]);
  });

  it("leads to a conversation that says so, and the wish is fulfilled", () => {
    const visit = withAnna().play(like(true), left("disconnected"), { type: "next" });
    visit.play(...meets(visit.session.find, BEN, ANNA));
    expect(visit.session.notice).toBe("met-before");
    expect(heartOf(visit.session)).toBe("off");
    expect(visit.play(left("skip", BEN), { type: "next" }).named).toEqual([]);
  });

  it("names the partner again if that match did not become a conversation", () => {
    const visit = withAnna().play(like(true), left("disconnected"), { type: "next" });
    const [match] = meets(visit.session.find, BEN, ANNA);
    if (match) visit.play(match);
    expect(visit.play({ type: "next" }).named).toEqual([ANNA]);
  });
});
