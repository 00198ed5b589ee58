import type { Id, MessageId } from "@nexuschat/client/protocol";
import {
  type Ban,
  type EndReason,
  FIRST_SESSION,
  type Phase,
  type RefusedWhy,
  type Session,
  type Talking,
} from "@/features/session/model";
import type { SessionView } from "@/features/session/runner";
import type { Snapshot } from "@/features/session/store";
import { NEW_TALK, type Talk } from "@/features/session/talk";
import type { MediaState } from "@/transport/media/media-state";

// Every state of a visit, for tests and the gallery. Texts written by people contain no letters, so
// every text with letters belongs to the page.

export interface NamedState {
  readonly name: string;
  readonly snapshot: Snapshot;
}

/** A session that never changes. */
export function still(snapshot: Snapshot): SessionView {
  return { subscribe: () => () => {}, snapshot: () => snapshot, dispatch: () => {} };
}

const NOW = Date.UTC(2026, 0, 2, 15, 4);

const ROOM = {
  id: "AAAAAAAAAAAAAAAAAAAAAA" as Id,
  role: "initiator",
  iceServers: [],
  relayOnly: false,
  shared: { interests: ["64", "1984"], languages: [] },
  encounter: "1",
} as const;

const MET = { room: ROOM.id };

const LIKED = { room: ROOM.id, encounter: ROOM.encounter, untilMs: null };

const LINES = [
  { id: "1" as MessageId, mine: false, text: "👋 1 2 3", atMs: NOW, mark: "received" },
  { id: "2" as MessageId, mine: true, text: "4 5 6 7 8 9", atMs: NOW + 1000, mark: "delivered" },
  { id: "3" as MessageId, mine: false, text: "🚆 … 🌍?", atMs: NOW + 90_000, mark: "received" },
  { id: "4" as MessageId, mine: true, text: "10 11 12", atMs: NOW + 95_000, mark: "failed" },
  { id: "5" as MessageId, mine: true, text: "13", atMs: NOW + 99_000, mark: "sending" },
] as const;

const SPOKEN: Talk = { ...NEW_TALK, lines: LINES };

function state(
  name: string,
  phase: Phase,
  change: Partial<Session> = {},
  media: MediaState = { at: "closed" },
): NamedState {
  const devices = { microphone: true, camera: true };
  // Any partner that was met can be reported.
  const lastMet = phase.at === "talking" || phase.at === "partner-left" ? MET : null;
  const session: Session = { ...FIRST_SESSION, devices, online: 1234, lastMet, ...change, phase };
  return { name, snapshot: { session, media, remote: null } };
}

const talking = (talk: Talk, link: Talking["link"] = "steady"): Phase => ({
  at: "talking",
  room: ROOM,
  since: NOW,
  link,
  talk,
});
const AGREED: Talk = { ...SPOKEN, videoWish: "sent", partnerVideoWish: true };
const TEXT = { wishes: { mode: "text", interests: [] } } as const;

const CHOSEN = { mode: "video", interests: ["64", "1984"], languages: ["de", "ar"] } as const;

const searching = (change: Partial<Extract<Phase, { at: "searching" }>> = {}): Phase => ({
  at: "searching",
  since: Date.now() - 75_000,
  waiting: 7,
  widened: [],
  ...change,
});

function withQuality(verdict: "fair" | "bad"): NamedState {
  const { name, snapshot } = state(`talking, ${verdict} line`, talking(SPOKEN));
  const quality = { verdict, roundTripMs: 700, loss: 0.2, receivedKbps: 90 };
  return { name, snapshot: { ...snapshot, quality } };
}

