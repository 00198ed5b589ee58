import type { Id } from "@nexuschat/client/protocol";
import { describe, expect, it } from "vitest";
import type { Effect } from "./effect";
import { step } from "./machine";
import { type Event, FIRST_SESSION, type Session } from "./model";
import type { Talk } from "./talk";
import { joined, linked, MEDIA_OPEN, matched, ROOM, room, start, WELCOME } from "./test-events";

const says = (on: boolean): Effect => ({
  do: "send-to-room",
  message: { type: "reveal", room: ROOM, on },
});

function play(events: readonly Event[], from: Session = FIRST_SESSION) {
  let session = from;
  const all: Effect[] = [];
  for (const event of events) {
    const [next, effects] = step(session, event, 0);
    session = next;
    all.push(...effects);
  }
  return { session, all, talk: "talk" in session.phase ? session.phase.talk : ({} as Talk) };
}

const talking = (blurFirst: boolean, mode: "video" | "text" = "video"): readonly Event[] => [
  start(mode, { blurFirst }),
  ...[MEDIA_OPEN, WELCOME, matched(1), joined(), linked()],
];

describe("blurring", () => {
  it("sends nothing if the visitor does not start blurred", () => {
    const { talk, all } = play(talking(false));
    expect(talk).toMatchObject({ revealed: true, partnerRevealed: true });
    expect(all.some((e) => e.do === "blur")).toBe(false);
    expect(all).not.toContainEqual(says(false));
  });

  it("starts blurred if the visitor wishes it, before any picture can arrive", () => {
    const { talk, all } = play(talking(true).slice(0, 4));
    expect(talk.revealed).toBe(false);
    expect(all).toContainEqual(says(false));
    expect(all).toContainEqual({ do: "blur", on: true });
  });

  it("ends when the visitor reveals, and can be switched on again", () => {
    const { session } = play(talking(true));
    const open = play([{ type: "reveal", on: true }], session);
    expect(open.talk.revealed).toBe(true);
    expect(open.all).toEqual([says(true), { do: "blur", on: false }]);
    const again = play([{ type: "reveal", on: false }], open.session);
    expect(again.all).toEqual([says(false), { do: "blur", on: true }]);
    expect(play([{ type: "reveal", on: false }], again.session).all).toEqual([]);
  });

  it("follows the partner's choice", () => {
    const { session } = play(talking(false));
    const blurred = play([room({ type: "reveal", room: ROOM, on: false })], session);
    expect(blurred.talk.partnerRevealed).toBe(false);
    const other = room({ type: "reveal", room: "B".repeat(22) as Id, on: true });
    expect(play([other], blurred.session).talk.partnerRevealed).toBe(false);
  });

  it("does not apply to text", () => {
    expect(play(talking(true, "text").filter((e) => e.type !== "link-state")).talk.revealed).toBe(
      true,
    );
  });
});

describe("the screen", () => {
  it("is sent once the browser permits it, and the partner is notified", () => {
    const { session } = play(talking(false));
    const wished = play([{ type: "screen", on: true }], session);
    expect(wished.all).toEqual([{ do: "share-screen", on: true }]);
    expect(wished.talk.screen).toBe(false);
    const shown = play([{ type: "screen-changed", on: true }], wished.session);
    expect(shown.talk.screen).toBe(true);
    expect(shown.all).toMatchObject([{ message: { type: "media", screen: true, camera: true } }]);
  });

  it("is released if the browser's permission arrives after the end", () => {
    const { all } = play([{ type: "screen-changed", on: true }]);
    expect(all).toEqual([{ do: "share-screen", on: false }]);
  });

  it("of the partner is recognized", () => {
    const { session } = play(talking(false));
    const media = { microphone: true, camera: false, screen: true };
    expect(play([room({ type: "media", room: ROOM, ...media })], session).talk).toMatchObject({
      partnerCamera: true,
      partnerScreen: true,
    });
  });
});
