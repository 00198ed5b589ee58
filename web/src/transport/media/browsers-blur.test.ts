import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeStream, FakeTrack } from "./fake-devices";

/** A camera that can blur by itself. The system applies a setting a moment after the page asks. */
class BlurringCamera extends FakeTrack {
  readonly #able: readonly boolean[] | undefined;
  readonly asked: boolean[] = [];
  blurs: boolean;

  constructor(able: readonly boolean[] | undefined, blurs = able?.[0] ?? false) {
    super("video", "front");
    this.#able = able;
    this.blurs = blurs;
  }

  getCapabilities = () => (this.#able ? { backgroundBlur: this.#able } : {});
  override getSettings = () => ({ deviceId: "front", backgroundBlur: this.blurs });

  applyConstraints = async ({ advanced = [] }: MediaTrackConstraints) => {
    const [{ backgroundBlur }] = advanced as [{ backgroundBlur: boolean }];
    this.asked.push(backgroundBlur);
    await Promise.resolve();
    if (this.#able?.includes(backgroundBlur)) this.systemSets(backgroundBlur);
  };

  systemSets(blurs: boolean) {
    if (blurs === this.blurs) return;
    this.blurs = blurs;
    this.dispatchEvent(new Event("configurationchange"));
  }
}

/** A page whose browser has this camera, and the times that its visitor's camera opened again. */
async function page(camera: BlurringCamera, known = true) {
  const { openBlurredByBrowser } = await import("./browsers-blur");
  const { watchBlurWish } = await import("./background-blur");
  let [opened, renewed] = [0, 0];
  watchBlurWish(() => {
    renewed += 1;
  });
  const devices = {
    getSupportedConstraints: () => ({ backgroundBlur: known }),
    getUserMedia: async () => {
      opened += 1;
      camera.readyState = "live";
      const stream = new FakeStream(["audio"]);
      stream.addTrack(camera);
      return stream as unknown as MediaStream;
    },
  };
  const open = () => openBlurredByBrowser(devices, { video: true });
  return { open, opened: () => opened, renewed: () => renewed };
}

const settle = () => new Promise((done) => setTimeout(done, 0));

describe("a camera that blurs by itself", () => {
  beforeEach(() => vi.resetModules());

  it("is asked to, and blurs no longer once it is closed", async () => {
    const camera = new BlurringCamera([false, true]);
    const { open, renewed } = await page(camera);
    const stream = await open();
    expect(stream?.getVideoTracks()).toEqual([camera]);
    expect(camera.blurs).toBe(true);
    camera.stop();
    await settle();
    expect(camera.blurs).toBe(false);
    // The page's own change is not the system's.
    expect(renewed()).toBe(0);
    expect(await open()).not.toBeNull();
    expect(camera.blurs).toBe(true);
  });

  it("stays as the visitor has set it in the system", async () => {
    const camera = new BlurringCamera([true, false], true);
    const { open } = await page(camera);
    expect(await open()).not.toBeNull();
    camera.stop();
    await settle();
    expect(camera.blurs).toBe(true);
  });

  it("is used if it always blurs", async () => {
    const camera = new BlurringCamera([true]);
    const { open } = await page(camera);
    expect(await open()).not.toBeNull();
    expect(camera.readyState).toBe("live");
    camera.stop();
    await settle();
    expect(camera.asked).not.toContain(false);
  });

  it.each([
    ["only without blur", [false]],
    ["without saying what it can do", undefined],
  ])("is closed if it works %s, and not opened for that again", async (_, able) => {
    const camera = new BlurringCamera(able);
    const { open, opened } = await page(camera);
    expect(await open()).toBeNull();
    expect(camera.readyState).toBe("ended");
    expect(await open()).toBeNull();
    expect(opened()).toBe(1);
  });

  it("is closed if it does not as it is asked", async () => {
    const camera = new BlurringCamera([false, true]);
    camera.applyConstraints = () => Promise.reject(new DOMException("no", "OverconstrainedError"));
    const { open } = await page(camera);
    expect(await open()).toBeNull();
    expect(camera.readyState).toBe("ended");
  });

  it("is not opened in a browser that does not know of it", async () => {
    const { open, opened } = await page(new BlurringCamera([true]), false);
    expect(await open()).toBeNull();
    expect(opened()).toBe(0);
  });

  it("opens again, without its own blur, once the system no longer blurs", async () => {
    const camera = new BlurringCamera([true, false]);
    const { open, opened, renewed } = await page(camera);
    await open();
    camera.dispatchEvent(new Event("configurationchange")); // Another setting.
    expect(renewed()).toBe(0);
    camera.systemSets(false);
    expect(renewed()).toBe(1);
    expect(await open()).toBeNull();
    expect(opened()).toBe(1);
  });
});
