import { describe, expect, it } from "vitest";
import type { DeviceProblem, Permission } from "./device-asking";
import { FakeBrowser } from "./fake-devices";
import { LocalMedia } from "./local-media";

const REFUSALS = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "no-device",
  OverconstrainedError: "no-device",
  NotReadableError: "busy",
  AbortError: "busy",
  UnknownError: "failed",
} as const satisfies Record<string, DeviceProblem>;

type Refusal = keyof typeof REFUSALS;
const NAMES = [null, ...(Object.keys(REFUSALS) as Refusal[])];
const EVERY_PAIR = NAMES.flatMap((camera) => NAMES.map((microphone) => ({ camera, microphone })));

async function opened(refuses: { camera: Refusal | null; microphone: Refusal | null }) {
  const browser = new FakeBrowser();
  for (const kind of ["camera", "microphone"] as const) {
    const refusal = refuses[kind];
    if (refusal) browser.refuses[kind] = refusal;
  }
  const news: string[] = [];
  const tell = (kind: string, what: string) => news.push(`${kind} ${what}`);
  const local = new LocalMedia(() => {}, browser.platform, tell);
  const state = await local.open("camera-and-microphone");
  return { browser, local, state, news };
}

describe("asking for both devices", () => {
  it.each(EVERY_PAIR)("camera: $camera, microphone: $microphone", async (refuses) => {
    const { state, news, browser } = await opened(refuses);
    const camera = refuses.camera && REFUSALS[refuses.camera];
    const microphone = refuses.microphone && REFUSALS[refuses.microphone];
    // Once together and once for each device, without a loop.
    expect(browser.asked.length).toBe(camera || microphone ? 3 : 1);
    expect(browser.live.length).toBe(Number(!camera) + Number(!microphone));
    if (camera && microphone) {
      const each = camera === microphone ? {} : { devices: { camera, microphone } };
      expect(state).toEqual({ at: "problem", problem: camera, ...each });
      return;
    }
    expect(state).toMatchObject({
      at: "open",
      camera: camera ?? "live",
      microphone: microphone ?? "live",
      hasCamera: !camera,
      hasMicrophone: !microphone,
    });
    const said = [camera && `camera ${camera}`, microphone && `microphone ${microphone}`];
    expect(news).toEqual(said.filter(Boolean));
  });

  it("reports the microphone if it alone was requested", async () => {
    const browser = new FakeBrowser();
    browser.refuses.microphone = "NotAllowedError";
    const local = new LocalMedia(() => {}, browser.platform);
    expect(await local.open("microphone")).toEqual({
      at: "problem",
      problem: "denied",
      devices: { microphone: "denied" },
    });
    expect(browser.asked).toEqual(["microphone"]);
  });

  it.each<[string, Permission, Permission, string[]]>([
    ["a question that was closed", "prompt", "prompt", []],
    ["both blocked", "denied", "denied", []],
    ["the camera blocked", "denied", "prompt", ["microphone"]],
    ["the microphone blocked", "granted", "denied", ["camera"]],
    ["a browser that does not tell", "unknown", "unknown", ["camera", "microphone"]],
  ])("after %s asks only for what may still open", async (_name, camera, microphone, again) => {
    const browser = new FakeBrowser();
    Object.assign(browser.refuses, { camera: "NotAllowedError", microphone: "NotAllowedError" });
    Object.assign(browser.permissions, { camera, microphone });
    const local = new LocalMedia(() => {}, browser.platform);
    expect(await local.open("camera-and-microphone")).toEqual({ at: "problem", problem: "denied" });
    expect(browser.asked.slice(1)).toEqual(again);
  });

  it("asks again for one device only when the visitor presses", async () => {
    const { browser, local, news } = await opened({ camera: null, microphone: "NotAllowedError" });
    local.setMicrophone(false);
    local.setMicrophone(true);
    local.askAgain("camera"); // It is already open.
    expect(browser.asked).toHaveLength(3);
    local.askAgain("microphone");
    await expect.poll(() => news).toEqual(["microphone denied", "microphone denied"]);
    delete browser.refuses.microphone;
    local.askAgain("microphone");
    await expect.poll(() => local.state).toMatchObject({ camera: "live", microphone: "live" });
    expect(browser.asked).toHaveLength(5);
  });
});
