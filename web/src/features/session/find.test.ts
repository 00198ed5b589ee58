import { expect, it } from "vitest";
import type { Id } from "@/protocol/messages";
import { step } from "./machine";
import { type Effect, type Event, FIRST_SESSION, type Session, type Wishes } from "./model";

const WELCOME: Event = {
  type: "match",
  message: { type: "welcome", visitor: "visitor-aaaaaaaaaaaaaa" as Id, session: "s", online: 7 },
};
const MATCHED: Event = {
  type: "match",
  message: {
    ...{ type: "matched", find: 1, room: "room-aaaaaaaaaaaaaaaaa" as Id, role: "initiator" },
    ...{ seat: "token", expires_in_ms: 10_000, home: { node: "n1", url: "" }, ice_servers: [] },
    partner: { interests: [], languages: [] },
  },
};

/** The session after the events, and the find among the effects of the last one. */
function visit(events: readonly Event[]) {
  let session: Session = FIRST_SESSION;
  let effects: readonly Effect[] = [];
  for (const event of events) [session, effects] = step(session, event, 1_000_000);
  const find = effects.find((effect) => effect.do === "find");
  return { session, message: find?.message };
}
const start = (wishes: Wishes): Event => ({ type: "start", wishes });

it("a find names the wishes that the visitor has, and no others", () => {
  const all = { interests: ["music"], languages: ["de"], lane: "main" };
  const wishes: Wishes = { mode: "text", ...all, relayOnly: true, blurFirst: true };
  expect(visit([start(wishes), WELCOME]).message).toEqual({
    ...{ type: "find", find: 1, mode: "text", ...all, relay_only: true },
  });
  const none: Wishes = { mode: "text", interests: [], languages: [], relayOnly: false };
  expect(visit([start(none), WELCOME]).message).toEqual({ type: "find", find: 1, mode: "text" });
});

it("a search keeps its place after an outage, until it is matched or stopped", () => {
  const place = (name: string): Event => ({
    type: "match",
    message: { type: "queued", find: 1, waiting: 3, place: name },
  });
  const down: Event = { type: "match-down", attempt: 1 };
  const begun = [start({ mode: "text", interests: [] }), WELCOME];
  const waits = [...begun, place("old"), place("new")];
  expect(visit([...waits, down, WELCOME]).message).toMatchObject({ find: 2, place: "new" });
  expect(visit([...waits, { type: "stop" }]).session.place).toBeNull();
  expect(visit([...waits, MATCHED]).session.place).toBeNull();
});
