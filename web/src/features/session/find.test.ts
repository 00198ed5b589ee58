import { expect, it } from "vitest";
import type { Effect } from "./effect";
import { step } from "./machine";
import { type Event, FIRST_SESSION, type Session, type Wishes } from "./model";
import { matched, WELCOME } from "./test-events";

/** The session after the events, and the find among the effects of the last one. */
function visit(events: readonly Event[]) {
  let session: Session = FIRST_SESSION;
  let effects: readonly Effect[] = [];
  for (const event of events) [session, effects] = step(session, event, 1_000_000);
  const find = effects.find((effect) => effect.do === "find");
  return { session, effects, message: find?.message };
}
const begin = (wishes: Wishes): Event => ({ type: "start", wishes });

it("a find names the wishes that the visitor has, and no others", () => {
  const all = { interests: ["music"], languages: ["de"], lane: "main" };
  const wishes: Wishes = { mode: "text", ...all, relayOnly: true, blurFirst: true };
  expect(visit([begin(wishes), WELCOME]).message).toEqual({
    ...{ type: "find", find: 1, mode: "text", ...all, relay_only: true },
  });
  const none: Wishes = { mode: "text", interests: [], languages: [], relayOnly: false };
  expect(visit([begin(none), WELCOME]).message).toEqual({ type: "find", find: 1, mode: "text" });
});

it("a search keeps its place after an outage, until it is matched or stopped", () => {
  const place = (name: string): Event => ({
    type: "match",
    message: { type: "queued", find: 1, waiting: 3, place: name },
  });
  const down: Event = { type: "match-down", attempt: 1 };
  const begun = [begin({ mode: "text", interests: [] }), WELCOME];
  const waits = [...begun, place("old"), place("new")];
  expect(visit([...waits, down, WELCOME]).message).toMatchObject({ find: 2, place: "new" });
  expect(visit([...waits, { type: "stop" }]).session.place).toBeNull();
  expect(visit([...waits, matched(1)]).session.place).toBeNull();
});

it("a find that needs work is sent again by itself, with the solution", () => {
  const challenge: Event = {
    type: "match",
    message: { type: "challenge", find: 1, challenge: "c", bits: 17 },
  };
  const solved: Event = { type: "solved", challenge: "c", nonce: 42 };
  const begun = [begin({ mode: "text", interests: [] }), WELCOME, challenge];
  expect(visit(begun).effects).toContainEqual({ do: "solve", challenge: "c", bits: 17 });
  expect(visit(begun).session.phase.at).toBe("searching");
  expect(visit([...begun, solved]).message).toMatchObject({
    ...{ find: 2, work: { challenge: "c", nonce: 42 } },
  });
  // A socket's own limit may refuse that find: the next one still has the work.
  const tooFast: Event = {
    type: "match",
    message: { type: "error", code: "rate_limited", message: "", find: 2, retry_after_ms: 900 },
  };
  const again = visit([...begun, solved, tooFast, { type: "timer", name: "find" }]);
  expect(again.message).toMatchObject({ work: { challenge: "c", nonce: 42 } });
});

it("work is not repeated, nor done for a search that is over", () => {
  const challenge = (find: number, text: string): Event => ({
    type: "match",
    message: { type: "challenge", find, challenge: text, bits: 17 },
  });
  const solved = (text: string, nonce: number | null): Event => ({
    ...{ type: "solved", challenge: text, nonce },
  });
  const begun = [begin({ mode: "text", interests: [] }), WELCOME, challenge(1, "c")];
  const queued: Event = { type: "match", message: { type: "queued", find: 2, waiting: 1 } };
  expect(visit([...begun, solved("c", 1), queued]).session.toll).toBeNull();
  expect(visit([...begun, { type: "stop" }, solved("c", 1)]).message).toBeUndefined();
  expect(visit([...begun, solved("older", 1)]).message).toBeUndefined();
  expect(visit([...begun.slice(0, 2), challenge(7, "c")]).effects).toEqual([]);
  const failed = [...begun, solved("c", null)];
  expect(visit(failed).message).toBeUndefined();
  expect(visit([...failed, { type: "timer", name: "find" }]).message).toMatchObject({ find: 2 });
});

it("a cool-down is kept until a welcome comes without it", () => {
  const told: Event = {
    type: "match",
    message: { type: "cool_down", cause: "reports", until_ms: 5, reference: "7F3A-09C2" },
  };
  const begun = [begin({ mode: "text", interests: [] }), WELCOME, told];
  const coolDown = { cause: "reports", untilMs: 5, reference: "7F3A-09C2" };
  expect(visit(begun).session).toMatchObject({ coolDown, phase: { at: "searching" } });
  expect(
    visit([...begun, { type: "match-down", attempt: 1 }, WELCOME]).session.coolDown,
  ).toBeNull();
});

it("a search goes on with other wishes, in its place and under its clock", () => {
  const text: Wishes = { mode: "text", interests: [] };
  const queued: Event = {
    type: "match",
    message: { type: "queued", find: 1, waiting: 1, place: "mine" },
  };
  const waits = [begin(text), WELCOME, queued];
  const wished = visit([...waits, { type: "wish", wishes: { ...text, interests: ["chess"] } }]);
  expect(wished.message).toMatchObject({ find: 2, interests: ["chess"], place: "mine" });
  expect(wished.session.phase).toMatchObject({ at: "searching", since: 1_000_000 });
  expect(wished.session.wishes.interests).toEqual(["chess"]);
  // Without a search there is nothing to change.
  expect(visit([begin(text), WELCOME, matched(1), { type: "wish", wishes: text }]).effects).toEqual(
    [],
  );
});

it("a search for video that goes on by text closes the camera", () => {
  const video = { ...FIRST_SESSION, match: "open", ready: true } as const;
  const at = { at: "searching", since: 5, waiting: 1, widened: [] } as const;
  const wishes: Wishes = { mode: "text", interests: [] };
  const [next, effects] = step({ ...video, phase: at }, { type: "wish", wishes }, 9);
  expect(next.phase).toMatchObject({ at: "searching", since: 5 });
  expect(effects).toContainEqual({ do: "close-media" });
  expect(effects.find((one) => one.do === "find")?.message).toMatchObject({ mode: "text" });
});
