import type { NamedState } from "@/app/every-state";
import type { Snapshot } from "@/features/session/effects";

/** Gives a state the pictures that a camera would: drawn ones, the same every time. */
export function withPictures(snapshot: Snapshot): Snapshot {
  const { session } = snapshot;
  if (session.wishes.mode !== "video") return snapshot;
  const { at } = session.phase;
  const remote = at === "talking" ? partner() : null;
  const own = session.devices.camera && at !== "idle" && at !== "media-error";
  if (!own) return { ...snapshot, remote };
  return { ...snapshot, remote, media: { ...OPEN, stream: self() } };
}

/** The welcome with the camera open. */
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

const partner = once(() => portrait("#40545e", "#20303a", "#c98d6b", "#3a2a24", "#6d8f86"));
const self = once(() => portrait("#c9b79a", "#8d7a5f", "#e3b48f", "#5b3f2e", "#49607a"));

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Somebody before a wall. */
function portrait(light: string, dark: string, skin: string, hair: string, shirt: string) {
  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = 400;
  const draw = canvas.getContext("2d");
  if (!draw) throw new Error("no canvas");
  draw.scale(0.5, 0.5);
  const paint = () => {
    const wall = draw.createLinearGradient(0, 0, 1280, 800);
    wall.addColorStop(0, light);
    wall.addColorStop(1, dark);
    draw.fillStyle = wall;
    draw.fillRect(0, 0, 1280, 800);
    const disc = (colour: string, x: number, y: number, width: number, height: number) => {
      draw.fillStyle = colour;
      draw.beginPath();
      draw.ellipse(x, y, width, height, 0, 0, 2 * Math.PI);
      draw.fill();
    };
    disc(shirt, 640, 830, 260, 230);
    disc(skin, 640, 600, 52, 80);
    disc(hair, 640, 420, 122, 140);
    disc(skin, 640, 450, 98, 124);
    disc(hair, 640, 345, 92, 50);
  };
  paint();
  setInterval(paint, 1000); // A still canvas sends no frame to who comes later.
  return canvas.captureStream();
}
