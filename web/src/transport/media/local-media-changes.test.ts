import { describe, expect, it } from "vitest";
import { FakeBrowser, type FakeTrack } from "./fake-devices";
import { LocalMedia } from "./local-media";

async function open(prepare: (browser: FakeBrowser) => void = () => {}) {
  const browser = new FakeBrowser();
  prepare(browser);
  const news: string[] = [];
  const tell = (kind: string, what: string) => news.push(`${kind} ${what}`);
  const local = new LocalMedia(() => {}, browser.platform, tell);
  await local.open("camera-and-microphone");
  const devicesSent = () =>
    ((local.stream?.getTracks() ?? []) as unknown as FakeTrack[])
      .filter((track) => track.readyState === "live")
      .map((track) => track.getSettings().deviceId)
      .sort();
  return { browser, local, news, devicesSent };
}

describe("a camera that is switched off", () => {
  it("is released at once, and a black picture takes its place in the same stream", async () => {
    const { browser, local, devicesSent } = await open();
    const { stream } = local;
    local.setCamera(false);
    expect(browser.live).toEqual(["desk"]);
    expect(devicesSent()).toEqual(["desk", "still"]);
    expect(local.stream).toBe(stream);
    expect(local.state).toMatchObject({ hasCamera: true, camera: "off" });
  });

  it("is opened again when it is switched on, the same camera as before", async () => {
    const { browser, local, devicesSent } = await open((one) => {
      one.there.camera = ["front", "back"];
    });
    local.setCamera(false);
    browser.there.camera = ["new default", "front"];
    local.setCamera(true);
    expect(local.state).toMatchObject({ hasCamera: true, camera: "opening" });
    expect(devicesSent()).toEqual(["desk", "still"]); // Until the camera is open.
    await expect.poll(() => local.state).toMatchObject({ camera: "live" });
    expect(devicesSent()).toEqual(["desk", "front"]);
    expect(browser.asked).toEqual(["microphone and camera", "camera"]);
    expect(browser.stillPictures.map((one) => one.readyState)).toEqual(["ended"]);
  });

  it("stays released, however fast it is switched on and off", async () => {
    const { browser, local, devicesSent } = await open();
    for (const on of [false, true, false, true, false]) local.setCamera(on);
    // A camera requested meanwhile is released.
    await local.switchDevice("microphone");
    expect(browser.live).toEqual(["desk"]);
    for (const on of [true, false, true]) local.setCamera(on);
    await expect.poll(() => local.state).toMatchObject({ camera: "live" });
    await local.switchDevice("microphone");
    expect([...browser.live].sort()).toEqual(["desk", "front"]);
    expect(devicesSent()).toEqual(["desk", "front"]);
    // A component cannot see changes of the stream; the state names what is open.
    expect(local.state).toMatchObject({ inUse: { camera: "front", microphone: "desk" } });
  });

  it("is never opened together with the microphone", async () => {
    const browser = new FakeBrowser();
    const local = new LocalMedia(() => {}, browser.platform);
    local.setCamera(false);
    await local.open("camera-and-microphone");
    expect(browser.asked).toEqual(["microphone"]);
    expect(local.state).toMatchObject({ at: "open", hasCamera: true, camera: "off" });
    local.setCamera(true);
    await expect.poll(() => browser.live).toEqual(["desk", "front"]);
  });

  it("that no longer opens reports why", async () => {
    const { browser, local, news } = await open();
    local.setCamera(false);
    browser.refuses.camera = "NotReadableError";
    local.setCamera(true);
    await expect.poll(() => local.state).toMatchObject({ hasCamera: false, camera: "busy" });
    expect(news).toEqual(["camera busy"]);
  });

  it("is not opened by a choice, which applies when it is switched on", async () => {
    const { browser, local } = await open();
    local.setCamera(false);
    expect(await local.switchDevice("camera")).toBeNull();
    expect(await local.turnCamera()).toBeNull();
    expect(browser.live).toEqual(["desk"]);
  });

  it("leaves no track running when the visit ends", async () => {
    const { browser, local } = await open();
    local.setCamera(false);
    local.setCamera(true);
    while (browser.asked.length < 2) await Promise.resolve();
    local.close();
    await expect.poll(() => browser.live).toEqual([]);
    expect(browser.stillPictures.every((one) => one.readyState === "ended")).toBe(true);
  });
});

describe("a device that ends by itself", () => {
  it("is replaced by the default device, and the visitor is notified", async () => {
    const { browser, local, news, devicesSent } = await open((one) => {
      one.there.microphone = ["headset", "desk"];
    });
    local.setMicrophone(false);
    browser.unplug("microphone", "headset");
    await expect.poll(() => news).toEqual(["microphone replaced"]);
    expect(devicesSent()).toEqual(["desk", "front"]);
    const [track] = local.stream?.getAudioTracks() ?? [];
    expect(track?.enabled).toBe(false); // Muted like the previous one.
    expect(local.state).toMatchObject({ microphone: "live", hasMicrophone: true });
  });

  it("is replaced together with the other kind, as in a camera with microphone", async () => {
    const { browser, local, news } = await open((one) => {
      one.there.camera = ["usb", "front"];
      one.there.microphone = ["usb", "desk"];
    });
    browser.unplug("microphone", "usb");
    browser.unplug("camera", "usb");
    await expect.poll(() => news).toEqual(["microphone replaced", "camera replaced"]);
    expect(local.state).toMatchObject({ at: "open", camera: "live", microphone: "live" });
  });

  it("is reported missing if it was the only one, without a request", async () => {
    const { browser, local, news } = await open();
    browser.unplug("camera", "front");
    await expect.poll(() => news).toEqual(["camera lost"]);
    expect(local.state).toMatchObject({ camera: "no-device", microphone: "live" });
    expect(browser.asked).toHaveLength(1);
  });

  it("is reported as denied if the permission was revoked", async () => {
    const { browser, local, news } = await open();
    browser.permissions.camera = "denied";
    browser.unplug("camera", "front");
    await expect.poll(() => news).toEqual(["camera lost"]);
    expect(local.state).toMatchObject({ camera: "denied" });
  });

  it("is replaced a limited number of times", async () => {
    const { browser, local, news } = await open((one) => {
      one.there.microphone = ["broken"];
    });
    for (let times = 1; times <= 20 && !news.includes("microphone lost"); times += 1) {
      browser.taken.findLast((one) => one.kind === "audio")?.isUnplugged();
      await expect.poll(() => news.length).toBe(times);
    }
    expect(news.at(-1)).toBe("microphone lost");
    expect(browser.asked).toHaveLength(6);
    expect(local.state).toMatchObject({ microphone: "no-device", camera: "live" });
  });

  it("is not replaced once it is switched off", async () => {
    const { browser, local, news } = await open((one) => {
      one.there.camera = ["usb", "front"];
    });
    browser.unplug("camera", "usb");
    local.setCamera(false);
    await local.switchDevice("microphone");
    expect([browser.live, news]).toEqual([["desk"], []]);
    expect(local.state).toMatchObject({ camera: "off" });
  });
});

describe("a device that the system pauses", () => {
  it.each(["camera", "microphone"] as const)("is reported as paused: %s", async (kind) => {
    const { browser, local } = await open();
    const track = browser.taken.find((one) => (one.kind === "video") === (kind === "camera"));
    track?.isPaused(true);
    expect(local.state).toMatchObject({ [kind]: "paused", hasCamera: true, hasMicrophone: true });
    track?.isPaused(false);
    expect(local.state).toMatchObject({ [kind]: "live" });
  });
});
