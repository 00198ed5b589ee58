import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { blurState, NoBlur, tryBlurAgain, wishBlur } from "./background-blur";
import type { OpenBlurred } from "./devices";
import { FakeBrowser, FakeTrack } from "./fake-devices";
import { LocalMedia } from "./local-media";

/** Enough turns of the event loop for everything that does not wait for a test. */
const settle = () => new Promise((done) => setTimeout(done, 5));

/** A blur that loads when the test lets it. Its tracks have the device "blurred". */
class FakeBlur {
  readonly loads: { readonly done: () => void; readonly fails: () => void }[] = [];
  readonly tracks: FakeTrack[] = [];

  readonly open: OpenBlurred = async (devices, wanted, signal, needed) => {
    const loaded = await new Promise<boolean>((resolve, reject) => {
      const fails = () => reject(new NoBlur());
      this.loads.push({ done: () => resolve(true), fails });
      signal.addEventListener("abort", () => resolve(false));
    });
    if (!loaded) return null;
    if (!needed()) throw new DOMException("no", "AbortError");
    const stream = await devices.getUserMedia(wanted);
    for (const camera of stream.getVideoTracks()) {
      const track = new FakeTrack("video", "blurred");
      const stop = track.stop.bind(track);
      track.stop = () => {
        camera.stop();
        stop();
      };
      this.tracks.push(track);
      stream.removeTrack(camera);
      stream.addTrack(track as unknown as MediaStreamTrack);
    }
    return stream;
  };
}

function visitor(loadBlur?: () => Promise<OpenBlurred>) {
  const browser = new FakeBrowser();
  const blur = new FakeBlur();
  const news: string[] = [];
  /** The devices of all video tracks that were ever in the stream. */
  const sent = new Set<string>();
  const local = new LocalMedia(
    (state) => {
      if (state.at !== "open") return;
      for (const track of state.stream.getVideoTracks())
        sent.add(`${track.getSettings().deviceId}`);
    },
    { ...browser.platform, loadBlur: loadBlur ?? (async () => blur.open) },
    (kind, what) => news.push(`${kind} ${what}`),
  );
  return { browser, blur, local, news, sent };
}

/** A visitor with an open camera. */
async function opened(blurred: boolean) {
  wishBlur(blurred);
  const all = visitor();
  const opening = all.local.open("camera-and-microphone");
  await settle();
  all.blur.loads.at(-1)?.done();
  await opening;
  return all;
}

const latest = ({ loads }: FakeBlur) => loads.at(-1);

