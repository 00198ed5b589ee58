import { describe, expect, it } from "vitest";
import type { Id, MatchServerMessage, RoomServerMessage } from "../protocol.ts";
import { BUSY_WAIT_MS, FIND_AGAIN_MS, JOIN_TIMEOUT_MS, SERVER_SILENT_MS } from "../search.ts";
import { PARTNER_TIMEOUT_MS, stepVisit } from "./machine.ts";
import { FIRST_VISIT, type VisitEffect, type VisitEvent, type VisitState } from "./state.ts";

const ROOM = "AAAAAAAAAAAAAAAAAAAAAA" as Id;
const NEXT = "BBBBBBBBBBBBBBBBBBBBBA" as Id;
const HOME = { node: "n1", url: "" };
const WISHES = { mode: "text", interests: ["music"] } as const;
const WELCOME: MatchServerMessage = { type: "welcome", visitor: ROOM, session: "s", online: 2 };

const match = (message: MatchServerMessage): VisitEvent => ({ type: "match", message });
const room = (message: RoomServerMessage): VisitEvent => ({ type: "room", message });
const matched = (find: number, of: Id = ROOM) =>
  match({
    ...{ type: "matched", find, room: of, role: "initiator", seat: "seat", home: HOME },
    ...{ expires_in_ms: 30_000, ice_servers: [], encounter: "e" },
    partner: { interests: [], languages: [] },
  });
const joined = (partner: "awaited" | "present") =>
  room({ type: "joined", room: ROOM, role: "initiator", partner, seat: "s2" });
const left = (reason: "skip" | "no_show") => room({ type: "partner_left", room: ROOM, reason });
const FIND: VisitEvent = { type: "find", wishes: WISHES };

/** The state after these events, and the effects of the last one. */
function after(...events: readonly VisitEvent[]): {
  state: VisitState;
  effects: readonly VisitEffect[];
} {
  let state = FIRST_VISIT;
  let effects: readonly VisitEffect[] = [];
  for (const event of events) [state, effects] = stepVisit(state, event);
  return { state, effects };
}

const SEARCHING = [match(WELCOME), FIND] as const;
const JOINING = [...SEARCHING, matched(1)] as const;
const TALKING = [...JOINING, joined("present")] as const;
const say = (find: number, more: object = {}) => ({
  do: "send-to-match",
  message: { ...WISHES, type: "find", find, ...more },
});
const timer = (ms: number) => ({ do: "timer", ms });

describe("a search", () => {
  it("starts at once, or with the connection", () => {
    expect(after(...SEARCHING).effects).toContainEqual(say(1));
    expect(after(FIND).effects).toEqual([{ do: "clear-timer" }]);
    expect(after(FIND, match(WELCOME)).effects).toContainEqual(say(1));
  });

  it("continues in its place after a drop", () => {
    const queued = match({ type: "queued", find: 1, waiting: 1, place: "here" });
    const down: VisitEvent = { type: "match-down", attempt: 1 };
    const { effects } = after(...SEARCHING, queued, down, match(WELCOME));
    expect(effects).toContainEqual(say(2, { place: "here" }));
  });

  it("ignores answers to an earlier find", () => {
    const queued = match({ type: "queued", find: 1, waiting: 1 });
    expect(after(...SEARCHING, FIND, queued).effects).toEqual([]);
    expect(after(...SEARCHING, FIND, matched(1)).effects).toEqual([]);
  });

  it("solves a challenge and repeats the find with it", () => {
    const challenge = match({ type: "challenge", find: 1, challenge: "c", bits: 4 });
    expect(after(...SEARCHING, challenge).effects).toContainEqual({
      ...{ do: "solve", challenge: "c", bits: 4 },
    });
    const solved = (nonce: number | null): VisitEvent => ({
      type: "solved",
      challenge: "c",
      nonce,
    });
    expect(after(...SEARCHING, challenge, solved(7)).effects).toContainEqual(
      say(2, { work: { challenge: "c", nonce: 7 } }),
    );
    expect(after(...SEARCHING, challenge, solved(null)).effects).toEqual([timer(BUSY_WAIT_MS)]);
    expect(after(...SEARCHING, challenge, FIND, solved(7)).effects).toEqual([]);
  });

  it("waits as long as the server asks", () => {
    const busy = match({
      ...{ type: "error", code: "rate_limited", message: "", of: "find", find: 1 },
      retry_after_ms: 700,
    });
    expect(after(...SEARCHING, busy).effects).toContainEqual(timer(700));
    // The refused find has the number 1, and the wait takes the number 2.
    expect(after(...SEARCHING, busy, { type: "timer" }).effects).toContainEqual(say(3));
  });

  it("goes on while the server is full, and ends if its wishes are not understood", () => {
    const error = (code: "full" | "invalid_field") =>
      match({ type: "error", code, message: "", of: "find", find: 1 });
    expect(after(...SEARCHING, error("full")).state.stage.at).toBe("searching");
    expect(after(...SEARCHING, error("invalid_field")).state.stage.at).toBe("idle");
  });

  it("is cancelled by stop", () => {
    const { state, effects } = after(...SEARCHING, { type: "stop" });
    expect(state.stage.at).toBe("idle");
    expect(effects).toContainEqual({ do: "send-to-match", message: { type: "cancel", find: 1 } });
  });
});

