// What a visitor hears, and what the partner hears of them.
// SPDX-License-Identifier: MIT
import { type Browser, expect, type Page, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { VisitorPage } from "./visitor-page.ts";

test.describe("sound", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(() => deployment.stop());

  async function meet(browser: Browser, before = ""): Promise<[VisitorPage, VisitorPage]> {
    const a = await VisitorPage.open(browser, deployment.origin, { before });
    const b = await VisitorPage.open(browser, deployment.origin);
    await Promise.all([a.start(), b.start()]);
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
    return [a, b];
  }

  test("a visitor who speaks into a muted microphone is told", async ({ browser }) => {
    const [a, b] = await meet(browser, SPEECH);
    const hint = a.page.getByText("You’re muted");
    await expect(hint).toHaveCount(0);
    await a.page.getByRole("button", { name: "Mute microphone" }).click();
    await expect(hint).toBeVisible({ timeout: 20_000 });
    await a.page.getByRole("button", { name: "Unmute microphone" }).click();
    await expect(hint).toHaveCount(0);
    a.expectNoComplaint();
    await Promise.all([a.close(), b.close()]);
  });

  test("the partner is heard on the loudspeaker that was chosen, over a skip", async ({
    browser,
  }) => {
    const [a, b] = await meet(browser);
    const sink = () =>
      a.page.getByTestId("remote-video").evaluate((video: HTMLVideoElement) => video.sinkId);
    expect(await sink()).toBe("");
    await a.page.getByRole("button", { name: "More" }).click();
    const speakers = a.page.getByRole("combobox", { name: "Loudspeaker" });
    const [first] = await speakers.evaluate((list: HTMLSelectElement) =>
      [...list.options].map(({ value }) => value).filter(Boolean),
    );
    if (!first) throw new Error("no loudspeaker to choose");
    await speakers.selectOption(first);
    await expect.poll(sink).toBe(first);
    await a.page.keyboard.press("Escape");
    await a.skip();
    await a.expectPartnersPicture();
    expect(await sink()).toBe(first);
    await a.page.getByRole("button", { name: "More" }).click();
    await speakers.selectOption("System loudspeaker");
    await expect.poll(sink).toBe("");
    a.expectNoComplaint();
    await Promise.all([a.close(), b.close()]);
  });

  test("a shared tab is heard together with the microphone, muted or not", async ({ browser }) => {
    const [a, b] = await meet(browser, SCREEN_WITH_SOUND);
    await a.page.getByRole("button", { name: "Mute microphone" }).click();
    await expect.poll(() => loudness(b.page)).toBeLessThan(QUIET);
    await a.page.getByRole("button", { name: "More" }).click();
    await a.page.getByRole("button", { name: "Share my screen" }).click();
    await expect.poll(() => loudness(b.page)).toBeGreaterThan(QUIET);
    await a.page.getByRole("button", { name: "More" }).click();
    await a.page.getByRole("button", { name: "Stop sharing" }).click();
    await expect.poll(() => loudness(b.page)).toBeLessThan(QUIET);
    await a.page.getByRole("button", { name: "Unmute microphone" }).click();
    await expect.poll(() => loudness(b.page)).toBeGreaterThan(QUIET);
    a.expectNoComplaint();
    await Promise.all([a.close(), b.close()]);
  });
});

/** Of the energy that arrives in two seconds; the beeps of the fake microphone have far more. */
const QUIET = 1e-4;

/** The energy of the partner's sound over two seconds: the fake microphone beeps once a second. */
async function loudness(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const energy = () => window.__received("audio", "totalAudioEnergy");
    const before = await energy();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    return (await energy()) - before;
  });
}

/** A voice that does not pause: the beeps of the fake microphone are shorter than a word. */
const SPEECH = `{
  const open = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = async function (wish) {
    const stream = await open.call(this, wish);
    const [microphone] = stream.getAudioTracks();
    if (!microphone) return stream;
    const context = new AudioContext();
    const tone = new OscillatorNode(context, { frequency: 220 });
    const out = context.createMediaStreamDestination();
    tone.connect(out);
    tone.start();
    stream.removeTrack(microphone);
    stream.addTrack(out.stream.getAudioTracks()[0]);
    return stream;
  };
}`;

/** A browser without a display has no tab to share: a canvas and a tone replace it and nothing else. */
const SCREEN_WITH_SOUND = `
  navigator.mediaDevices.getDisplayMedia = async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 360 });
    const pen = canvas.getContext("2d");
    setInterval(() => pen.fillRect(0, 0, 640, 360), 100);
    const context = new AudioContext();
    const tone = new OscillatorNode(context, { frequency: 440 });
    const out = context.createMediaStreamDestination();
    tone.connect(out);
    tone.start();
    const stream = canvas.captureStream(10);
    stream.addTrack(out.stream.getAudioTracks()[0]);
    return stream;
  };
`;