describe("the background blur", () => {
  beforeEach(() => wishBlur(false));
  afterEach(() => {
    wishBlur(false);
    tryBlurAgain();
  });

  it("is not loaded without a wish", async () => {
    const { blur, sent } = await opened(false);
    expect(blur.loads).toHaveLength(0);
    expect([...sent]).toEqual(["front"]);
  });

  it("is loaded before the camera opens", async () => {
    wishBlur(true);
    const { browser, blur, local, sent } = visitor();
    const opening = local.open("camera-and-microphone");
    await settle();
    expect(browser.live).toEqual([]);
    latest(blur)?.done();
    expect(await opening).toMatchObject({ at: "open", camera: "live", microphone: "live" });
    expect([...sent]).toEqual(["blurred"]);
  });

  it("takes an open camera's place: black while it loads", async () => {
    const { browser, blur, local, sent } = await opened(false);
    sent.clear();
    wishBlur(true);
    local.renewCamera();
    expect(browser.live).toEqual(["desk"]);
    expect(local.state).toMatchObject({ camera: "opening" });
    await settle();
    expect([...sent]).toEqual(["still"]);
    latest(blur)?.done();
    await settle();
    expect(local.state).toMatchObject({ camera: "live" });
    expect([...sent]).toEqual(["still", "blurred"]);
  });

  it("ends when the visitor goes on without it, and releases everything of it", async () => {
    const { browser, blur, local } = await opened(true);
    wishBlur(false);
    local.renewCamera();
    await settle();
    expect(local.state).toMatchObject({ camera: "live", inUse: { camera: "front" } });
    expect(blur.tracks.map((track) => track.readyState)).toEqual(["ended"]);
    expect(browser.live).toHaveLength(2);
  });

  it("wished while the browser asks for the camera lets no picture out", async () => {
    const { browser, blur, local, sent } = visitor();
    const open = browser.getUserMedia;
    let allow = () => {};
    browser.getUserMedia = async (wanted) => {
      await new Promise<void>((resolve) => {
        allow = resolve;
      });
      return open(wanted);
    };
    const opening = local.open("camera-and-microphone");
    await settle();
    wishBlur(true);
    browser.getUserMedia = open;
    allow();
    await settle();
    expect(browser.live).toEqual([]);
    latest(blur)?.done();
    await opening;
    expect([...sent]).toEqual(["blurred"]);
  });

  it("that is given up while it loads opens the camera without it", async () => {
    wishBlur(true);
    const { browser, local, sent } = visitor();
    const opening = local.open("camera-and-microphone");
    await settle();
    wishBlur(false);
    expect(await opening).toMatchObject({ camera: "live" });
    expect([...sent]).toEqual(["front"]);
    expect(browser.live).toHaveLength(2);
  });

  it("is given up at once, also while its code loads", async () => {
    wishBlur(true);
    const { local, sent } = visitor(() => new Promise(() => {}));
    const opening = local.open("camera-and-microphone");
    await settle();
    expect(blurState()).toBe("loading");
    wishBlur(false);
    expect(await opening).toMatchObject({ camera: "live" });
    expect([...sent]).toEqual(["front"]);
    expect(blurState()).toBe("idle");
  });

  it("whose code does not load is no failure once it is given up", async () => {
    wishBlur(true);
    let fails = () => {};
    const { local } = visitor(
      () =>
        new Promise((_, reject) => {
          fails = () => reject(new Error("offline"));
        }),
    );
    const opening = local.open("camera-and-microphone");
    await settle();
    wishBlur(false);
    fails();
    expect(await opening).toMatchObject({ camera: "live" });
    expect(blurState()).toBe("idle");
  });

  it("whose code does not load leaves the camera closed", async () => {
    wishBlur(true);
    const { browser, local } = visitor(() => Promise.reject(new Error("offline")));
    expect(await local.open("camera-and-microphone")).toMatchObject({ camera: "failed" });
    expect(blurState()).toBe("failed");
    expect(browser.live).toEqual(["desk"]);
  });

  it("that loads for a canceled request does not open the camera of the next one", async () => {
    wishBlur(true);
    const { browser, blur, local } = visitor();
    const canceled = local.open("camera-and-microphone");
    await settle();
    local.close();
    const opening = local.open("camera-and-microphone");
    await settle();
    for (const { done } of blur.loads) done();
    await Promise.all([canceled, opening]);
    expect(browser.asked).toHaveLength(1);
    expect(browser.live).toHaveLength(2);
  });

  it("that fails leaves the camera closed and the microphone open", async () => {
    wishBlur(true);
    const { browser, blur, local, news, sent } = visitor();
    const opening = local.open("camera-and-microphone");
    await settle();
    latest(blur)?.fails();
    expect(await opening).toMatchObject({ at: "open", camera: "failed", microphone: "live" });
    expect(blur.loads).toHaveLength(1);
    expect(browser.live).toEqual(["desk"]);
    expect(news).toEqual(["camera failed"]);
    expect([...sent]).toEqual([]);

    local.askAgain("camera");
    await settle();
    latest(blur)?.done();
    await settle();
    expect(local.state).toMatchObject({ camera: "live" });
    expect([...sent].at(-1)).toBe("blurred");
  });

  it.each([
    ["tried again", true, "blurred"],
    ["given up", false, "front"],
  ])("that fails in a call can be %s", async (_, again, camera) => {
    const { blur, local } = await opened(false);
    wishBlur(true);
    local.renewCamera();
    await settle();
    latest(blur)?.fails();
    await settle();
    expect(local.state).toMatchObject({ camera: "failed", hasCamera: false });
    wishBlur(again);
    local.renewCamera();
    await settle();
    latest(blur)?.done();
    await settle();
    expect(local.state).toMatchObject({ camera: "live", inUse: { camera } });
  });

  it.each([
    ["tried again", true, "blurred"],
    ["given up", false, "front"],
  ])("that fails without a microphone can be %s", async (_, again, camera) => {
    wishBlur(true);
    const { browser, blur, local } = visitor();
    browser.refuses.microphone = "NotAllowedError";
    const opening = local.open("camera-and-microphone");
    await settle();
    latest(blur)?.fails();
    expect(await opening).toMatchObject({ at: "problem", devices: { camera: "failed" } });
    wishBlur(again);
    local.renewCamera();
    // For both devices, then for the camera alone.
    for (let time = 0; time < 2; time++) {
      await settle();
      latest(blur)?.done();
    }
    await settle();
    expect(local.state).toMatchObject({ camera: "live", inUse: { camera } });
  });

  it("opens no camera that was switched off while it loaded", async () => {
    const { browser, blur, local } = await opened(false);
    wishBlur(true);
    local.renewCamera();
    await settle();
    local.setCamera(false);
    latest(blur)?.done();
    await settle();
    expect(local.state).toMatchObject({ camera: "off" });
    expect(browser.asked).toHaveLength(1);
    local.setCamera(true);
    await settle();
    latest(blur)?.done();
    await settle();
    expect(local.state).toMatchObject({ camera: "live", inUse: { camera: "blurred" } });
  });

  it("opens no camera after the visit", async () => {
    wishBlur(true);
    const { browser, blur, local } = visitor();
    const opening = local.open("camera-and-microphone");
    await settle();
    local.close();
    latest(blur)?.done();
    await opening;
    expect(browser.asked).toEqual([]);
    expect(browser.live).toEqual([]);
  });

  it("is not waited for once the visit ended", async () => {
    wishBlur(true);
    const { blur, local } = visitor();
    const opening = local.open("camera-and-microphone");
    await settle();
    const code = visitor(() => new Promise(() => {}));
    const other = code.local.open("camera-and-microphone");
    await settle();
    for (const one of [local, code.local]) one.close();
    expect([await opening, await other]).toEqual([{ at: "closed" }, { at: "closed" }]);
    expect(blurState()).toBe("idle");
    expect(blur.loads).toHaveLength(1);
  });

  it("stays with another camera", async () => {
    const { browser, blur, local, sent } = await opened(true);
    const turned = local.turnCamera();
    await settle();
    latest(blur)?.done();
    expect(await turned).toBe(blur.tracks.at(-1));
    expect([...sent]).toEqual(["blurred"]);
    expect(browser.live).toHaveLength(2);
  });

  it("that stops working closes the camera, without another try", async () => {
    const { browser, blur, local, news, sent } = await opened(true);
    const { showBlur } = await import("./background-blur");
    showBlur("failed");
    blur.tracks.at(-1)?.isUnplugged();
    await settle();
    expect(local.state).toMatchObject({ camera: "failed", microphone: "live" });
    expect(browser.live).toEqual(["desk"]);
    expect(news).toEqual(["camera failed"]);
    expect([...sent]).toEqual(["blurred"]);
  });

  it("leaves no camera open, however often it is switched", async () => {
    const { browser, blur, local } = await opened(false);
    for (let time = 0; time < 100; time++) {
      wishBlur(time % 2 === 0);
      local.renewCamera();
      if (time % 3 === 0) await settle();
      latest(blur)?.done();
    }
    await settle();
    latest(blur)?.done();
    await settle();
    expect(browser.live).toHaveLength(2);
    local.close();
    expect(browser.live).toEqual([]);
  });
});
