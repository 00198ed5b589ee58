import type { Id, MessageId, Role } from "@nexuschat/client/protocol";
import { describe, expect, it } from "vitest";
import type { LinkSignal } from "@/transport/link/peer-link";
import type { Effect } from "./effect";
import { step } from "./machine";
import { type Event, FIRST_SESSION, type Phase, type Session } from "./model";
import { joined, linked, MEDIA_OPEN, matched, ROOM, room, start, WELCOME } from "./test-events";
import { NEXT_COUNTDOWN_MS, RESTART_MS } from "./timing";

const NOW = 1_000_000;
const OTHER = "room-bbbbbbbbbbbbbbbbb" as Id;
const OFFER: LinkSignal = { kind: "description", description: { type: "offer", sdp: "v=0" } };
const ID = "m1" as MessageId;

const queued = (find: number, waiting = 3): Event => ({
  type: "match",
  message: { type: "queued", find, waiting },
});
const partnerLeft = (reason: "skip" | "stop" | "no_show", id = ROOM): Event =>
  room({ type: "partner_left", room: id, reason });

/** Plays a list of events. Returns the session after them and the effects of the last one. */
function play(events: readonly Event[], from: Session = FIRST_SESSION): [Session, Effect[]] {
  let session = from;
  let effects: readonly Effect[] = [];
  for (const event of events) {
    [session, effects] = step(session, event, NOW);
  }
  return [session, [...effects]];
}

const toSearching = [start("video"), MEDIA_OPEN, WELCOME];
const toConnecting = [...toSearching, matched(1)];
const toTalking = [...toConnecting, joined("present"), linked()];
const toTextTalking = [start("text"), WELCOME, matched(1), joined("present")];

