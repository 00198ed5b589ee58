import type { LinkSignal } from "@/transport/link/peer-link";
import type { Effect, Step } from "./effect";
import type { Event, InRoom, Notice, Phase, Session, Talking } from "./model";
import { startBlurred } from "./picture-steps";
import type { Talk } from "./talk";
import { CONNECT_TIMEOUT_MS } from "./timing";
import { agreedCall, announced, isVideo, notifyMedia, same, to, withTalk } from "./transitions";

// Two who write turn their conversation into a video call. Each page keeps the wishes of both, and
// the conversation is a call while both wish it. During a call, the end of one wish
// also ends the other, so the next call needs both again.

type WishEvent = Extract<Event, { type: "wish-video" | "decline-video" }>;

/** Signals that are kept until the own end of the link starts; later ones are dropped. */
const EARLY_MAX = 64;

const OPEN_DEVICES: Effect = { do: "open-media", want: "camera-and-microphone" };
const GIVE_UP_LATER: Effect = { do: "timer", name: "connect", ms: CONNECT_TIMEOUT_MS };

/** The visitor wishes for video, takes that back, or answers the partner's wish with "Not now". */
export function stepVideoWish(session: Session, event: WishEvent): Step {
  const { phase } = session;
  if (phase.at !== "talking" || isVideo(session)) return same(session);
  const { videoWish } = phase.talk;
  if (event.type === "decline-video") {
    return same(withTalk(session, phase, { videoDeclined: true }));
  }
  if (event.on === (videoWish !== "none")) return same(session);
  if (!event.on) {
    const informs = videoWish === "sent" ? [send(phase, false)] : [];
    return [withTalk(session, phase, { videoWish: "none" }), informs];
  }
  // The browser asks before the partner learns of the wish, so that an agreement means a picture.
  const share = { ...session.share, camera: true };
  return [
    { ...withTalk(session, phase, { videoWish: "asking", videoDeclined: false }), share },
    [{ do: "share", ...share }, OPEN_DEVICES],
  ];
}

/** The partner wishes for video, or takes that back. */
export function takeVideoWish(session: Session, phase: InRoom, on: boolean): Step {
  const before = agreedCall(phase);
  if (before && !on) return endVideo(session, before, "video-over");
  const next = withTalk(session, phase, { partnerVideoWish: on });
  const agreed = agreedCall(next.phase);
  if (before || !agreed) return same(next);
  // The devices were closed after the browser had asked.
  const call: Talking = { ...asCall(session, agreed), link: "agreed", early: [] };
  // A visitor who looks elsewhere must not be seen without knowing it.
  return [to(next, call), [...(session.hidden ? [] : [OPEN_DEVICES]), GIVE_UP_LATER]];
}

/** The page is shown again: a call that both agreed on meanwhile goes on. */
export function pageShown({ phase }: Session): readonly Effect[] {
  return phase.at === "talking" && phase.link === "agreed" ? [OPEN_DEVICES] : [];
}

/** The conversation whose devices open, for a wish or for a call just agreed on; otherwise null. */
export function awaitingDevices(phase: Phase): Talking | null {
  if (phase.at !== "talking") return null;
  return phase.talk.videoWish === "asking" || phase.link === "agreed" ? phase : null;
}

/** The devices are open: the visitor wishes for video, and the call begins if both do. */
export function devicesOpened(session: Session, phase: Talking): Step {
  if (!session.devices.camera) return withoutCamera(session, phase, null);
  const informs = phase.talk.videoWish === "asking" ? [send(phase, true)] : [];
  const wished = withTalk(session, phase, { videoWish: "sent" });
  const agreed = agreedCall(wished.phase);
  if (!agreed) return [wished, informs];
  const { early = [], ...call } = asCall(session, agreed);
  const next = to(session, { ...call, link: "opening" });
  return [
    next,
    [
      ...informs,
      { do: "start-link", room: call.room },
      ...startBlurred(call),
      ...early.map((signal) => ({ do: "signal-link", signal }) as const),
      ...notifyMedia(next),
      GIVE_UP_LATER,
    ],
  ];
}

/** The visitor has no picture to agree with. `notice`: null if the news of the device follow. */
export function withoutCamera(session: Session, phase: Talking, notice: Notice | null): Step {
  if (phase.link === "agreed") return endVideo(session, phase, notice);
  const next = withTalk(session, phase, { videoWish: "none" });
  return notice === null ? same(next) : announced(next, notice);
}

/** The two go on by text. */
export function endVideo(session: Session, phase: Talking, notice: Notice | null): Step {
  const { path: _, early: __, ...talking } = phase;
  const talk: Talk = {
    ...phase.talk,
    ...{ videoWish: "none", partnerVideoWish: false, screen: false, partnerScreen: false },
    ...{ partnerMicrophone: true, partnerCamera: true, revealed: true, partnerRevealed: true },
  };
  const next = to(session, { ...talking, link: "steady", talk });
  const [shown, effects] = notice === null ? same(next) : announced(next, notice);
  const over: readonly Effect[] = [
    send(phase, false),
    { do: "stop-link" },
    { do: "clear-timer", name: "connect" },
  ];
  return [shown, [...over, ...effects]];
}

/** Keeps a signal of a partner whose link started first. */
export function holdSignal(session: Session, phase: Talking, signal: LinkSignal): Session {
  const { early = [] } = phase;
  return early.length < EARLY_MAX ? to(session, { ...phase, early: [...early, signal] }) : session;
}

/** Closes devices that were open for a wish or an agreed call. For each event, after it. */
export function releaseDevices(before: Session, after: Session): readonly Effect[] {
  return holdsDevices(before) && !holdsDevices(after) ? [{ do: "close-media" }] : [];
}

function holdsDevices({ phase }: Session): boolean {
  return awaitingDevices(phase) !== null || agreedCall(phase) !== null;
}

/** As a conversation that began as a video call: blurred, if the visitor starts so. */
function asCall({ preparation, wishes }: Session, phase: Talking): Talking {
  // The relay credentials of the match may have expired.
  const room = { ...phase.room, iceServers: preparation?.iceServers ?? phase.room.iceServers };
  return { ...phase, room, talk: { ...phase.talk, revealed: !wishes.blurFirst } };
}

function send({ room }: Talking, on: boolean): Effect {
  return { do: "send-to-room", message: { type: "video", room: room.id, on } };
}
