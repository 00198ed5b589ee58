import type { Id, Reaction, RoomServerMessage } from "@nexuschat/client/protocol";
import { describe, expect, it } from "vitest";
import type { Effect } from "./effect";
import { CARDS_AT_ONCE_MAX } from "./icebreaker-steps";
import { step } from "./machine";
import { type Event, FIRST_SESSION, type Session } from "./model";
import { REACTIONS_MAX } from "./reaction-steps";
import { NEW_TALK, type Talk } from "./talk";
import { PARTNER_STOPPED_MS, REACTION_MS } from "./timing";

const ROOM = "room-aaaaaaaaaaaaaaaaa" as Id;
const OTHER = "room-bbbbbbbbbbbbbbbbb" as Id;
const NOW = 1_000_000;

/** A conversation that receives events at chosen times. */
class Conversation {
  session: Session;
  effects: readonly Effect[] = [];

  constructor(talk: Partial<Talk> = {}) {
    const shared = { interests: [], languages: [] };
    this.session = {
      ...FIRST_SESSION,
      phase: {
        ...{ at: "talking", since: 0, link: "steady", talk: { ...NEW_TALK, ...talk } },
        room: { id: ROOM, role: "initiator", iceServers: [], relayOnly: false, shared },
      },
    };
  }

  does(event: Event, atMs = NOW): this {
    [this.session, this.effects] = step(this.session, event, atMs);
    return this;
  }

  reacts(emoji: Reaction, atMs = NOW): this {
    return this.does({ type: "react", emoji }, atMs);
  }

  hears(message: RoomServerMessage, atMs = NOW): this {
    return this.does({ type: "room", message }, atMs);
  }

  get talk(): Talk {
    const { phase } = this.session;
    if (!("talk" in phase)) throw new Error(`no conversation while ${phase.at}`);
    return phase.talk;
  }

  get shown(): readonly string[] {
    return this.talk.reactions.map(({ mine, emoji }) => `${mine ? "own" : "their"} ${emoji}`);
  }
}

const theirs = (emoji: Reaction, room = ROOM): RoomServerMessage => ({
  type: "react",
  room,
  emoji,
});
const card = (n: number): RoomServerMessage => ({ type: "card", room: ROOM, n });
const clearLater: Effect = { do: "timer", name: "reactions", ms: REACTION_MS };

describe("a reaction", () => {
  it("is sent, and shown on both sides until its time is over", () => {
    const talk = new Conversation().reacts("heart");
    expect(talk.effects).toEqual([
      { do: "send-to-room", message: { type: "react", room: ROOM, emoji: "heart" } },
      clearLater,
    ]);
    talk.hears(theirs("laugh"), NOW + 100);
    expect(talk.effects).toEqual([clearLater]);
    expect(talk.shown).toEqual(["own heart", "their laugh"]);
    talk.hears(theirs("clap"), NOW + REACTION_MS);
    expect(talk.shown).toEqual(["their laugh", "their clap"]);
    talk.does({ type: "timer", name: "reactions" });
    expect(talk.shown).toEqual([]);
  });

  it("beyond a few at a time is not sent", () => {
    const talk = new Conversation();
    for (let i = 0; i < REACTIONS_MAX; i++) talk.reacts("wow", NOW + i);
    talk.reacts("heart", NOW + 50);
    expect(talk.effects).toEqual([]);
    expect(talk.shown).toEqual(Array(REACTIONS_MAX).fill("own wow"));
    talk.reacts("heart", NOW + REACTION_MS);
    expect(talk.shown).toEqual([...Array(REACTIONS_MAX - 1).fill("own wow"), "own heart"]);
  });

  it("beyond the partner's fourth replaces that partner's oldest", () => {
    const talk = new Conversation();
    for (let i = 0; i < REACTIONS_MAX; i++) talk.hears(theirs("laugh"));
    talk.reacts("heart", NOW + 100).hears(theirs("clap"), NOW + REACTION_MS - 100);
    expect(talk.shown).toEqual([
      ...Array(REACTIONS_MAX - 1).fill("their laugh"),
      "own heart",
      "their clap",
    ]);
    const times = talk.talk.reactions.map(({ atMs }) => atMs);
    expect(new Set(times).size).toBe(times.length);
  });

  it("of a partner who never stops is shown as often as an honest page sends it", () => {
    const talk = new Conversation();
    let shown = 0;
    // The server admits a hundred messages in ten seconds.
    for (let atMs = NOW; atMs < NOW + 10_000; atMs += 100) {
      const before = talk.talk.reactions.at(-1)?.atMs;
      if (talk.hears(theirs("wow"), atMs).talk.reactions.at(-1)?.atMs !== before) shown += 1;
    }
    expect(shown).toBeLessThanOrEqual(REACTIONS_MAX * Math.ceil(10_000 / (REACTION_MS - 500)));
    expect(talk.hears(theirs("wave"), NOW + 10_001).talk.partnerWaved).toBe(true);
  });

  it("of a partner who presses as fast as possible is shown, though the network hurries it", () => {
    const talk = new Conversation();
    for (let i = 0; i < 5 * REACTIONS_MAX; i += 1) {
      const burst = Math.floor(i / REACTIONS_MAX);
      const lateMs = burst % 2 === 0 ? 400 : 0;
      talk.hears(theirs("clap"), NOW + burst * REACTION_MS + lateMs + i);
      expect(talk.effects).toEqual([clearLater]);
    }
  });

  it("of another room, or after the conversation, is ignored", () => {
    const talk = new Conversation().hears(theirs("heart", OTHER));
    expect(talk.shown).toEqual([]);
    talk.reacts("heart").hears({ type: "partner_left", room: ROOM, reason: "stop" });
    expect(talk.shown).toEqual([]);
    expect(talk.reacts("heart").effects).toEqual([]);
    expect(talk.hears(theirs("heart")).shown).toEqual([]);
  });

  it("that waves is remembered for the conversation", () => {
    const talk = new Conversation().hears(theirs("heart"));
    expect(talk.talk).toMatchObject({ waved: false, partnerWaved: false });
    talk.hears(theirs("wave")).reacts("wave").does({ type: "timer", name: "reactions" });
    expect(talk.talk).toMatchObject({ waved: true, partnerWaved: true });
  });
});