describe("a match", () => {
  it("leads into its room", () => {
    const { state, effects } = after(...JOINING);
    expect(state.stage).toEqual({ at: "joining", room: ROOM, joined: false });
    expect(effects.slice(0, 2)).toEqual([
      { do: "join", room: ROOM, home: HOME, seat: "seat" },
      timer(JOIN_TIMEOUT_MS),
    ]);
  });

  it("becomes a conversation when both are there", () => {
    expect(after(...JOINING, joined("awaited")).effects).toEqual([timer(PARTNER_TIMEOUT_MS)]);
    const came = room({ type: "partner_joined", room: ROOM });
    expect(after(...JOINING, joined("awaited"), came).state.stage.at).toBe("talking");
    expect(after(...TALKING).state.stage.at).toBe("talking");
  });

  it("that the partner does not come to goes back into the search by the server", () => {
    const { state, effects } = after(...JOINING, joined("awaited"), left("no_show"));
    expect(state.stage.at).toBe("searching");
    expect(effects).toEqual([timer(SERVER_SILENT_MS)]);
    const queued = match({ type: "queued", find: 1, waiting: 1 });
    expect(after(...JOINING, queued).state.stage.at).toBe("searching");
    expect(after(...JOINING, queued).effects).toContainEqual({
      ...{ do: "leave", room: ROOM, reason: "skip" },
    });
  });

  it("that the partner leaves is searched again", () => {
    expect(after(...JOINING, left("skip")).effects).toContainEqual(say(2));
  });

  it("whose home does not answer is given up", () => {
    const { effects } = after(...JOINING, { type: "timer" });
    expect(effects[0]).toEqual({ do: "leave", room: ROOM, reason: "skip" });
    expect(effects).toContainEqual(say(2));
  });

  it("whose seat is refused is searched again", () => {
    const error = room({ type: "error", code: "token_expired", message: "", of: "join" });
    expect(after(...JOINING, error).effects).toEqual([timer(FIND_AGAIN_MS)]);
    expect(after(...JOINING, { type: "room-lost" }).effects).toEqual([timer(FIND_AGAIN_MS)]);
  });

  it("of a newer room replaces it, and a repeated one changes nothing", () => {
    expect(after(...JOINING, matched(1)).effects).toEqual([]);
    expect(after(...JOINING, matched(1, NEXT)).state.stage).toMatchObject({ room: NEXT });
  });
});

describe("a conversation", () => {
  it("ends with the partner's leave", () => {
    const { state, effects } = after(...TALKING, left("skip"));
    expect(state.stage.at).toBe("idle");
    expect(effects).toContainEqual({
      do: "emit",
      event: { type: "partner_left", room: ROOM, reason: "skip" },
    });
  });

  it("ends with another search, which tells the partner first", () => {
    const { effects } = after(...TALKING, FIND);
    expect(effects[0]).toEqual({ do: "leave", room: ROOM, reason: "skip" });
    expect(effects).toContainEqual(say(2));
  });

  it("drops messages of other rooms", () => {
    const typing = room({ type: "typing", room: NEXT, on: true });
    expect(after(...TALKING, typing).effects).toEqual([]);
  });

  it("whose home is gone asks for the new one", () => {
    const homeless: VisitEvent = { type: "room-homeless", room: ROOM, seat: "s2" };
    expect(after(...TALKING, homeless).effects).toEqual([
      { do: "send-to-match", message: { type: "rehome", room: ROOM, seat: "s2" } },
    ]);
    const rehomed = match({ type: "rehomed", room: ROOM, home: HOME, ice_servers: [] });
    expect(after(...TALKING, rehomed).effects[0]).toEqual({ do: "move", room: ROOM, home: HOME });
    const stays = match({
      ...{ type: "error", code: "unavailable", message: "", of: "rehome", room: ROOM },
      retry_after_ms: 500,
    });
    expect(after(...TALKING, stays).effects).toEqual([
      { do: "stays", room: ROOM, retryAfterMs: 500 },
    ]);
  });

  it("cancels a search that the server resumed", () => {
    const queued = match({ type: "queued", find: 1, waiting: 1 });
    expect(after(...TALKING, queued).effects).toEqual([
      { do: "send-to-match", message: { type: "cancel", find: 1 } },
    ]);
  });

  it("that cannot be resumed is lost, not searched again", () => {
    const { state, effects } = after(...TALKING, { type: "room-lost" });
    expect(state.stage.at).toBe("idle");
    expect(effects).toContainEqual({ do: "emit", event: { type: "lost", room: ROOM } });
  });
});

describe("a refusal", () => {
  it("of the visitor closes everything", () => {
    for (const socket of ["match", "room"] as const) {
      const { state, effects } = after(...TALKING, { type: "refused", socket, why: "banned" });
      expect(state.stage.at).toBe("closed");
      expect(effects).toContainEqual({ do: "close" });
      expect(effects).toContainEqual({ do: "emit", event: { type: "refused", why: "banned" } });
    }
  });

  it("of a room socket alone ends its room", () => {
    const event = { type: "refused", socket: "room", why: "bad_request" } as const;
    expect(after(...TALKING, event).state.stage.at).toBe("idle");
  });

  it("is final", () => {
    const event = { type: "refused", socket: "match", why: "version" } as const;
    expect(after(...SEARCHING, event, FIND).effects).toEqual([]);
  });
});
