// Checks that the oracle objects to each violation: an oracle that finds nothing proves nothing.
// SPDX-License-Identifier: MIT
import { expect, test } from "vitest";
import type { Id, MatchedMessage, MessageId, Role } from "../../clients/js/src/protocol.ts";
import { answerText, chatText, Oracle, offerText } from "./oracle.ts";
import { makeToken, NONE, ROLE_DIGITS } from "./tokens.ts";

let tickets = 0;

function token(room: string, role: Role, ticket = `t${++tickets}`, home = "local"): string {
  const none = { secret: NONE, boot: NONE };
  return makeToken({
    room,
    role: ROLE_DIGITS[role],
    ticket,
    visitor: "v",
    issued: 1,
    ...none,
    home,
  });
}

function matched(room: string, role: Role, more: Partial<MatchedMessage> = {}): MatchedMessage {
  return {
    type: "matched",
    find: 1,
    room: room as Id,
    role,
    seat: token(room, role),
    expires_in_ms: 1,
    home: { node: "local", url: "" },
    ice_servers: [],
    partner: { interests: [], languages: [] },
    ...more,
  };
}

/** anna and ben are both in r1. */
function meeting(): Oracle {
  const oracle = new Oracle();
  oracle.onMatched("anna", matched("r1", "initiator", { answer: answerText("ben") }));
  oracle.onMatched("ben", matched("r1", "responder", { offer: offerText("anna") }));
  join(oracle, "anna", "r1", "initiator");
  join(oracle, "ben", "r1", "responder");
  return oracle;
}

function join(oracle: Oracle, who: string, room: string, role: Role): void {
  oracle.onJoined(who, {
    type: "joined",
    room: room as Id,
    role,
    partner: "awaited",
    seat: "a secret" as Id,
  });
}

function receive(oracle: Oracle, who: string, room: string, text: string, sequence: number): void {
  const id = "m1" as MessageId;
  const message = {
    type: "chat_received",
    room: room as Id,
    id,
    text,
    sequence,
    at_ms: 0,
  } as const;
  oracle.onChat(who, message);
}

test("a correct sequence is no violation", () => {
  const oracle = meeting();
  receive(oracle, "ben", "r1", chatText("anna", "r1", 1), 1);
  receive(oracle, "ben", "r1", chatText("anna", "r1", 2), 2);
  receive(oracle, "anna", "r1", chatText("ben", "r1", 1), 1);
  oracle.onLeft("anna");
  oracle.onSearch("anna");
  oracle.onMatched("anna", matched("r2", "responder"));
  join(oracle, "anna", "r2", "responder");
  expect(oracle.violations).toEqual([]);
});

const crimes: Record<string, (oracle: Oracle) => void> = {
  "a third member": (oracle) => oracle.onMatched("cleo", matched("r1", "responder")),
  "two initiators": (oracle) => {
    oracle.onMatched("cleo", matched("r2", "initiator"));
    oracle.onMatched("dora", matched("r2", "initiator"));
  },
  "the same room twice": (oracle) => oracle.onMatched("anna", matched("r1", "initiator")),
  "another role than promised": (oracle) => {
    oracle.onMatched("cleo", matched("r2", "initiator"));
    join(oracle, "cleo", "r2", "responder");
  },
  "a seat in two rooms": (oracle) => {
    oracle.onMatched("cleo", matched("r2", "initiator"));
    join(oracle, "cleo", "r2", "initiator");
    oracle.onMatched("cleo", matched("r3", "initiator"));
    join(oracle, "cleo", "r2", "initiator");
    join(oracle, "cleo", "r3", "initiator");
  },
  "a room without a match": (oracle) => join(oracle, "cleo", "r9", "initiator"),
  "two homes": (oracle) => {
    oracle.onMatched("cleo", matched("r2", "initiator"));
    const home = { node: "elsewhere", url: "" };
    const opens = token("r2", "responder", "t", home.node);
    oracle.onMatched("dora", matched("r2", "responder", { home, seat: opens }));
  },
  "a ticket in two rooms": (oracle) => {
    const first = token("r2", "initiator", "only once");
    const second = token("r3", "responder", "only once");
    oracle.onMatched("cleo", matched("r2", "initiator", { seat: first }));
    oracle.onFallenThrough("cleo");
    oracle.onMatched("cleo", matched("r3", "responder", { seat: second }));
  },
  "a token of another room": (oracle) =>
    oracle.onMatched("cleo", matched("r2", "initiator", { seat: token("r3", "initiator") })),
  "a token of the other seat": (oracle) =>
    oracle.onMatched("cleo", matched("r2", "initiator", { seat: token("r2", "responder") })),
  "a token of another home": (oracle) => {
    const opens = token("r2", "initiator", "t", "elsewhere");
    oracle.onMatched("cleo", matched("r2", "initiator", { seat: opens }));
  },
  "a seat in a room that is over": (oracle) => {
    oracle.onMatched("cleo", matched("r2", "initiator"));
    oracle.onOver("r2");
    oracle.onJoin("cleo", "r2");
    join(oracle, "cleo", "r2", "initiator");
  },
  "an offer for the initiator": (oracle) =>
    oracle.onMatched("cleo", matched("r2", "initiator", { offer: offerText("dora") })),
  "the offer of another visitor": (oracle) => {
    oracle.onMatched("cleo", matched("r2", "responder", { offer: offerText("anna") }));
    oracle.onMatched("dora", matched("r2", "initiator"));
  },
  "an answer for the responder": (oracle) =>
    oracle.onMatched("cleo", matched("r2", "responder", { answer: answerText("dora") })),
  "the answer of another visitor": (oracle) => {
    oracle.onMatched("cleo", matched("r2", "initiator", { answer: answerText("anna") }));
    oracle.onMatched("dora", matched("r2", "responder"));
  },
  "a message twice": (oracle) => {
    receive(oracle, "ben", "r1", chatText("anna", "r1", 1), 1);
    receive(oracle, "ben", "r1", chatText("anna", "r1", 1), 1);
  },
  "a message lost": (oracle) => receive(oracle, "ben", "r1", chatText("anna", "r1", 2), 2),
  "a wrong number": (oracle) => receive(oracle, "ben", "r1", chatText("anna", "r1", 1), 2),
  "a visitor's own message": (oracle) => receive(oracle, "ben", "r1", chatText("ben", "r1", 1), 1),
  "a message of a visitor from outside": (oracle) =>
    receive(oracle, "ben", "r1", chatText("cleo", "r1", 1), 1),
  "a message of another room": (oracle) =>
    receive(oracle, "ben", "r1", chatText("anna", "r2", 1), 1),
  "a message after the end": (oracle) => {
    oracle.onLeft("ben");
    receive(oracle, "ben", "r1", chatText("anna", "r1", 1), 1);
  },
};

test.each(Object.entries(crimes))("%s is found", (_, commit) => {
  const oracle = meeting();
  commit(oracle);
  expect(oracle.violations).not.toEqual([]);
});
