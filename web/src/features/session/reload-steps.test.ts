import type { Id, MessageId } from "@nexuschat/client/protocol";
import type { KeptPlace } from "@nexuschat/client/room-client";
import { describe, expect, it } from "vitest";
import { step } from "./machine";
import { FIRST_SESSION, type KeptConversation, type Session } from "./model";
import { keep } from "./reload-steps";
import { NEW_TALK, type Talk } from "./talk";

const ROOM = "room-aaaaaaaaaaaaaaaaa" as Id;
const PLACE: KeptPlace = {
  home: { node: "n1", url: "" },
  seat: { room: ROOM, secret: "secret", received: 3, sent: 4, kept: [], unconfirmed: [] },
};
const NOW = 1_000_000;

function conversation(mode: "video" | "text", talk: Partial<typeof NEW_TALK> = {}) {
  const phase = {
    at: "talking",
    room: {
      id: ROOM,
      role: "responder",
      iceServers: [],
      relayOnly: false,
      shared: { interests: [], languages: [] },
      encounter: "who",
    },
    since: NOW - 60_000,
    link: "steady",
    talk: { ...NEW_TALK, ...talk },
  } as const;
  const session: Session = {
    ...FIRST_SESSION,
    phase,
    wishes: { mode, interests: ["chess"] },
    share: { microphone: false, camera: true },
    devices: { microphone: true, camera: true },
    met: 3,
  };
  const kept = keep(session, phase, PLACE);
  // sessionStorage holds text only.
  return JSON.parse(JSON.stringify(kept)) as KeptConversation;
}
const resumed = (kept: KeptConversation) =>
  step(FIRST_SESSION, { type: "resume", kept }, NOW) as ReturnType<typeof step>;
const did = (effects: ReturnType<typeof step>[1]) => effects.map((one) => one.do);

describe("a page that is reloaded during a conversation", () => {
  it("resumes its seat, and opens the devices as they were", () => {
    const [session, effects] = resumed(conversation("video", { screen: true, typing: true }));
    expect(effects.slice(0, 2)).toEqual([
      { do: "take-seat", place: PLACE },
      { do: "connect-match" },
    ]);
    expect(effects).toContainEqual({ do: "share", microphone: false, camera: true });
    expect(effects).toContainEqual({ do: "open-media", want: "camera-and-microphone" });
    expect(did(effects)).not.toContain("start-link");
    expect(session).toMatchObject({
      met: 3,
      match: "opening",
      lastMet: { room: ROOM, encounter: "who" },
      phase: {
        at: "talking",
        link: "absent",
        talk: { selfAway: true, screen: false, typing: false },
      },
    });
  });

  it("understands a page that was older, and kept less", () => {
    const kept = conversation("text");
    const { reactions, card, ...talk } = kept.phase.talk;
    expect([reactions, card]).toEqual([[], 0]);
    const [session] = resumed({ ...kept, phase: { ...kept.phase, talk: talk as Talk } });
    expect(session).toMatchObject({ phase: { talk: { reactions: [], card: 0, selfAway: true } } });
  });

  it.each([
    ["open", { type: "media-open", microphone: true, camera: true }],
    ["refused", { type: "media-problem", problem: "denied" }],
  ] as const)(
    "makes a new link once its devices are %s, still blurred if it was",
    (_how, event) => {
      const [before] = resumed(conversation("video", { revealed: false }));
      const [session, effects] = step(before, event, NOW);
      expect(effects.slice(0, 2)).toMatchObject([
        { do: "start-link", room: { id: ROOM }, again: true },
        { do: "blur", on: true },
      ]);
      // The last media message may have announced a shared screen.
      expect(effects[2]).toMatchObject({ do: "send-to-room", message: { type: "media" } });
      expect(session.phase).toMatchObject({ link: "interrupted" });
      const [, again] = step(session, event, NOW);
      expect(did(again)).not.toContain("start-link");
    },
  );

  it("by text needs neither devices nor a link, and notices a line without an answer", () => {
    const line = {
      id: "m1" as MessageId,
      mine: true,
      text: "hi",
      atMs: NOW,
      mark: "sending",
    } as const;
    const [session, effects] = resumed(conversation("text", { lines: [line] }));
    expect(did(effects)).toEqual(["take-seat", "connect-match", "timer"]);
    expect(session.phase).toMatchObject({ link: "steady" });
  });

  it("shows a lost connection if it is too late", () => {
    const [before] = resumed(conversation("video"));
    const [session] = step(before, { type: "room-lost" }, NOW);
    expect(session.phase).toMatchObject({ at: "partner-left", reason: "connection_lost" });
  });

  it("resumes as its first event, or not at all", () => {
    const searching: Session = {
      ...FIRST_SESSION,
      phase: { at: "requesting-media", want: "microphone" },
    };
    const [session, effects] = step(searching, { type: "resume", kept: conversation("text") }, NOW);
    expect(session).toBe(searching);
    expect(effects).toEqual([]);
  });
});
