import { describe, expect, it } from "vitest";
import type { Id, MessageId, RoomClientMessage, RoomServerMessage } from "../protocol.ts";
import { newSeat } from "./room-seat.ts";
import { ASK_AGAIN_MS, GRACE_MS, STALLED_MS, stepSeat } from "./seat-machine.ts";
import { NO_SEAT, type SeatEffect, type SeatEvent, type SeatState } from "./seat-state.ts";

const ROOM = "AAAAAAAAAAAAAAAAAAAAAA" as Id;
const NEXT = "BBBBBBBBBBBBBBBBBBBBBA" as Id;
const HERE = { node: "n1", url: "ws://one/v1/room" };
const THERE = { node: "n2", url: "ws://two/v1/room" };
const JOIN: SeatEvent = { type: "join", room: ROOM, home: HERE, token: "t1" };
const LEAVE = { type: "leave", room: ROOM, reason: "skip" } as const;
const CHAT = { type: "chat", room: ROOM, id: "m1" as MessageId, text: "hello" } as const;
const TYPING = { type: "typing", room: ROOM, on: true } as const;

const opened: SeatEvent = { type: "opened" };
const down: SeatEvent = { type: "down" };
const timer = (name: "grace" | "retry" | "stalled"): SeatEvent => ({ type: "timer", name });
const says = (message: RoomServerMessage): SeatEvent => ({ type: "message", message });
const sends = (message: RoomClientMessage): SeatEvent => ({ type: "send", message });
const joined = (seat = "s1", partner: "present" | "away" = "present") =>
  says({ type: "joined", room: ROOM, role: "initiator", partner, seat });
const resumed = (received: number) =>
  says({
    ...{ type: "resumed", room: ROOM, role: "initiator", partner: "present" },
    ...{ seat: "s2", received },
  });
const refusal = (code: "room_closed" | "room_moved" | "unavailable", retry_after_ms?: number) =>
  says({
    ...{ type: "error", code, message: "no", of: "join", room: ROOM },
    ...(retry_after_ms === undefined ? {} : { retry_after_ms }),
  });

/** The state after the events, and the effects of the last one. */
function walk(...events: readonly SeatEvent[]): readonly [SeatState, readonly SeatEffect[]] {
  let state = NO_SEAT;
  let effects: readonly SeatEffect[] = [];
  for (const event of events) [state, effects] = stepSeat(state, event);
  return [state, effects];
}

const sent = (effects: readonly SeatEffect[]) =>
  effects.flatMap((effect) => (effect.do === "send" ? [effect.message] : []));
const names = (effects: readonly SeatEffect[]) => effects.map((effect) => effect.do);

const SEATED = [JOIN, opened, joined()];
const AWAY = [...SEATED, down];
const MOVING: readonly SeatEvent[] = [...AWAY, { type: "move", room: ROOM, home: THERE }];