describe("where each event leads", () => {
  const rows: [string, Event[], Phase["at"]][] = [
    ["start asks for the camera first", [start("video")], "requesting-media"],
    ["a text visitor needs no camera", [start("text")], "searching"],
    ["the camera opens the search", [start("video"), MEDIA_OPEN], "searching"],
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
        WELCOME,
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
      [...toSearching, { type: "match-down", attempt: 4 }, WELCOME],
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

describe("a search that the server cannot start yet", () => {
  const refused = (code: "full" | "unavailable", find = 1): Event => ({
    type: "match",
    message: { type: "error", code, message: "", of: "find", find, retry_after_ms: 1_000 },
  });

  it.each(["full", "unavailable"] as const)("is started by the server later: %s", (code) => {
    const [session, effects] = play([...toSearching, refused(code)]);
    expect(session.find).toBe(1);
    expect(effects.filter(({ do: what }) => what === "find" || what === "timer")).toEqual([]);
    const [, found] = play([...toSearching, refused(code), matched(1)]);
    expect(found).toContainEqual(expect.objectContaining({ do: "join", seat: "token" }));
    expect(play([...toSearching, refused(code), queued(1, 4)])[0].phase).toMatchObject({
      at: "searching",
      waiting: 4,
    });
  });

  it("stops waiting for a silent server", () => {
    const noShow = [...toConnecting, joined("awaited"), partnerLeft("no_show")];
    expect(play([...noShow, refused("unavailable")])[1]).toContainEqual({
      do: "clear-timer",
      name: "find",
    });
  });

  it("is cancelled by Stop", () => {
    const [, effects] = play([...toSearching, refused("full"), { type: "stop" }]);
    expect(effects).toContainEqual({ do: "cancel", find: 1 });
  });
});

describe("a search before the code of the conversation is loaded", () => {
  const unready: Session = { ...FIRST_SESSION, ready: false };
  const finds = (effects: readonly Effect[]) => effects.filter((one) => one.do === "find").length;

  it.each(["video", "text"] as const)("by %s is sent once, after the code is loaded", (mode) => {
    const events = mode === "text" ? [start(mode), WELCOME] : [start(mode), MEDIA_OPEN, WELCOME];
    const [waiting, before] = play(events, unready);
    expect([waiting.phase.at, finds(before)]).toEqual(["searching", 0]);
    const [searching, effects] = play([{ type: "ready" }], waiting);
    expect([searching.phase.at, searching.find, finds(effects)]).toEqual(["searching", 1, 1]);
    expect(finds(play([{ type: "ready" }], searching)[1])).toBe(0);
  });

  it("waits for the server if the code loads first", () => {
    const [session, effects] = play([start("text"), { type: "ready" }], unready);
    expect(finds(effects)).toBe(0);
    expect(finds(play([WELCOME], session)[1])).toBe(1);
  });

  it("is cancelled by Stop", () => {
    const [session] = play([start("text"), WELCOME, { type: "stop" }], unready);
    expect(finds(play([{ type: "ready" }], session)[1])).toBe(0);
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

describe("a dropped socket", () => {
  const talkOf = (session: Session) => {
    if (session.phase.at !== "talking") throw new Error(session.phase.at);
    return session.phase.talk;
  };
  const away = room({ type: "partner_away", room: ROOM, grace_ms: 30_000 });
  const resumed = (partner: "present" | "away"): Event =>
    room({ type: "resumed", room: ROOM, role: "initiator", partner, seat: "secret", received: 0 });

  it("of the partner is shown until the partner resumes", () => {
    const [session] = play([...toTalking, away]);
    expect(talkOf(session).partnerAway).toBe(true);
    const [back] = play([room({ type: "partner_back", room: ROOM })], session);
    expect(talkOf(back).partnerAway).toBe(false);
  });

  it("of this visitor is shown until the seat is resumed", () => {
    const [session] = play([...toTalking, { type: "room-away" }]);
    expect(talkOf(session).selfAway).toBe(true);
    const [back] = play([resumed("away")], session);
    expect(talkOf(back)).toMatchObject({ selfAway: false, partnerAway: true });
  });

  it("may have lost that the partner joined", () => {
    const away: Event = { type: "room-away" };
    const [session] = play([start("text"), WELCOME, matched(1), joined("awaited"), away]);
    expect(session.phase.at).toBe("connecting");
    expect(play([resumed("present")], session)[0].phase.at).toBe("talking");

    const media = expect.objectContaining({
      do: "send-to-room",
      message: expect.objectContaining({ type: "media" }),
    });
    const early = [...toSearching, matched(1), linked(), joined("awaited"), away];
    expect(play([...early, resumed("present")])[1]).toContainEqual(media);
  });

  it.each([["partner's", away] as const, ["own", { type: "room-away" } as const] as const])(
    "keeps the chat and the link: %s",
    (_whose, drop) => {
      const [session, effects] = play([
        ...toTalking,
        { type: "send-chat", id: ID, text: "hi" },
        drop,
        { type: "link-state", room: ROOM, state: "interrupted" },
        { type: "timer", name: "connect" },
        { type: "timer", name: `unanswered:${ID}` },
      ]);
      expect(talkOf(session).lines).toMatchObject([{ mark: "sending" }]);
      expect(effects).toEqual([expect.objectContaining({ do: "timer" })]);
    },
  );

  it("joins the room of a partner who is away", () => {
    const [session] = play([
      start("text"),
      WELCOME,
      matched(1),
      room({
        type: "joined",
        room: ROOM,
        role: "initiator",
        partner: "away",
        seat: "secret",
      }),
    ]);
    expect(talkOf(session).partnerAway).toBe(true);
  });
});

describe("skip", () => {
  it("leaves the room, drops the link and finds with the next number", () => {
    const [session, effects] = play([...toTalking, { type: "next" }]);
    expect(session.find).toBe(2);
    expect(effects).toEqual([
      { do: "leave", room: ROOM, reason: "skip" },
      { do: "clear-timers" },
      { do: "find", message: { type: "find", find: 2, mode: "video" }, relayOnly: false },
      { do: "stop-link" },
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
  it("cancels the search that the server resumed after a match fell through", () => {
    const stopped = play([...toConnecting, { type: "stop" }, queued(1)]);
    expect(stopped[0].phase.at).toBe("stopped");
    expect(stopped[1]).toEqual([{ do: "cancel", find: 1 }]);
  });

  it("cancels it on the welcome screen, too", () => {
    const home = play([...toConnecting, { type: "stop" }, { type: "home" }, queued(1)]);
    expect(home[0].phase.at).toBe("idle");
    expect(home[1]).toEqual([{ do: "cancel", find: 1 }]);
  });

  it("cancels a search and releases the camera", () => {
    const [, effects] = play([...toSearching, { type: "stop" }]);
    expect(effects).toContainEqual({ do: "cancel", find: 1 });
    expect(effects).toContainEqual({ do: "close-media" });
  });

  it("notifies the partner", () => {
    const [, effects] = play([...toTalking, { type: "stop" }]);
    expect(effects).toContainEqual({ do: "leave", room: ROOM, reason: "stop" });
  });
});

describe("connecting", () => {
  it("joins and creates the link at once", () => {
    const [session, effects] = play(toConnecting);
    if (session.phase.at !== "connecting") throw new Error(session.phase.at);
    expect(effects).toContainEqual({
      do: "join",
      room: ROOM,
      home: { node: "n1", url: "" },
      seat: "token",
    });
    expect(effects).toContainEqual({ do: "start-link", room: session.phase.room });
  });

  it("creates no link for text", () => {
    const [, effects] = play([start("text"), WELCOME, matched(1)]);
    expect(effects.map((e) => e.do)).not.toContain("start-link");
  });

  it("sends the link's signals at once: the room keeps them for an absent partner", () => {
    const [, effects] = play([...toConnecting, { type: "link-signal", room: ROOM, signal: OFFER }]);
    expect(effects).toEqual([
      {
        do: "send-to-room",
        message: {
          type: "description",
          room: ROOM,
          description: { type: "offer", sdp: "v=0" },
        },
      },
    ]);
  });

  it("sends no find after a match fell through: the old place is kept", () => {
    const [session, effects] = play([...toConnecting, queued(1, 5)]);
    expect(session.find).toBe(1);
    expect(session.phase).toMatchObject({ at: "searching", waiting: 5 });
    expect(effects).toContainEqual({ do: "stop-link" });
    expect(effects.map((e) => e.do)).not.toContain("find");
  });

  it("if the partner never joined, searches again only if the server stays silent", () => {
    const noShow = [...toConnecting, joined("awaited"), partnerLeft("no_show")];
    const [quiet, effects] = play(noShow);
    expect(effects.map((e) => e.do)).not.toContain("find");
    const [, again] = step(quiet, { type: "timer", name: "find" }, NOW);
    expect(again).toContainEqual(
      expect.objectContaining({ do: "find", message: expect.objectContaining({ find: 2 }) }),
    );
    const [, told] = play([...noShow, queued(1)]);
    expect(told).toContainEqual({ do: "clear-timer", name: "find" });
  });

  it("waits for the server after a room was closed before it was joined", () => {
    const closed = room({ type: "error", code: "room_closed", message: "", of: "join" });
    const [session, effects] = play([...toConnecting, closed]);
    expect(session).toMatchObject({ find: 1, phase: { at: "searching" } });
    expect(effects.map((e) => e.do)).not.toContain("find");
  });

  it("cancels a search that the server resumed during a conversation", () => {
    const [session, effects] = play([...toTalking, queued(1)]);
    expect(session.phase.at).toBe("talking");
    expect(effects).toEqual([{ do: "cancel", find: 1 }]);
  });

  it("keeps chat that arrives before the link is connected", () => {
    const [session] = play([
      ...toConnecting,
      joined("present"),
      room({ type: "chat_received", room: ROOM, id: ID, text: "early", sequence: 1, at_ms: 1 }),
      linked(),
    ]);
    expect(session.phase).toMatchObject({ at: "talking", talk: { lines: [{ text: "early" }] } });
  });
});

describe("a link that connects before both are in the room", () => {
  it("sends the device state once both are in the room, and shows a partner who is away", () => {
    const early = [...toSearching, matched(1), linked()];
    expect(play(early)[0].phase.at).toBe("talking");
    const media = expect.objectContaining({
      do: "send-to-room",
      message: expect.objectContaining({ type: "media" }),
    });
    expect(play([...early, joined("awaited")])[1]).toEqual([]);
    expect(
      play([...early, joined("awaited"), room({ type: "partner_joined", room: ROOM })])[1],
    ).toEqual([media]);
    const [session, effects] = play([...early, joined("away")]);
    expect(effects).toEqual([media]);
    expect(session.phase).toMatchObject({ at: "talking", talk: { partnerAway: true } });
  });
});

describe("a pre-generated offer", () => {
  const TURN = { urls: ["stun:s", "turn:t"], username: "u", credential: "c" };
  const welcomeWith = (ice: readonly (typeof TURN)[], relayOnly?: boolean): Event => ({
    type: "match",
    message: {
      type: "welcome",
      visitor: "visitor-aaaaaaaaaaaaaa" as Id,
      session: "secret",
      online: 7,
      ice_servers: [...ice],
      ...(relayOnly ? { relay_only: true } : {}),
    },
  });
  const ready: Event = { type: "offer-ready" };
  const due: Event = { type: "timer", name: "offer" };
  const kinds = (effects: readonly Effect[]) => effects.map((effect) => effect.do);

  it("is made during the search, with the servers of the welcome", () => {
    const searching = [start("video"), MEDIA_OPEN, welcomeWith([TURN])];
    expect(kinds(play(searching)[1])).not.toContain("prepare-offer");
    const [, effects] = play([...searching, queued(1)]);
    expect(effects).toContainEqual({
      do: "prepare-offer",
      preparation: { iceServers: [TURN], relayOnly: false },
    });
  });

  it("is relay-only if the site or the visitor wants that", () => {
    const [, site] = play([start("video"), MEDIA_OPEN, welcomeWith([TURN], true), queued(1)]);
    expect(site).toContainEqual({
      do: "prepare-offer",
      preparation: { iceServers: [TURN], relayOnly: true },
    });
    const wish: Event = {
      type: "start",
      wishes: { mode: "video", interests: [], relayOnly: true },
    };
    const [, own] = play([wish, MEDIA_OPEN, welcomeWith([TURN]), queued(1)]);
    expect(own).toContainEqual({
      do: "prepare-offer",
      preparation: { iceServers: [TURN], relayOnly: true },
    });
  });

  it("is added to the search under way, and only to that", () => {
    expect(play([...toSearching, ready])[1]).toEqual([{ do: "offer", find: 1, relayOnly: false }]);
    expect(play([...toTalking, ready])[1]).toEqual([]);
    expect(play([...toSearching, { type: "match-down", attempt: 1 }, ready])[1]).toEqual([]);
  });

  it("is made again when it expires or the network changes", () => {
    for (const event of [due, { type: "offer-gone" } as const]) {
      expect(kinds(play([...toSearching, event])[1])).toEqual(["prepare-offer", "timer"]);
    }
  });

  it("is made for the next search during a conversation, but allocates no relay", () => {
    const talking = (first: Event) => [
      start("video"),
      MEDIA_OPEN,
      first,
      matched(1),
      joined("present"),
      linked(),
    ];
    expect(play(talking(WELCOME))[1]).toContainEqual(
      expect.objectContaining({ do: "timer", name: "offer" }),
    );
    expect(kinds(play([...talking(WELCOME), due])[1])).toEqual([
      "prepare-answer",
      "prepare-offer",
      "timer",
    ]);
    const withRelay: Event[] = [...talking(welcomeWith([TURN]))];
    // Each match brings the latest servers.
    const first = withRelay[3];
    if (first?.type !== "match" || first.message.type !== "matched") throw new Error();
    withRelay[3] = { type: "match", message: { ...first.message, ice_servers: [TURN] } };
    expect(play([...withRelay, due])[1]).toEqual([
      { do: "prepare-answer", preparation: { iceServers: [TURN], relayOnly: false } },
      { do: "discard-offer" },
    ]);
  });

  it("is made with the latest relay credentials", () => {
    const fresh = [{ urls: ["turn:r"], username: "u2", credential: "c2" }];
    const renewed: Event = { type: "match", message: { type: "ice_renewed", ice_servers: fresh } };
    const waiting = [start("video"), MEDIA_OPEN, welcomeWith([TURN]), queued(1)];
    expect(play([...waiting, renewed, due])[1]).toContainEqual({
      do: "prepare-offer",
      preparation: { iceServers: fresh, relayOnly: false },
    });
  });

  it("is answered at once by the responder", () => {
    const responder = matched(1, ROOM, { role: "responder", offer: "v=0" });
    const [, effects] = play([...toSearching, responder]);
    const [startLink, signal] = effects.slice(-3);
    expect([startLink?.do, signal]).toEqual(["start-link", { do: "signal-link", signal: OFFER }]);
  });

  it("gets the responder's pre-generated answer", () => {
    const told = (role: Role) =>
      play([...toSearching, matched(1, ROOM, { role, answer: "v=0" })])[1];
    const signal = { kind: "description", description: { type: "answer", sdp: "v=0" } };
    expect(told("initiator").at(-2)).toEqual({ do: "signal-link", signal });
    expect(kinds(told("responder"))).not.toContain("signal-link");
  });

  it("is made again if its match fell through", () => {
    expect(kinds(play([...toConnecting, queued(1)])[1])).toContain("prepare-offer");
    const noShow = [...toConnecting, joined("awaited"), partnerLeft("no_show")];
    expect(kinds(play([...noShow, queued(1)])[1])).toContain("prepare-offer");
  });

  it("is not made for text", () => {
    expect(kinds(play([start("text"), WELCOME, queued(1)])[1])).not.toContain("prepare-offer");
    expect(kinds(play([...toTextTalking])[1])).not.toContain("prepare-offer");
  });

  it("can be refused without harm to the search", () => {
    const refusedOffer: Event = {
      type: "match",
      message: {
        type: "error",
        code: "rate_limited",
        message: "",
        of: "offer",
        retry_after_ms: 900,
      },
    };
    const [session, effects] = play([...toSearching, ready, refusedOffer]);
    expect(session).toMatchObject({ find: 1, phase: { at: "searching" } });
    expect(effects).toEqual([]);
  });
});

describe("hiding the address", () => {
  const hiding: Event = {
    type: "start",
    wishes: { mode: "video", interests: [], relayOnly: true },
  };
  const linkOf = (events: Event[]) => play(events)[1].find((effect) => effect.do === "start-link");

  it("is requested with the find", () => {
    const [, effects] = play([hiding, MEDIA_OPEN, WELCOME]);
    expect(effects).toContainEqual(
      expect.objectContaining({
        ...{ do: "find", message: expect.objectContaining({ relay_only: true }), relayOnly: true },
      }),
    );
  });

  it("applies if the server or the visitor requests it", () => {
    const open = matched(1);
    const shielded = matched(1, ROOM, { relay_only: true });
    expect(linkOf([...toSearching, open])).toMatchObject({ room: { relayOnly: false } });
    expect(linkOf([...toSearching, shielded])).toMatchObject({ room: { relayOnly: true } });
    expect(linkOf([hiding, MEDIA_OPEN, WELCOME, open])).toMatchObject({
      room: { relayOnly: true },
    });
  });
});

describe("a partner who left", () => {
  it("starts the countdown and marks undelivered lines as failed", () => {
    const [session, effects] = play([
      ...toTalking,
      { type: "send-chat", id: ID, text: "hello" },
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
      { type: "send-chat", id: ID, text: " hi\u202e " },
      room({ type: "delivered", room: ROOM, id: ID, sequence: 1, at_ms: 1 }),
    ]);
    expect(lines(session)).toMatchObject([{ text: "hi", mark: "delivered", mine: true }]);
  });

  it.each<[string, Event]>([
    ["an error names it", room({ type: "error", code: "rate_limited", message: "", id: ID })],
    ["no answer comes", { type: "timer", name: `unanswered:${ID}` }],
  ])("marks a line failed when %s", (_name, event) => {
    const [session] = play([...toTalking, { type: "send-chat", id: ID, text: "hi" }, event]);
    expect(lines(session)).toMatchObject([{ mark: "failed" }]);
  });

  it("resends a failed line under its id, because it may have arrived", () => {
    const [session, effects] = play([
      ...toTalking,
      { type: "send-chat", id: ID, text: "hi" },
      { type: "timer", name: `unanswered:${ID}` },
      { type: "send-chat", id: "m2" as MessageId, text: "there?" },
      { type: "resend-chat", id: ID },
    ]);
    expect(lines(session)).toMatchObject([
      { id: "m2", text: "there?" },
      { id: ID, text: "hi", mark: "sending" },
    ]);
    expect(effects).toContainEqual({
      do: "send-to-room",
      message: { type: "chat", room: ROOM, id: ID, text: "hi" },
    });
    expect(effects).toContainEqual(expect.objectContaining({ name: `unanswered:${ID}` }));
    const delivered = room({ type: "delivered", room: ROOM, id: ID, sequence: 3, at_ms: 1 });
    expect(lines(step(session, delivered, NOW)[0]).at(-1)).toMatchObject({ mark: "delivered" });
  });

  it("does not resend a line that was delivered later", () => {
    const [session, effects] = play([
      ...toTalking,
      { type: "send-chat", id: ID, text: "hi" },
      { type: "timer", name: `unanswered:${ID}` },
      room({ type: "delivered", room: ROOM, id: ID, sequence: 1, at_ms: 1 }),
      { type: "resend-chat", id: ID },
    ]);
    expect(lines(session)).toMatchObject([{ id: ID, mark: "delivered" }]);
    expect(effects).toEqual([]);
  });

  it("shows a resent line of the partner once, and an own line with the same id beside it", () => {
    const said = (text: string, sequence: number) =>
      room({ type: "chat_received", room: ROOM, id: ID, text, sequence, at_ms: sequence });
    const [session] = play([
      ...toTalking,
      { type: "send-chat", id: ID, text: "mine" },
      said("theirs", 1),
      said("theirs", 2),
      said("another text does not replace it", 3),
    ]);
    expect(lines(session)).toMatchObject([
      { mine: true, text: "mine" },
      { mine: false, text: "theirs", atMs: 1 },
    ]);
    const next = [
      matched(session.find, OTHER),
      joined("present", OTHER),
      linked(OTHER),
      room({ type: "chat_received", room: OTHER, id: ID, text: "new", sequence: 1, at_ms: 1 }),
    ];
    expect(lines(play(next, session)[0])).toMatchObject([{ text: "new" }]);
  });

  it.each([
    ["nothing", "  \n "],
    ["only control characters", "\u202e\u0000"],
    ["too much", "€".repeat(700)],
  ])("does not send %s", (_name, text) => {
    const [session, effects] = play([...toTalking, { type: "send-chat", id: ID, text }]);
    expect(lines(session)).toEqual([]);
    expect(effects).toEqual([]);
  });

  it("cleans the partner's text and shows a line once", () => {
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

  it("sends typing once, and its end after a pause", () => {
    const [typing] = play([...toTalking, { type: "typing", on: true }]);
    const [still, quiet] = step(typing, { type: "typing", on: true }, NOW);
    expect(quiet.map((e) => e.do)).toEqual(["timer"]);
    const [, effects] = step(still, { type: "timer", name: "typing" }, NOW);
    expect(effects).toContainEqual({
      do: "send-to-room",
      message: { type: "typing", room: ROOM, on: false },
    });
  });
});

describe("sharing", () => {
  it("sends which devices are on, and never claims a missing device", () => {
    const [, effects] = play([
      start("video"),
      { type: "media-open", microphone: true, camera: false },
      WELCOME,
      matched(1),
      joined("present"),
      linked(),
      { type: "share", microphone: false },
    ]);
    expect(effects).toEqual([
      { do: "share", microphone: false, camera: true },
      {
        do: "send-to-room",
        message: { type: "media", room: ROOM, microphone: false, camera: false, screen: false },
      },
    ]);
  });
});

describe("devices that are chosen after all devices were unplugged", () => {
  const lost: Event = { type: "media-problem", problem: "no-device" };
  const again: Event = { type: "reopen", want: "camera-and-microphone" };

  it.each([
    ["searching", toSearching],
    ["connecting", toConnecting],
    ["talking", toTalking],
    ["partner-left", [...toTalking, partnerLeft("skip")]],
  ])("are opened while %s, announced, and used in the next offer", (at, story) => {
    const [before, opens] = play([...story, lost, again]);
    expect([before.phase.at, opens]).toEqual([
      at,
      [{ do: "open-media", want: "camera-and-microphone" }],
    ]);
    const [after, effects] = play([MEDIA_OPEN], before);
    expect(after).toMatchObject({
      phase: before.phase,
      devices: { microphone: true, camera: true },
    });
    if (at === "searching") expect(effects).toMatchObject([{ do: "prepare-offer" }, {}]);
    if (at !== "talking") return;
    const media = { type: "media", room: ROOM, microphone: true, camera: true, screen: false };
    expect(effects).toMatchObject([
      { do: "send-to-room", message: media },
      { do: "prepare-answer" },
      { do: "prepare-offer" },
      {},
    ]);
  });

  it("are not opened for text, nor after the end", () => {
    expect(play([...toTextTalking, again])[1]).toEqual([]);
    expect(play([...toTalking, { type: "stop" }, again])[1]).toEqual([]);
  });
});

describe("the matching socket", () => {
  it("sends a find only after welcome", () => {
    const [opening, first] = play([start("text")]);
    expect(first.map((e) => e.do)).toEqual([
      "close-media",
      "clear-timers",
      "stop-link",
      "connect-match",
    ]);
    const [session, effects] = step(opening, WELCOME, NOW);
    expect(session.online).toBe(7);
    expect(effects).toContainEqual(
      expect.objectContaining({
        ...{ do: "find", message: { type: "find", find: 1, mode: session.wishes.mode } },
      }),
    );
  });

  it("searches again, with a new number, after an outage", () => {
    const [session, effects] = play([...toSearching, { type: "match-down", attempt: 1 }, WELCOME]);
    expect(session.find).toBe(2);
    expect(effects).toContainEqual(
      expect.objectContaining({
        ...{ do: "find", message: { type: "find", find: 2, mode: session.wishes.mode } },
      }),
    );
  });

  it("reconnects at once when the network is back", () => {
    const [offline] = play([
      ...toSearching,
      { type: "network", online: false },
      { type: "match-down", attempt: 1 },
    ]);
    expect(offline.phase).toMatchObject({ at: "unavailable", cause: "offline" });
    expect(step(offline, { type: "network", online: true }, NOW)[1]).toEqual([
      { do: "hurry-sockets" },
    ]);
  });
});

describe("a draining server", () => {
  const goodbye: Event = { type: "match", message: { type: "goodbye", retry_after_ms: 12_000 } };
  const down: Event = { type: "match-down", attempt: 1 };

  it("announces when to reconnect, which is shown until the client has", () => {
    const [away] = play([...toSearching, goodbye, down]);
    expect(away).toMatchObject({ phase: { at: "reconnecting" }, backAt: NOW + 12_000 });
    const [back] = play([WELCOME], away);
    expect(back).toMatchObject({ phase: { at: "searching" }, backAt: null });
  });

  it("is given time to restart before the outage is shown as one", () => {
    const [away] = play([...toSearching, goodbye]);
    const fifth: Event = { type: "match-down", attempt: 5 };
    const patient = step(away, fifth, NOW + 12_000 + RESTART_MS - 1)[0];
    expect(patient.phase).toMatchObject({ at: "reconnecting" });
    const over = step(away, fifth, NOW + 12_000 + RESTART_MS)[0];
    expect(over.phase).toMatchObject({ at: "unavailable", cause: "unreachable" });
  });

  it("does not interrupt a conversation", () => {
    expect(play([...toTalking, goodbye, down])[0].phase.at).toBe("talking");
  });
});

describe("a ban", () => {
  const message = {
    type: "banned",
    reason: "spam",
    until_ms: NOW + 60_000,
    reference: "K7Q2M4XN8R",
  } as const;
  const ban = { reason: "spam", untilMs: NOW + 60_000, reference: "K7Q2M4XN8R" };
  const words: Event[] = [
    { type: "match", message },
    { type: "room", message },
  ];

  it.each(words)("takes effect on either socket, in every phase: %o", (word) => {
    const visits: readonly (readonly Event[])[] = [
      [start("text")],
      toSearching,
      toConnecting,
      toTalking,
      [...toTalking, { type: "stop" }],
    ];
    for (const visit of visits) {
      const [session, effects] = play([...visit, word]);
      expect(session).toMatchObject({ phase: { at: "refused", why: "banned", ban }, match: "off" });
      for (const what of ["close-room", "close-media", "close-match"] as const) {
        expect(effects).toContainEqual({ do: what });
      }
    }
  });

  it("is checked again only when the visitor retries", () => {
    const [refused] = play([...toSearching, { type: "match", message }]);
    const [next, effects] = play([{ type: "network", online: true }], refused);
    expect(next.phase.at).toBe("refused");
    expect(effects).not.toContainEqual({ do: "connect-match" });
    const [again] = play([{ type: "retry" }, MEDIA_OPEN], refused);
    expect(again.phase.at).toBe("searching");
  });
});

describe("a browser without video", () => {
  const first: Session = { ...FIRST_SESSION, phase: { at: "no-video", why: "unsupported" } };

  it("returns to the welcome screen, for text", () => {
    const [session, effects] = play([{ type: "without-video" }], first);
    expect(session).toMatchObject({ phase: { at: "idle" }, wishes: { mode: "text" } });
    expect(effects).toEqual([]);
  });

  it("starts nothing before the visitor has seen the reason", () => {
    expect(play([start("video")], first)[0].phase.at).toBe("no-video");
  });
});
