import type { MessageId } from "@nexuschat/client/protocol";
import type { NamedState } from "@/app/every-state";
import type { Snapshot } from "@/features/session/store";
import { isVideo } from "@/features/session/transitions";
import type { ChatLine } from "@/lib/chat";
import { drawPortrait, type Person } from "./portrait";

/** Adds drawn camera pictures to a state, the same every time. */
export function withPictures(snapshot: Snapshot): Snapshot {
  const { session } = snapshot;
  if (!isVideo(session)) return snapshot;
  const { at } = session.phase;
  const remote = at === "talking" && session.phase.link !== "opening" ? partner() : null;
  const own = session.devices.camera && at !== "idle" && at !== "media-error";
  if (!own) return { ...snapshot, remote };
  return { ...snapshot, remote, media: { ...OPEN, stream: self() } };
}

/** The welcome screen with the camera open. */
export function previews(welcome: Snapshot): readonly NamedState[] {
  const media = { ...OPEN, stream: self() };
  const { session } = welcome;
  const off = { ...session, share: { microphone: false, camera: false } };
  return [
    { name: "welcome, preview", snapshot: { ...welcome, media } },
    {
      name: "welcome, preview off",
      snapshot: { session: off, media: { ...media, camera: "off" }, remote: null },
    },
    {
      name: "welcome, no camera",
      snapshot: { ...welcome, media: { ...media, ...NONE } },
    },
    {
      name: "welcome, microphone blocked, camera in use",
      snapshot: { ...welcome, media: { ...media, ...NONE, microphone: "denied", camera: "busy" } },
    },
  ];
}

/** The welcome screen and a conversation while the background blur loads, and after it failed. */
export function blurring(welcome: Snapshot, talking: Snapshot): readonly NamedState[] {
  const loading = { ...OPEN, camera: "opening", stream: self() } as const;
  const failed = { ...OPEN, hasCamera: false, camera: "failed", stream: self() } as const;
  const called = withPictures(talking);
  const session = { ...called.session, idle: { microphone: false, camera: true } };
  const unseen = { ...session, devices: { microphone: true, camera: false } };
  return [
    { name: "welcome, background blur loading", snapshot: { ...welcome, media: loading } },
    { name: "welcome, background blur failed", snapshot: { ...welcome, media: failed } },
    {
      name: "requesting, background blur loading",
      snapshot: {
        ...welcome,
        session: {
          ...welcome.session,
          phase: { at: "requesting-media", want: "camera-and-microphone" },
        },
        media: { at: "opening" },
      },
    },
    {
      name: "media, background blur failed",
      snapshot: {
        ...welcome,
        session: {
          ...welcome.session,
          phase: {
            at: "media-error",
            problem: "failed",
            devices: { camera: "failed", microphone: "denied" },
          },
        },
      },
    },
    {
      name: "talking, background blur loading",
      snapshot: { ...called, session, media: loading },
    },
    {
      name: "talking, background blur failed",
      snapshot: { ...called, session: unseen, media: failed },
    },
  ];
}

/** Two people in the middle of a conversation: the picture in the README. */
export function conversation({ session }: Snapshot): readonly NamedState[] {
  const { phase } = session;
  if (phase.at !== "talking") return [];
  const said = (mine: boolean, text: string, minute: number): ChatLine => ({
    ...{ id: `${minute}` as MessageId, mine, text, mark: mine ? "delivered" : "received" },
    atMs: Date.UTC(2026, 0, 2, 18, minute),
  });
  const lines = [
    said(false, "Hi! Where are you?", 41),
    said(true, "Lisbon, on a balcony. You?", 42),
    said(false, "Oslo, and it is snowing 🌨️", 43),
    said(true, "Then you win. Do you play chess as well?", 44),
    said(false, "Badly, but with joy", 45),
  ];
  const shared = { interests: ["chess", "hiking"], languages: [] };
  const room = { ...phase.room, shared };
  const shown = { ...phase, room, talk: { ...phase.talk, lines } };
  const snapshot = {
    session: { ...session, phase: shown },
    media: { at: "closed" },
    remote: null,
  } as const;
  return [{ name: "conversation", snapshot: withPictures(snapshot) }];
}

const OPEN = {
  at: "open",
  hasCamera: true,
  hasMicrophone: true,
  camera: "live",
  microphone: "live",
} as const;
const NONE = {
  hasCamera: false,
  hasMicrophone: false,
  camera: "no-device",
  microphone: "no-device",
} as const;

const PARTNER: Person = {
  wall: ["#5d7a86", "#22323c"],
  lamp: "rgb(255 205 140 / 0.55)",
  skin: ["#e7b28f", "#cf9270", "#9c6248"],
  hair: ["#6d4a36", "#2a1a14"],
  shirt: ["#7fa89d", "#3d6660"],
  eyes: "#5b3c22",
  lips: "#b4574f",
  hairstyle: "long",
  beard: false,
};
const VISITOR: Person = {
  wall: ["#d8c6a8", "#8a765b"],
  lamp: "rgb(255 240 210 / 0.6)",
  skin: ["#b98560", "#93623f", "#5d3a25"],
  hair: ["#3a2c26", "#120d0b"],
  shirt: ["#55729a", "#2c405c"],
  eyes: "#3a2415",
  lips: "#8a4a40",
  hairstyle: "short",
  beard: true,
};

const partner = once(() => portrait(PARTNER));
const self = once(() => portrait(VISITOR));

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function portrait(person: Person): MediaStream {
  const drawn = new OffscreenCanvas(1280, 800);
  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = 400;
  const [draw, show] = [drawn.getContext("2d"), canvas.getContext("2d")];
  if (!draw || !show) throw new Error("no canvas");
  drawPortrait(draw, person);
  const paint = () => show.drawImage(drawn, 0, 0, 640, 400);
  paint();
  setInterval(paint, 1000); // A canvas without changes sends no frame to a viewer who joins later.
  return canvas.captureStream();
}
