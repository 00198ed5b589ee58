import { recall, remember } from "@/lib/storage";

const KEY = "nexus.speaker";
const listeners = new Set<() => void>();

/** Whether the browser lets a page choose where sound is played. */
export const CAN_CHOOSE_SPEAKER =
  typeof HTMLMediaElement !== "undefined" && "setSinkId" in HTMLMediaElement.prototype;

/** The loudspeaker that the visitor chose, by this browser's id; "": the system's. */
export function speakerChoice(): string {
  return recall(() => localStorage, KEY) ?? "";
}

export function chooseSpeaker(id: string): void {
  remember(() => localStorage, KEY, id || null);
  for (const changed of listeners) changed();
}

/** Reports each choice until the returned function is called. */
export function watchSpeakerChoice(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

type Playing = Pick<HTMLMediaElement, "setSinkId">;

/**
 * Plays the element on the chosen loudspeaker, and on the system's while the chosen one is
 * unplugged, until the returned function is called.
 */
export function playOn(element: Playing, id: string): () => void {
  const devices = navigator.mediaDevices;
  const apply = () => {
    element.setSinkId(id).catch(() => element.setSinkId("").catch(() => {}));
  };
  apply();
  if (id === "") return () => {};
  devices?.addEventListener("devicechange", apply);
  return () => devices?.removeEventListener("devicechange", apply);
}
