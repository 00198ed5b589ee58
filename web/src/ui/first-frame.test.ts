// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { onFirstFrame } from "./first-frame";

const [OLD, NEW] = [{}, {}] as [MediaStream, MediaStream];

describe("onFirstFrame", () => {
  let paints: FrameRequestCallback[] = [];
  let frames: (() => void)[] = [];
  beforeEach(() => {
    [paints, frames] = [[], []];
    vi.stubGlobal("requestAnimationFrame", (paint: FrameRequestCallback) => paints.push(paint));
    vi.stubGlobal("cancelAnimationFrame", () => (paints = []));
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  const element = (srcObject: MediaStream) => {
    const video = {
      srcObject,
      requestVideoFrameCallback: (frame: () => void) => frames.push(frame),
      cancelVideoFrameCallback: () => (frames = []),
    };
    return { video, seen: vi.fn() };
  };
  const watch = ({ video, seen }: ReturnType<typeof element>) =>
    onFirstFrame(video as unknown as HTMLVideoElement, NEW, seen);
  const present = () => {
    for (const frame of frames.splice(0)) frame();
  };
  const paint = () => {
    for (const one of paints.splice(0)) one(0);
  };

  it("waits until the reported frame is displayed", () => {
    const one = element(NEW);
    watch(one);
    paint();
    present();
    paint();
    expect(one.seen).not.toHaveBeenCalled();
    paint();
    expect(one.seen).toHaveBeenCalledTimes(1);
  });

  it("ignores a frame of the previous stream", () => {
    const one = element(OLD);
    watch(one);
    present();
    paint();
    paint();
    expect(one.seen).not.toHaveBeenCalled();
    one.video.srcObject = NEW;
    present();
    paint();
    paint();
    expect(one.seen).toHaveBeenCalledTimes(1);
  });

  it.each(["before the frame", "before it is displayed"])("can be cancelled %s", (when) => {
    const one = element(NEW);
    const end = watch(one);
    if (when === "before it is displayed") present();
    end();
    present();
    paint();
    paint();
    expect(one.seen).not.toHaveBeenCalled();
  });
});