const MEDIA_PROBLEMS = [
  "denied",
  "no-device",
  "busy",
  "insecure",
  "unsupported",
  "failed",
] as const;
const UNAVAILABLE = ["offline", "unreachable", "full", "busy"] as const;
const REFUSED: readonly RefusedWhy[] = ["replaced", "version", "banned", "rate_limited", "closed"];
const BANS: readonly (readonly [string, Ban])[] = [
  ["for ever", { reason: "§ 4, § 7" }],
  ["for a time", { reason: "§ 4\n§ 7", untilMs: Date.now() + 86_400_000, reference: "K7Q2M4XN8R" }],
  ["until now", { untilMs: NOW }],
];
const REASONS: readonly EndReason[] = [
  "skip",
  "stop",
  "ice_failed",
  "media_failed",
  "reported",
  "disconnected",
  "no_show",
  "closed",
  "connection_lost",
];

export const EVERY_STATE: readonly NamedState[] = [
  state("welcome", { at: "idle" }),
  state("welcome, text", { at: "idle" }, { wishes: { ...CHOSEN, mode: "text" } }),
  // The gallery gives it a site with lanes, an operator and many people.
  state("welcome, busy site", { at: "idle" }, { wishes: { ...CHOSEN, blurFirst: true } }),
  state("welcome, camera opening", { at: "idle" }, {}, { at: "opening" }),
  state("welcome, camera busy", { at: "idle" }, {}, { at: "problem", problem: "busy" }),
  ...(["unsupported", "insecure", "blocked", "relay"] as const).map((why) =>
    state(`no video, ${why}`, { at: "no-video", why }),
  ),
  state("requesting", { at: "requesting-media", want: "camera-and-microphone" }),
  state("requesting microphone", { at: "requesting-media", want: "microphone" }),
  ...MEDIA_PROBLEMS.map((problem) => state(`media ${problem}`, { at: "media-error", problem })),
  state("media denied, microphone alone", {
    ...{ at: "media-error", problem: "denied" },
    devices: { microphone: "denied" },
  }),
  state("media denied and busy", {
    ...{ at: "media-error", problem: "denied" },
    devices: { camera: "denied", microphone: "busy" },
  }),
  state("searching", searching({ since: Date.now() })),
  state("searching with interests", searching({ since: Date.now() }), {
    wishes: { mode: "video", interests: ["64", "1984"] },
  }),
  state("searching long", searching()),
  state("searching alone", searching({ waiting: 1 }), { online: 1 }),
  ...(["interests", "languages", "recent"] as const).map((to) =>
    state(`searching widened to ${to}`, searching({ widened: [to] })),
  ),
  state("searching, estimate", searching({ since: Date.now(), estimateMs: 17_000 })),
  state("searching, text", searching(), TEXT),
  state("searching after a partner", searching({ since: Date.now() }), { lastMet: MET }),
  state("searching long after a partner", searching(), { lastMet: MET }),
  state("searching after a partner, no camera", searching(), {
    ...{ lastMet: MET, devices: { microphone: true, camera: false } },
  }),
  state("searching after a partner, text", searching(), { ...TEXT, lastMet: MET }),
  ...(["reports", "network"] as const).map((cause) =>
    state(`searching, slower for ${cause}`, searching({ since: Date.now() }), {
      coolDown: { cause, untilMs: Date.now() + 86_400_000, reference: "1234-5678" },
    }),
  ),
  state("reconnecting", { at: "reconnecting", attempt: 1 }),
  state("reconnecting after a partner", { at: "reconnecting", attempt: 1 }, { lastMet: MET }),
  state(
    "reconnecting, restart",
    { at: "reconnecting", attempt: 1 },
    { backAt: Date.now() + 90_000 },
  ),
  state("reconnecting, restarted", { at: "reconnecting", attempt: 1 }, { backAt: NOW }),
  state("connecting", {
    at: "connecting",
    room: ROOM,
    since: NOW,
    joined: true,
    partnerHere: true,
    talk: NEW_TALK,
  }),
  state("talking, nothing said", talking(NEW_TALK)),
  state("talking", talking({ ...SPOKEN, partnerTyping: true })),
  state("talking, muted", talking({ ...SPOKEN, partnerCamera: false, partnerMicrophone: false }), {
    share: { microphone: false, camera: false },
  }),
  state("talking, no devices", talking(SPOKEN), { devices: { microphone: false, camera: false } }),
  state("talking, interrupted", talking(SPOKEN, "interrupted")),
  state("talking, self away", talking({ ...SPOKEN, selfAway: true })),
  state("talking, partner away", talking({ ...SPOKEN, partnerAway: true })),
  state("talking, blurred", talking({ ...SPOKEN, revealed: false })),
  state("talking, partner blurred", talking({ ...SPOKEN, partnerRevealed: false })),
  state("talking, screens", talking({ ...SPOKEN, screen: true, partnerScreen: true })),
  ...(["fair", "bad"] as const).map((verdict) => withQuality(verdict)),
  state("talking, text", talking({ ...SPOKEN, partnerTyping: true }), TEXT),
  state(
    "talking, reactions",
    talking({
      ...NEW_TALK,
      ...{ partnerWaved: true, card: 1 },
      reactions: [
        { atMs: NOW, mine: false, emoji: "wave" },
        { atMs: NOW + 1, mine: true, emoji: "heart" },
      ],
    }),
  ),
  state("talking, text, waved", talking({ ...NEW_TALK, waved: true }), TEXT),
  ...(["asking", "sent"] as const).map((videoWish) =>
    state(`talking, text, video ${videoWish}`, talking({ ...SPOKEN, videoWish }), TEXT),
  ),
  state("talking, text, video asked", talking({ ...SPOKEN, partnerVideoWish: true }), TEXT),
  state("talking, video opening", talking(AGREED, "opening"), TEXT),
  state("talking, video agreed", talking(AGREED), TEXT),
  ...(["video-failed", "video-over"] as const).map((notice) =>
    state(`talking, text, ${notice}`, talking(SPOKEN), { ...TEXT, notice }),
  ),
  ...REASONS.map((reason) =>
    state(`left ${reason}`, {
      at: "partner-left",
      reason,
      talkedMs: 75_000,
      nextAt: null,
      talk: NEW_TALK,
    }),
  ),
  state("left ice_failed, relay refused", {
    at: "partner-left",
    reason: "ice_failed",
    relayRefused: true,
    talkedMs: 0,
    nextAt: null,
    talk: NEW_TALK,
  }),
  state("left, counting", {
    at: "partner-left",
    reason: "skip",
    talkedMs: 0,
    nextAt: NOW,
    talk: NEW_TALK,
  }),
  ...(
    [
      ["left, unattended", {}],
      ["left, unattended, text", TEXT],
    ] as const
  ).map(([name, change]) =>
    state(
      name,
      {
        ...{ at: "partner-left", reason: "skip", talkedMs: 4000, nextAt: null, unattended: true },
        talk: change === TEXT ? SPOKEN : NEW_TALK,
      },
      change,
    ),
  ),
  state(
    "left, text",
    { at: "partner-left", reason: "stop", talkedMs: 60_000, nextAt: null, talk: SPOKEN },
    TEXT,
  ),
  ...(["reported", "blocked", "not-reported", "evidence-lost", "too-late"] as const).map((notice) =>
    state(`searching, ${notice}`, searching(), { notice }),
  ),
  state("talking, camera replaced", talking(SPOKEN), { notice: "camera-replaced" }),
  state("talking, liked", talking(SPOKEN), { liked: [LIKED], notice: "liked" }),
  state("talking, both like", talking({ ...SPOKEN, likedBack: true }), {
    liked: [LIKED],
    notice: "both-like",
  }),
  state("talking, both like, text", talking({ ...SPOKEN, likedBack: true }), {
    ...TEXT,
    liked: [LIKED],
    notice: "both-like",
  }),
  state("talking, met before", talking(NEW_TALK), { notice: "met-before" }),
  ...UNAVAILABLE.map((cause) => state(`unavailable ${cause}`, { at: "unavailable", cause })),
  ...REFUSED.map((why) => state(`refused ${why}`, { at: "refused", why })),
  ...BANS.map(([name, ban]) => state(`banned ${name}`, { at: "refused", why: "banned", ban })),
  state("stopped", { at: "stopped", met: 3 }),
  state("broken", { at: "broken" }),
];
