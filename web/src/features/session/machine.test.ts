import { describe, expect, it } from "vitest";
import type { Id, MatchedMessage, MessageId, RoomServerMessage } from "@/protocol/messages";
import type { LinkSignal } from "@/transport/peer-link";
import { step } from "./machine";
import { type Effect, type Event, FIRST_SESSION, type Phase, type Session } from "./model";
import { NEXT_COUNTDOWN_MS } from "./timing";

const NOW = 1_000_000;
const ROOM = "room-aaaaaaaaaaaaaaaaa" as Id;
const OTHER = "room-bbbbbbbbbbbbbbbbb" as Id;
const OFFER: LinkSignal = { kind: "description", description: { type: "offer", sdp: "v=0" } };
const ID = "m1" as MessageId;

function matched(find: number, room = ROOM): Event {
  const message: MatchedMessage = {
    type: "matched",
    find,
    room,
    role: "initiator",
    token: "token",
    expires_in_ms: 10_000,
    home: { node: "n1", url: "" },
    ice_servers: [],
    partner: { interests: ["chess"], languages: [] },
  };
  return { type: "match", message };
}
const welcome: Event = {
  type: "match",
  message: {
    type: "welcome",
    visitor: "visitor-aaaaaaaaaaaaaa" as Id,
    session: "secret",
    online: 7,
  },
};
const queued = (find: number, waiting = 3): Event => ({
  type: "match",
  message: { type: "queued", find, waiting },
});
const room = (message: RoomServerMessage): Event => ({ type: "room", message });
const joined = (partner: "awaited" | "present", id = ROOM): Event =>
  room({ type: "joined", room: id, role: "initiator", partner });
const partnerLeft = (reason: "skip" | "stop" | "no_show", id = ROOM): Event =>
  room({ type: "partner_left", room: id, reason });
const linked: Event = { type: "link-state", room: ROOM, state: "connected" };
const start = (mode: "video" | "text"): Event => ({
  type: "start",
  wishes: { mode, interests: [] },
});
const mediaOpen: Event = { type: "media-open", microphone: true, camera: true };

/** Plays a story and gives where it ends with the effects of its last event. */
function play(events: readonly Event[], from: Session = FIRST_SESSION): [Session, Effect[]] {
  let session = from;
  let effects: readonly Effect[] = [];
  for (const event of events) [session, effects] = step(session, event, NOW);
  return [session, [...effects]];
}

const toSearching = [start("video"), mediaOpen, welcome];
const toConnecting = [...toSearching, matched(1)];
const toTalking = [...toConnecting, joined("present"), linked];
const toTextTalking = [start("text"), welcome, matched(1), joined("present")];