describe("stepSeat", () => {
  it("names a state for each part of a room's life", () => {
    expect(walk()[0]).toEqual({ at: "idle", line: null });
    expect(walk(JOIN)[0]).toMatchObject({ at: "joining", room: ROOM, line: { open: false } });
    expect(walk(JOIN, opened)[0]).toMatchObject({ at: "joining", line: { open: true } });
    expect(walk(...SEATED)[0]).toMatchObject({ at: "seated", partnerIsAway: false });
    expect(walk(...AWAY)[0]).toMatchObject({ at: "away", home: HERE, moves: false });
    expect(walk(...AWAY, LEAVE)[0]).toMatchObject({ at: "leaving", line: { home: HERE } });
    expect(walk(...SEATED, LEAVE)[0]).toMatchObject({ at: "idle", line: { open: true } });
    expect(walk(...SEATED, { type: "close" })[0]).toBe(NO_SEAT);
  });

  it("does not change the state that it is given", () => {
    const events = [...MOVING, opened, joined("s2"), sends(CHAT), down, opened, resumed(1), LEAVE];
    let state = NO_SEAT;
    for (const event of events) {
      const before = JSON.stringify(state);
      const [next] = stepSeat(state, event);
      expect(JSON.stringify(state)).toBe(before);
      state = next;
    }
  });

  describe("joining", () => {
    it("sends the join and the messages behind it at every opening", () => {
      const behind = [{ type: "join", seat: "t1" }, TYPING];
      expect(sent(walk(JOIN, sends(TYPING), opened)[1])).toEqual(behind);
      expect(sent(walk(JOIN, opened, sends(TYPING))[1])).toEqual([TYPING]);
      expect(sent(walk(JOIN, opened, sends(TYPING), down, opened)[1])).toEqual(behind);
    });

    it("counts the messages behind the join once it is seated", () => {
      const [state] = walk(JOIN, opened, sends(TYPING), joined());
      expect(state).toMatchObject({ seat: { sent: 1, kept: [TYPING] } });
    });

    it("closes the socket of another home: the server takes it as leaving", () => {
      const other: SeatEvent = { type: "join", room: NEXT, home: THERE, token: "t2" };
      const [state, effects] = walk(...SEATED, other);
      expect(names(effects)).toEqual(["clear-timers", "close", "connect"]);
      expect(state).toMatchObject({ at: "joining", room: NEXT, line: { home: THERE } });
    });

    it("ignores answers for another room", () => {
      const [state, effects] = walk({ ...JOIN, room: NEXT }, opened, joined());
      expect(state.at).toBe("joining");
      expect(effects).toEqual([]);
    });

    it("passes a refusal of its join on", () => {
      const [state, effects] = walk(JOIN, opened, refusal("room_closed"));
      expect(state.at).toBe("joining");
      expect(names(effects)).toEqual(["message"]);
    });
  });

  describe("seated", () => {
    it("starts one timer for any number of chat lines, and ends it with any message", () => {
      const [, first] = walk(...SEATED, sends(CHAT));
      expect(first).toContainEqual({ do: "timer", name: "stalled", ms: STALLED_MS });
      expect(names(walk(...SEATED, sends(CHAT), sends(CHAT))[1])).toEqual(["send"]);
      const [state, effects] = walk(...SEATED, sends(CHAT), says(TYPING));
      expect(effects[0]).toEqual({ do: "clear-timer", name: "stalled" });
      expect(state).toMatchObject({ at: "seated", unanswered: false });
    });

    it("renews a stalled socket", () => {
      expect(walk(...SEATED, sends(CHAT), timer("stalled"))[1]).toEqual([{ do: "renew" }]);
    });

    it("ends with the partner's leave, and keeps the socket", () => {
      const left = says({ type: "partner_left", room: ROOM, reason: "skip" });
      const [state, effects] = walk(...SEATED, left);
      expect(state).toMatchObject({ at: "idle", line: { home: HERE, open: true } });
      expect(names(effects)).toEqual(["clear-timers", "message"]);
      expect(walk(...SEATED, left, sends(TYPING))[1]).toEqual([]);
    });

    it.each([
      ["moved", refusal("room_moved")],
      ["busy", refusal("unavailable", 500)],
    ])("ignores a late refusal of an earlier join (%s)", (_, late) => {
      expect(walk(...SEATED, late)[0].at).toBe("seated");
      expect(walk(...SEATED, late)[1]).toEqual([]);
    });
  });

  describe("away", () => {
    it("has as long as the server keeps the seat", () => {
      const [, effects] = walk(...AWAY);
      expect(effects).toEqual([
        { do: "clear-timers" },
        { do: "timer", name: "grace", ms: GRACE_MS },
        { do: "away" },
      ]);
      expect(names(walk(...AWAY, timer("grace"))[1])).toEqual(["clear-timers", "close", "lost"]);
    });

    it("keeps messages, and sends what the server missed", () => {
      const [state, effects] = walk(...SEATED, sends(TYPING), down, sends(CHAT), opened);
      expect(sent(effects)).toEqual([{ type: "join", seat: "s1", received: 0 }]);
      const [, back] = stepSeat(state, resumed(1));
      expect(sent(back)).toEqual([CHAT]);
    });

    it.each([-1, 2])("is lost if the counts cannot be right (%i more than were sent)", (more) => {
      expect(names(walk(...SEATED, sends(CHAT), down, opened, resumed(1 + more))[1])).toEqual(
        more < 0
          ? ["clear-timers", "settled", "send", "message"]
          : ["clear-timers", "close", "lost"],
      );
    });

    it("asks for the home after a failed attempt, and again without an answer", () => {
      const asks = [
        { do: "timer", name: "retry", ms: ASK_AGAIN_MS },
        { do: "homeless", room: ROOM, secret: "s1" },
      ];
      expect(walk(...AWAY, down)[1]).toEqual(asks);
      expect(walk(...AWAY, down, timer("retry"))[1]).toEqual(asks);
    });

    it("asks a draining home no further", () => {
      const goodbye = says({ type: "goodbye", retry_after_ms: 300 });
      const [state, effects] = walk(...SEATED, goodbye, down);
      expect(effects.at(-1)).toEqual({ do: "timer", name: "retry", ms: 300 });
      expect(stepSeat(state, timer("retry"))[1]).toContainEqual(
        expect.objectContaining({ do: "homeless" }),
      );
    });

    it("repeats its join when the home said when", () => {
      const [state, effects] = walk(...AWAY, opened, refusal("unavailable", 700));
      expect(effects).toEqual([{ do: "timer", name: "retry", ms: 700 }]);
      expect(sent(stepSeat(state, timer("retry"))[1])).toEqual([
        { type: "join", seat: "s1", received: 0 },
      ]);
      // A socket that dropped meanwhile joins when it opens.
      const [lost] = walk(...AWAY, opened, refusal("unavailable", 700), down);
      expect(sent(stepSeat(lost, timer("retry"))[1])).toEqual([]);
    });

    it("takes the seat of the page that was reloaded", () => {
      const place = { home: HERE, seat: newSeat(ROOM, "kept") };
      const [state, effects] = walk({ type: "resume", place });
      expect(state).toMatchObject({ at: "away", home: HERE, seat: place.seat });
      expect(names(effects)).toEqual(["clear-timers", "timer", "connect"]);
    });
  });

  describe("moving", () => {
    it("replaces the socket, which is not leaving", () => {
      const [state, effects] = walk(...MOVING);
      expect(names(effects)).toEqual(["clear-timer", "abandon", "connect"]);
      expect(state).toMatchObject({ at: "away", home: HERE, line: { home: THERE }, moves: true });
    });

    it("lives at the new home once that has answered", () => {
      const [state, effects] = walk(...MOVING, sends(CHAT), opened, joined("s2"));
      expect(state).toMatchObject({
        ...{ at: "seated", line: { home: THERE }, unanswered: true },
        seat: { secret: "s2", received: 0, sent: 1 },
      });
      expect(effects.at(-1)).toMatchObject({ do: "message", message: { type: "resumed" } });
    });

    it("asks nothing while its join is at a home that answers", () => {
      expect(walk(...MOVING, opened, timer("retry"))[1]).toEqual([]);
      expect(walk(...MOVING, opened, { type: "move", room: ROOM, home: HERE })[1]).toEqual([]);
    });

    it("returns to its own home if the room stays there", () => {
      const stays: SeatEvent = { type: "stays", room: ROOM, retryAfterMs: 500 };
      const [state, effects] = walk(...MOVING, stays);
      expect(names(effects)).toEqual(["timer", "abandon", "connect"]);
      expect(state).toMatchObject({ at: "away", line: { home: HERE }, moves: false });
    });

    it("concerns only the room that is being resumed", () => {
      expect(walk(...AWAY, { type: "move", room: NEXT, home: THERE })[1]).toEqual([]);
      const over: SeatEvent = { type: "stays", room: NEXT, retryAfterMs: undefined };
      expect(walk(...AWAY, over)[1]).toEqual([]);
    });
  });

  describe("leaving", () => {
    const farewell = [{ type: "join", seat: "s1", received: 0 }, LEAVE];

    it("takes the seat and leaves it once the socket opens", () => {
      expect(sent(walk(...AWAY, LEAVE)[1])).toEqual([]);
      const [state, effects] = walk(...AWAY, LEAVE, down, opened);
      expect(sent(effects)).toEqual(farewell);
      expect(state).toMatchObject({ at: "idle", line: { open: true } });
    });

    it("comes before the next room at the same home, and is dropped for another", () => {
      const next: SeatEvent = { type: "join", room: NEXT, home: HERE, token: "t2" };
      expect(sent(walk(...AWAY, LEAVE, next, opened)[1])).toEqual([
        ...farewell,
        { type: "join", seat: "t2" },
      ]);
      const other: SeatEvent = { ...next, home: THERE };
      expect(sent(walk(...AWAY, LEAVE, other, opened)[1])).toEqual([{ type: "join", seat: "t2" }]);
    });

    it("follows the join at once if the socket is open", () => {
      expect(sent(walk(...AWAY, opened, LEAVE)[1])).toEqual([LEAVE]);
    });

    it("does not wait for the seat any more", () => {
      expect(walk(...AWAY, LEAVE, timer("grace"))[1]).toEqual([]);
      expect(walk(...AWAY, LEAVE, timer("retry"))[1]).toEqual([]);
    });
  });
});
