import { describe, expect, it } from "vitest";
import type { MatchServerMessage, RoomServerMessage } from "./protocol.ts";
import {
  accepted,
  BUSY_WAIT_MS,
  challenged,
  FIND_AGAIN_MS,
  findError,
  findMessage,
  joinError,
  NEW_SEARCH,
  nextFind,
  queuedIn,
  solved,
} from "./search.ts";

type Error = Extract<MatchServerMessage, { type: "error" }>;
type RoomError = Extract<RoomServerMessage, { type: "error" }>;

const FIRST = nextFind(NEW_SEARCH);
const CHALLENGE = { type: "challenge", find: 1, challenge: "c", bits: 4 } as const;
const QUEUED = { type: "queued", find: 1, waiting: 1 } as const;
const error = (more: Partial<Error>): Error => ({
  ...{ type: "error", code: "unavailable", message: "", find: 1, ...more },
});

describe("a find", () => {
  it("has a number of its own, and the place of the search", () => {
    const waits = accepted(FIRST, { ...QUEUED, place: "here" });
    expect(findMessage(nextFind(waits), { mode: "text", interests: ["music"] })).toEqual({
      ...{ type: "find", find: 2, mode: "text", interests: ["music"], place: "here" },
    });
  });

  it("carries a solution once: until the server accepts the find", () => {
    const asked = challenged(FIRST, CHALLENGE);
    expect(findMessage(asked, { mode: "text" })).not.toHaveProperty("work");
    const done = solved(asked, { challenge: "c", nonce: 0 });
    expect(done?.findInMs).toBe(0);
    const next = nextFind(done?.state ?? FIRST);
    const work = { challenge: "c", nonce: 0 };
    expect(findMessage(next, { mode: "text" })).toMatchObject({ find: 2, work });
    const queued = accepted(next, { ...QUEUED, find: 2 });
    expect(findMessage(queued, { mode: "text" })).not.toHaveProperty("work");
  });

  it("waits if there is no solution, and ignores one of another challenge", () => {
    const asked = challenged(FIRST, CHALLENGE);
    expect(solved(asked, { challenge: "c", nonce: null })).toEqual({
      ...{ state: FIRST, findInMs: BUSY_WAIT_MS },
    });
    expect(solved(asked, { challenge: "older", nonce: 3 })).toBeNull();
    expect(solved(FIRST, { challenge: "c", nonce: 3 })).toBeNull();
  });
});

it("queued is unwanted except by a client that searches, or whose match failed", () => {
  expect(queuedIn("searching")).toBe("waits");
  expect(queuedIn("joining")).toBe("match-failed");
  for (const stage of ["talking", "idle", "closed"] as const) {
    expect(queuedIn(stage)).toBe("unwanted");
  }
});

describe("an error", () => {
  it("of another find or of something else is no error of this search", () => {
    expect(findError(FIRST, error({ find: 2 }))).toBe("stale");
    expect(findError(FIRST, error({ find: undefined, of: "report" }))).toBe("other");
  });

  it("names the find, or its type only", () => {
    const { find: _, ...unnamed } = error({ of: "find" });
    expect(findError(FIRST, unnamed)).toBe("continues");
  });

  it.each([
    ["unavailable", "continues"],
    ["full", "continues"],
    ["invalid_field", "rejected"],
    ["rate_limited", { findInMs: BUSY_WAIT_MS }],
  ] as const)("%s: %o", (code, means) => {
    expect(findError(FIRST, error({ code }))).toEqual(means);
  });

  it("names the time to wait", () => {
    const busy = error({ code: "rate_limited", retry_after_ms: 700 });
    expect(findError(FIRST, busy)).toEqual({ findInMs: 700 });
  });

  it("of a join ends the match, and the search goes on", () => {
    const refused = (more: Partial<RoomError>): RoomError => ({
      ...{ type: "error", code: "token_expired", message: "", ...more },
    });
    expect(joinError(refused({ code: "room_closed" }))).toBe("match-failed");
    expect(joinError(refused({ of: "join" }))).toEqual({ findInMs: FIND_AGAIN_MS });
    expect(joinError(refused({ retry_after_ms: 300 }))).toEqual({ findInMs: 300 });
    expect(joinError(refused({ of: "chat" }))).toBe("other");
    expect(joinError(refused({ id: "AAAAAAAAAAAAAAAAAAAAAA" as RoomError["id"] & {} }))).toBe(
      "other",
    );
  });
});