describe("where each event leads", () => {
  const rows: [string, Event[], Phase["at"]][] = [
    ["start asks for the camera first", [start("video")], "requesting-media"],
    ["a text visitor needs no camera", [start("text")], "searching"],
    ["the camera opens the search", [start("video"), mediaOpen], "searching"],
    [
      "a refused camera is explained",
      [start("video"), { type: "media-problem", problem: "denied" }],
      "media-error",
    ],
    [
      "without the camera the microphone is asked",
      [start("video"), { type: "media-problem", problem: "denied" }, { type: "without-camera" }],
      "requesting-media",
    ],
    ["a match leads to connecting", toConnecting, "connecting"],
    [
      "a partner who is present is not yet a picture",
      [...toConnecting, joined("present")],
      "connecting",
    ],
    ["a link makes a conversation", toTalking, "talking"],
    ["two who write talk at once", toTextTalking, "talking"],
    [
      "a text visitor talks when the partner comes later",
      [
        start("text"),
        welcome,
        matched(1),
        joined("awaited"),
        room({ type: "partner_joined", room: ROOM }),
      ],
      "talking",
    ],
    ["a partner who leaves is explained", [...toTalking, partnerLeft("stop")], "partner-left"],
    [
      "a partner who never came is not",
      [...toConnecting, joined("awaited"), partnerLeft("no_show")],
      "searching",
    ],
    [
      "the countdown goes on",
      [...toTalking, partnerLeft("skip"), { type: "timer", name: "next" }],
      "searching",
    ],
    [
      "a stopped countdown does not",
      [...toTalking, partnerLeft("skip"), { type: "stay" }, { type: "timer", name: "next" }],
      "partner-left",
    ],
    ["next skips", [...toTalking, { type: "next" }], "searching"],
    ["stop stops a search", [...toSearching, { type: "stop" }], "stopped"],
    ["stop stops a conversation", [...toTalking, { type: "stop" }], "stopped"],
    ["home goes back", [...toTalking, { type: "stop" }, { type: "home" }], "idle"],
    [
      "a lost matching socket interrupts a search",
      [...toSearching, { type: "match-down", attempt: 1 }],
      "reconnecting",
    ],
    [
      "a lost matching socket leaves a conversation alone",
      [...toTalking, { type: "match-down", attempt: 9 }],
      "talking",
    ],
    [
      "a server that stays away is said to",
      [...toSearching, { type: "match-down", attempt: 4 }],
      "unavailable",
    ],
    [
      "the search goes on when the server is back",
      [...toSearching, { type: "match-down", attempt: 4 }, welcome],
      "searching",
    ],
    [
      "a replaced visitor lets go",
      [...toTalking, { type: "match-refused", why: "replaced" }],
      "refused",
    ],
    [
      "a failed link is explained",
      [...toTalking, { type: "link-state", room: ROOM, state: "failed" }],
      "partner-left",
    ],
    [
      "an interrupted link waits",
      [...toTalking, { type: "link-state", room: ROOM, state: "interrupted" }],
      "talking",
    ],
    [
      "and is given up",
      [
        ...toTalking,
        { type: "link-state", room: ROOM, state: "interrupted" },
        { type: "timer", name: "connect" },
      ],
      "partner-left",
    ],
    ["a lost room ends a conversation", [...toTalking, { type: "room-lost" }], "partner-left"],
    [
      "a lost room while connecting searches on",
      [...toConnecting, { type: "room-lost" }],
      "searching",
    ],
    [
      "a seat that cannot be had searches on",
      [...toConnecting, room({ type: "error", code: "token_expired", message: "", of: "join" })],
      "searching",
    ],
    [
      "a match that no partner comes to searches on",
      [...toConnecting, { type: "timer", name: "connect" }],
      "searching",
    ],
    [
      "queued for this find: the match fell through (connecting)",
      [...toConnecting, queued(1)],
      "searching",
    ],
    ["queued for this find ends no conversation", [...toTalking, queued(1)], "talking"],
    [
      "a full server is explained",
      [
        ...toSearching,
        {
          type: "match",
          message: { type: "error", code: "full", message: "", of: "find", find: 1 },
        },
      ],
      "unavailable",
    ],
    [
      "a short pause is not",
      [
        ...toSearching,
        {
          type: "match",
          message: {
            type: "error",
            code: "rate_limited",
            message: "",
            of: "find",
            find: 1,
            retry_after_ms: 900,
          },
        },
      ],
      "searching",
    ],
  ];
  it.each(rows)("%s", (_name, events, at) => {
    expect(play(events)[0].phase.at).toBe(at);
  });
});

describe("stale messages", () => {
  const rows: [string, Event[], Event][] = [
    ["queued for an older find", [...toTalking, { type: "next" }, matched(2)], queued(1)],
    ["a match for an older find", [...toTalking, { type: "next" }], matched(1, OTHER)],
    ["a match after stop", [...toSearching, { type: "stop" }], matched(1)],
    ["a match that is told twice", toConnecting, matched(1)],
    ["joined of another room", toConnecting, joined("present", OTHER)],
    ["a partner of another room leaves", toTalking, partnerLeft("skip", OTHER)],
    [
      "chat of another room",
      toTalking,
      room({ type: "chat_received", room: OTHER, id: ID, text: "x", sequence: 1, at_ms: 1 }),
    ],
    ["typing of another room", toTalking, room({ type: "typing", room: OTHER, on: true })],
    [
      "a description of another room",
      toTalking,
      room({ type: "description", room: OTHER, description: { type: "offer", sdp: "v=0" } }),
    ],
    [
      "the link of another room",
      toConnecting,
      { type: "link-state", room: OTHER, state: "connected" },
    ],
    [
      "a signal of another room's link",
      toTalking,
      { type: "link-signal", room: OTHER, signal: OFFER },
    ],
    ["room messages while searching", toSearching, joined("present")],
  ];
  it.each(rows)("drops %s", (_name, events, stale) => {
    const [before] = play(events);
    const [after, effects] = step(before, stale, NOW);
    expect(after).toEqual(before);
    expect(effects).toEqual([]);
  });
});

describe("skip", () => {
  it("leaves the room, drops the link and finds with the next number", () => {
    const [session, effects] = play([...toTalking, { type: "next" }]);
    expect(session.find).toBe(2);
    expect(effects).toEqual([
      { do: "leave", room: ROOM, reason: "skip" },
      { do: "clear-timers" },
      { do: "stop-link" },
      { do: "find", find: 2, wishes: session.wishes },
    ]);
  });

  it("does not touch the camera or a socket", () => {
    const [, effects] = play([...toTalking, { type: "next" }]);
    const touched = effects.map((e) => e.do);
    for (const never of ["open-media", "close-media", "close-room", "connect-match"]) {
      expect(touched).not.toContain(never);
    }
  });
});

