import { afterEach, expect, it, vi } from "vitest";
import { Loudness } from "./loudness";
import { SoundMix } from "./sound-mix";

const track = (name: string) => ({ name, stop: vi.fn() }) as unknown as MediaStreamTrack;
const out = track("out");
const closed = vi.fn(async () => {});

/** `refuses`: the track that cannot be a source, as with another sample rate in Firefox. */
function stubWebAudio(refuses: MediaStreamTrack | "all" | null): void {
  vi.stubGlobal(
    "MediaStream",
    class {
      constructor(readonly tracks: readonly MediaStreamTrack[]) {}
    },
  );
  vi.stubGlobal(
    "AudioContext",
    class {
      close = closed;
      constructor() {
        if (refuses === "all") throw new DOMException("no hardware", "NotSupportedError");
      }
      createAnalyser = () => ({ fftSize: 0, getFloatTimeDomainData: () => {} });
      createMediaStreamDestination = () => ({ stream: { getAudioTracks: () => [out] } });
      createMediaStreamSource({ tracks }: { readonly tracks: readonly MediaStreamTrack[] }) {
        if (refuses && tracks.includes(refuses as MediaStreamTrack)) {
          throw new DOMException("another sample rate", "NotSupportedError");
        }
        return { connect: () => {}, disconnect: () => {} };
      }
    },
  );
}

afterEach(() => {
  vi.unstubAllGlobals();
  closed.mockClear();
});

it("mixes screen and microphone into one track", () => {
  stubWebAudio(null);
  const mix = SoundMix.of(track("screen"), track("microphone"));
  expect(mix?.track).toBe(out);
  expect(mix?.setMicrophone(null)).toBe(true);
});

it("is none where the browser refuses the screen, the microphone or Web Audio", () => {
  const [screen, microphone] = [track("screen"), track("microphone")];
  for (const refused of [screen, microphone]) {
    closed.mockClear();
    stubWebAudio(refused);
    expect(SoundMix.of(screen, microphone)).toBeNull();
    expect(closed).toHaveBeenCalledOnce();
  }
  stubWebAudio("all");
  expect(SoundMix.of(screen, microphone)).toBeNull();
});

it("reports a later microphone that cannot be mixed", () => {
  const another = track("another");
  stubWebAudio(another);
  const mix = SoundMix.of(track("screen"), track("microphone"));
  expect(mix?.setMicrophone(another)).toBe(false);
  expect(mix?.setMicrophone(track("third"))).toBe(true);
});

it("measures no loudness where the browser refuses it, and holds nothing", () => {
  const microphone = track("microphone");
  stubWebAudio(microphone);
  expect(Loudness.of(new MediaStream([microphone]), 512)).toBeNull();
  expect(closed).toHaveBeenCalledOnce();
  stubWebAudio(null);
  expect(Loudness.of(new MediaStream([microphone]), 512)?.read()).toBe(0);
  vi.stubGlobal("AudioContext", undefined);
  expect(Loudness.of(new MediaStream([microphone]), 512)).toBeNull();
});
