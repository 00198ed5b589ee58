import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FIRST_SESSION, type Phase, type Session } from "@/features/session/model";
import { NEW_TALK } from "@/features/session/talk";
import type { MediaState } from "@/transport/media/media-state";
import { ROOM, showApp } from "../show-app";

class MicrophoneStream extends MediaStream {
  readonly #track = {
    ...{ kind: "audio", enabled: true, stop: () => {} },
    clone() {
      return { ...this };
    },
  } as unknown as MediaStreamTrack;
  override getAudioTracks = () => [this.#track];
  override getTracks = () => [this.#track];
}

/** Refuses as Firefox does if the microphone has another sample rate than the loudspeaker. */
class RefusingContext {
  createAnalyser = () => ({});
  createMediaStreamSource() {
    throw new DOMException("another sample rate", "NotSupportedError");
  }
  close = async () => {};
}

const MEDIA: MediaState = {
  ...{ at: "open", stream: new MicrophoneStream() },
  ...{ hasCamera: true, hasMicrophone: true, camera: "live", microphone: "live" },
};

beforeEach(() => {
  window.matchMedia = vi.fn((media: string) => ({ matches: false, media }) as MediaQueryList);
  vi.stubGlobal("AudioContext", RefusingContext);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const state = () => document.querySelector("[data-state]")?.getAttribute("data-state");

it("a muted microphone whose level cannot be read does not end the call", () => {
  const phase: Phase = { at: "talking", room: ROOM, since: 0, link: "steady", talk: NEW_TALK };
  const session: Session = {
    ...FIRST_SESSION,
    wishes: { mode: "video", interests: [] },
    devices: { microphone: true, camera: true },
    share: { microphone: true, camera: true },
    phase,
  };
  const { events, go } = showApp(session, { media: MEDIA });
  go({ ...session, share: { microphone: false, camera: true } });
  expect(state()).toBe("talking");
  expect(events).not.toContainEqual(expect.objectContaining({ type: "broken" }));
});

it("the preview works without a level meter", async () => {
  const { events } = showApp({ ...FIRST_SESSION, phase: { at: "idle" } }, { media: MEDIA });
  expect(await screen.findByRole("meter")).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Start" }));
  expect(events).not.toContainEqual(expect.objectContaining({ type: "broken" }));
});
