import type { CallOutcome, CallPath } from "@nexuschat/client/protocol";
import type { Reach } from "@/transport/link/peer-link";
import type { Effect, Step } from "./effect";
import type { Event, LinkHindrance, Session } from "./model";
import { UNREACHED_MAX } from "./timing";
import { agreedCall, ended, find, hides, leaving, release, same, search, to } from "./transitions";
import { endVideo } from "./video-wish-steps";

// Whether this visitor can reach partners by video, and the result of each call for the operator.

/** The protocol's limit: a day. */
const SETUP_MS_MAX = 86_400_000;

/** Handles the proof that this browser can or cannot be reached. The first search waits for it. */
export function reached(session: Session, { ok, relayError }: Reach): Step {
  const { at } = session.phase;
  const searches = at === "searching" && session.wishes.mode === "video";
  if (ok) {
    const proven = { ...session, mustProveReach: false };
    const waited = session.mustProveReach && searches && session.match === "open" && session.ready;
    return waited ? find(proven) : same(proven);
  }
  // An offline device gets its own screen when its sockets fail.
  if (!searches || session.network === "offline") return same(session);
  const byRelay = relayError !== undefined && hides(session);
  const told = reportResult(relayError === undefined ? "no_path" : "no_relay", relayError);
  return noVideo(session, byRelay ? "relay" : "blocked", [told]);
}

/**
 * Handles a link that failed: the partner is freed at once, and the operator can see it. Two who
 * wrote before go on by text.
 */
export function noPath(session: Session, now: number, relayError?: number): Step {
  const { phase } = session;
  const goodbye = leaving(session, "ice_failed");
  const lost = phase.at === "talking" && phase.link !== "opening";
  const failed = relayError === undefined ? "no_path" : "no_relay";
  const result = lost
    ? reportResult("lost", undefined, phase.path)
    : reportResult(failed, relayError);
  const agreed = agreedCall(phase);
  if (agreed) {
    const [next, effects] = endVideo(session, agreed, "video-failed");
    // The devices never opened: there was no link yet.
    return [next, agreed.link === "agreed" ? effects : [result, ...effects]];
  }
  const told = [...goodbye, result];
  if (!lost) {
    const counted = { ...session, unreached: session.unreached + 1 };
    if (relayError !== undefined && hides(session)) return noVideo(counted, "relay", told);
    if (counted.unreached >= UNREACHED_MAX) return noVideo(counted, "blocked", told);
    const [next, effects] = ended(counted, "ice_failed", now);
    const relayRefused = relayError !== undefined;
    if (next.phase.at !== "partner-left") return [next, effects];
    return [to(next, { ...next.phase, relayRefused }), [...told, ...effects]];
  }
  const [next, effects] = ended(session, "ice_failed", now);
  return [next, [...told, ...effects]];
}

/** Handles a partner who found no path to this visitor and left. */
export function unreachedByPartner(session: Session, now: number): Step {
  const counted = { ...session, unreached: session.unreached + 1 };
  if (counted.unreached >= UNREACHED_MAX) return noVideo(counted, "blocked", []);
  return search(counted, now);
}

/** Stops searching: the next partner would wait for a link that cannot connect. */
function noVideo(session: Session, why: LinkHindrance, before: readonly Effect[]): Step {
  const stopped: Session = {
    ...to(session, { at: "no-video", why }),
    ...{ mustProveReach: true, unreached: 0, place: null, met: 0 },
  };
  const left = release(session).filter((effect) => effect.do !== "leave");
  return [stopped, [...before, ...left]];
}

/** Handles the first frame of a call: the operator sees how many calls connect, and how fast. */
export function callBegan(
  session: Session,
  { room, path, setupMs }: Extract<Event, { type: "call-began" }>,
): Step {
  const { phase } = session;
  if (phase.at !== "talking" || phase.room.id !== room || phase.path) return same(session);
  const time = setupMs === undefined ? {} : { setup_ms: Math.min(setupMs, SETUP_MS_MAX) };
  const message = { type: "call_result", outcome: "connected", path, ...time } as const;
  return [to(session, { ...phase, path }), [{ do: "send-to-match", message }]];
}

function reportResult(
  outcome: CallOutcome,
  code: number | undefined,
  path?: CallPath | undefined,
): Effect {
  const message = {
    type: "call_result",
    outcome,
    ...(path === undefined ? {} : { path }),
    ...(code !== undefined && code >= 300 && code <= 799 ? { code } : {}),
  } as const;
  return { do: "send-to-match", message };
}