describe("the partner's typing", () => {
  const typing = (on: boolean): RoomServerMessage => ({ type: "typing", room: ROOM, on });

  it("is shown until a moment after its end", () => {
    const talk = new Conversation().hears(typing(true));
    expect(talk.talk.partnerTyping).toBe(true);
    expect(talk.hears(typing(false)).talk.partnerTyping).toBe(true);
    expect(talk.effects).toEqual([{ do: "timer", name: "partner-typing", ms: PARTNER_STOPPED_MS }]);
    talk.does({ type: "timer", name: "partner-typing" });
    expect(talk.talk.partnerTyping).toBe(false);
    expect(talk.hears(typing(false)).effects).toEqual([]);
  });

  it("that begins and ends all the time is announced once", () => {
    const talk = new Conversation();
    let announced = 0;
    for (let i = 0; i < 100; i += 1) {
      const before = talk.talk.partnerTyping;
      if (talk.hears(typing(i % 2 === 0)).talk.partnerTyping && !before) announced += 1;
    }
    expect(announced).toBe(1);
  });
});

describe("the icebreaker card", () => {
  it("changes for both", () => {
    const talk = new Conversation().does({ type: "next-card" });
    expect(talk.effects).toEqual([
      { do: "send-to-room", message: { type: "card", room: ROOM, n: 1 } },
    ]);
    expect(talk.hears(card(2)).talk.card).toBe(2);
    expect(talk.effects).toEqual([]);
    expect(talk.does({ type: "next-card" }).talk.card).toBe(3);
  });

  it("is the same if both move on at once, or a message arrives late", () => {
    const talk = new Conversation({ card: 4 }).does({ type: "next-card" });
    expect(talk.hears(card(5)).talk.card).toBe(5);
    expect(talk.hears(card(2)).talk.card).toBe(5);
  });

  it.each([999, 2_147_483_647])("moves on after a partner's jump to %d", (n) => {
    const talk = new Conversation().hears(card(n));
    expect(talk.talk.card).toBe(CARDS_AT_ONCE_MAX);
    for (let i = 1; i <= 3; i += 1) {
      expect(talk.does({ type: "next-card" }).effects).toEqual([
        {
          do: "send-to-room",
          message: { type: "card", room: ROOM, n: CARDS_AT_ONCE_MAX + i },
        },
      ]);
    }
  });

  it("is the same again after messages that were lost", () => {
    const talk = new Conversation({ card: 2 });
    expect(talk.hears(card(5)).talk.card).toBe(5);
  });
});