describe("stop", () => {
  it("cancels a search and gives the camera back", () => {
    const [, effects] = play([...toSearching, { type: "stop" }]);
    expect(effects).toContainEqual({ do: "cancel", find: 1 });
    expect(effects).toContainEqual({ do: "close-media" });
  });

  it("tells the partner", () => {
    const [, effects] = play([...toTalking, { type: "stop" }]);
    expect(effects).toContainEqual({ do: "leave", room: ROOM, reason: "stop" });
  });
});

describe("connecting", () => {
  it("joins and makes the link at once", () => {
    const [session, effects] = play(toConnecting);
    if (session.phase.at !== "connecting") throw new Error(session.phase.at);
    expect(effects).toContainEqual({
      do: "join",
      home: { node: "n1", url: "" },
      token: "token",
    });
    expect(effects).toContainEqual({ do: "start-link", room: session.phase.room });
  });

  it("makes no link for text", () => {
    const [, effects] = play([start("text"), welcome, matched(1)]);
    expect(effects.map((e) => e.do)).not.toContain("start-link");
  });

  it("holds what the link says until the partner is there, in order", () => {
    const candidates: LinkSignal = { kind: "candidates", candidates: [{ candidate: "c" }] };
    const [held, quiet] = play([
      ...toConnecting,
      { type: "link-signal", room: ROOM, signal: OFFER },
      joined("awaited"),
      { type: "link-signal", room: ROOM, signal: candidates },
    ]);
    expect(quiet).toEqual([]);
    const [, effects] = step(held, room({ type: "partner_joined", room: ROOM }), NOW);
    const said = effects.flatMap((e) => (e.do === "say-to-room" ? [e.message.type] : []));
    expect(said).toEqual(["description", "candidates", "media"]);
  });

  it("sends no find when a match fell through: the old place is kept", () => {
    const [session, effects] = play([...toConnecting, queued(1, 5)]);
    expect(session.find).toBe(1);
    expect(session.phase).toMatchObject({ at: "searching", waiting: 5 });
    expect(effects).toContainEqual({ do: "stop-link" });
    expect(effects.map((e) => e.do)).not.toContain("find");
  });

  it("waits for the server after a partner never came, and asks again only if it stays silent", () => {
    const noShow = [...toConnecting, joined("awaited"), partnerLeft("no_show")];
    const [quiet, effects] = play(noShow);
    expect(effects.map((e) => e.do)).not.toContain("find");
    const [, again] = step(quiet, { type: "timer", name: "find" }, NOW);
    expect(again).toContainEqual(expect.objectContaining({ do: "find", find: 2 }));
    const [, told] = play([...noShow, queued(1)]);
    expect(told).toContainEqual({ do: "clear-timer", name: "find" });
  });

  it("waits for the server after a room was closed before it was joined", () => {
    const closed = room({ type: "error", code: "room_closed", message: "", of: "join" });
    const [session, effects] = play([...toConnecting, closed]);
    expect(session).toMatchObject({ find: 1, phase: { at: "searching" } });
    expect(effects.map((e) => e.do)).not.toContain("find");
  });

  it("tells a server that lost track of a conversation that nobody is searched", () => {
    const [session, effects] = play([...toTalking, queued(1)]);
    expect(session.phase.at).toBe("talking");
    expect(effects).toEqual([{ do: "cancel", find: 1 }]);
  });

  it("keeps chat that comes before the own link stands", () => {
    const [session] = play([
      ...toConnecting,
      joined("present"),
      room({ type: "chat_received", room: ROOM, id: ID, text: "early", sequence: 1, at_ms: 1 }),
      linked,
    ]);
    expect(session.phase).toMatchObject({ at: "talking", talk: { lines: [{ text: "early" }] } });
  });
});

describe("a partner who left", () => {
  it("starts the countdown and fails what was not delivered", () => {
    const [session, effects] = play([
      ...toTalking,
      { type: "say", id: ID, text: "hello" },
      partnerLeft("skip"),
    ]);
    expect(session.phase).toMatchObject({
      at: "partner-left",
      reason: "skip",
      nextAt: NOW + NEXT_COUNTDOWN_MS,
      talk: { lines: [{ text: "hello", mark: "failed" }] },
    });
    expect(effects).toContainEqual({ do: "timer", name: "next", ms: NEXT_COUNTDOWN_MS });
  });
});

describe("chat", () => {
  const lines = (session: Session) =>
    session.phase.at === "talking" ? session.phase.talk.lines : [];

  it("marks a line delivered", () => {
    const [session] = play([
      ...toTalking,
      { type: "say", id: ID, text: " hi\u202e " },
      room({ type: "delivered", room: ROOM, id: ID, sequence: 1, at_ms: 1 }),
    ]);
    expect(lines(session)).toMatchObject([{ text: "hi", mark: "delivered", mine: true }]);
  });

  it.each<[string, Event]>([
    ["an error names it", room({ type: "error", code: "rate_limited", message: "", id: ID })],
    ["no answer comes", { type: "timer", name: `unanswered:${ID}` }],
  ])("marks a line failed when %s", (_name, event) => {
    const [session] = play([...toTalking, { type: "say", id: ID, text: "hi" }, event]);
    expect(lines(session)).toMatchObject([{ mark: "failed" }]);
  });

  it("sends a failed line again under a new id", () => {
    const [session, effects] = play([
      ...toTalking,
      { type: "say", id: ID, text: "hi" },
      { type: "timer", name: `unanswered:${ID}` },
      { type: "say-again", id: ID, newId: "m2" as MessageId },
    ]);
    expect(lines(session)).toMatchObject([{ id: "m2", text: "hi", mark: "sending" }]);
    expect(effects).toContainEqual({
      do: "say-to-room",
      message: { type: "chat", room: ROOM, id: "m2", text: "hi" },
    });
  });

  it.each([
    ["nothing", "  \n "],
    ["only control characters", "\u202e\u0000"],
    ["too much", "€".repeat(700)],
  ])("does not send %s", (_name, text) => {
    const [session, effects] = play([...toTalking, { type: "say", id: ID, text }]);
    expect(lines(session)).toEqual([]);
    expect(effects).toEqual([]);
  });

  it("cleans what the partner wrote and shows a line once", () => {
    const said = room({
      type: "chat_received",
      room: ROOM,
      id: ID,
      text: "a\u202eb",
      sequence: 1,
      at_ms: 5,
    });
    const [session] = play([...toTalking, said, said]);
    expect(lines(session)).toMatchObject([{ text: "ab", mine: false, atMs: 5 }]);
  });

  it("says typing once, and its end after a pause", () => {
    const [typing] = play([...toTalking, { type: "typing", on: true }]);
    const [still, quiet] = step(typing, { type: "typing", on: true }, NOW);
    expect(quiet.map((e) => e.do)).toEqual(["timer"]);
    const [, effects] = step(still, { type: "timer", name: "typing" }, NOW);
    expect(effects).toContainEqual({
      do: "say-to-room",
      message: { type: "typing", room: ROOM, on: false },
    });
  });
});

describe("sharing", () => {
  it("tells the partner what is on, and never claims a device that is not there", () => {
    const [, effects] = play([
      start("video"),
      { type: "media-open", microphone: true, camera: false },
      welcome,
      matched(1),
      joined("present"),
      linked,
      { type: "share", microphone: false },
    ]);
    expect(effects).toEqual([
      { do: "share", microphone: false, camera: true },
      {
        do: "say-to-room",
        message: { type: "media", room: ROOM, microphone: false, camera: false, screen: false },
      },
    ]);
  });
});

describe("the matching socket", () => {
  it("finds once it is welcomed, not before", () => {
    const [opening, first] = play([start("text")]);
    expect(first.map((e) => e.do)).toEqual([
      "close-media",
      "clear-timers",
      "stop-link",
      "connect-match",
    ]);
    const [session, effects] = step(opening, welcome, NOW);
    expect(session.online).toBe(7);
    expect(effects).toContainEqual({ do: "find", find: 1, wishes: session.wishes });
  });

  it("finds anew, with a new number, after an outage", () => {
    const [session, effects] = play([...toSearching, { type: "match-down", attempt: 1 }, welcome]);
    expect(session.find).toBe(2);
    expect(effects).toContainEqual({ do: "find", find: 2, wishes: session.wishes });
  });

  it("hurries when the network is back", () => {
    const [offline] = play([
      ...toSearching,
      { type: "network", online: false },
      { type: "match-down", attempt: 1 },
    ]);
    expect(offline.phase).toMatchObject({ at: "unavailable", cause: "offline" });
    expect(step(offline, { type: "network", online: true }, NOW)[1]).toEqual([
      { do: "hurry-match" },
    ]);
  });
});
