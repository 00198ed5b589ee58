// The visitor checks camera and microphone before a search.
// SPDX-License-Identifier: MIT
import { expect, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { WHOLE } from "./chromium.ts";
import { VisitorPage } from "./visitor-page.ts";

test.describe("the device check", { tag: WHOLE }, () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(() => deployment.stop());

  test("shows the chosen camera, meters the microphone, and remembers both", async ({
    browser,
  }) => {
    const a = await VisitorPage.open(browser, deployment.origin);
    const { page } = a;
    const shown = () =>
      page.getByTestId("local-video").evaluate((video: HTMLVideoElement) => {
        const stream = video.srcObject as MediaStream;
        return stream.getVideoTracks()[0]?.label;
      });
    await page.getByRole("button", { name: "Preview camera" }).click();
    const cameras = page.getByRole("combobox", { name: "Camera" });
    await expect(cameras.getByRole("option")).toHaveCount(3);
    const first = await shown();
    // The fake microphone beeps.
    await expect
      .poll(async () => Number(await page.getByRole("meter").getAttribute("aria-valuenow")))
      .toBeGreaterThan(0);

    const names = await cameras.getByRole("option").allInnerTexts();
    const other = names.find((name) => name !== first) ?? "";
    await cameras.selectOption({ label: other });
    await expect.poll(shown).toBe(other);
    await page.reload();
    await page.getByRole("button", { name: "Preview camera" }).click();
    await expect.poll(shown).toBe(other);

    await page.getByRole("button", { name: "Turn camera off" }).click();
    await expect(page.getByText("Your camera is off.")).toBeVisible();
    a.expectNoComplaint();
    await a.close();
  });

  test("names a camera that another program uses, and tries again", async ({ browser }) => {
    const a = await VisitorPage.open(browser, deployment.origin, {
      before: REFUSE({ video: "NotReadableError" }),
    });
    await a.page.getByRole("button", { name: "Preview camera" }).click();
    await expect(a.page.getByText("The camera is in use")).toBeVisible();
    await expect(a.page.getByRole("meter")).toBeVisible(); // The microphone works.
    await a.page.evaluate(() => Object.assign(window, { __refuse: {} }));
    await a.page.getByRole("button", { name: "Try again" }).click();
    await expect(a.page.getByText("The camera is in use")).toBeHidden();
    await expect(a.page.getByRole("button", { name: "Turn camera off" })).toBeVisible();
    a.expectNoComplaint();
    await a.close();
  });

  test("another camera and microphone in a conversation reach the partner without a new negotiation", async ({
    browser,
  }) => {
    const a = await VisitorPage.open(browser, deployment.origin);
    const b = await VisitorPage.open(browser, deployment.origin);
    await Promise.all([a.start(), b.start()]);
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
    const sent = () =>
      a.page.evaluate(() => {
        const live = window.__connections.find((one) => one.connectionState === "connected");
        return {
          labels: live
            ?.getSenders()
            .map(({ track }) => track?.label ?? "")
            .sort(),
          description: live?.localDescription?.sdp,
        };
      });
    const before = await sent();

    await a.page.getByRole("button", { name: "More" }).click();
    // Chromium's second camera is a depth camera, whose picture no connection carries.
    for (const [kind, label] of [
      ["Camera", "fake_device_2"],
      ["Microphone", "Fake Audio Input 2"],
    ] as const) {
      const picker = a.page.getByRole("combobox", { name: kind });
      await picker.selectOption({ label });
      await expect(picker.locator("option:checked")).toHaveText(label);
    }
    await expect
      .poll(async () => (await sent()).labels)
      .toEqual(["Fake Audio Input 2", "fake_device_2"]);
    const after = await sent();
    expect(after.description).toBe(before.description);
    await b.expectPartnersPicture();
    await b.expectPartnersSound();

    // The next partner gets the new devices, too, although the pre-generated descriptions are older.
    await a.page.keyboard.press("Escape");
    const c = await VisitorPage.open(browser, deployment.origin);
    await a.skip();
    await b.page.getByRole("button", { name: "Stop" }).click();
    await c.start();
    await Promise.all([a.expectPartnersPicture(), c.expectPartnersPicture()]);
    expect((await sent()).labels).toEqual(after.labels);
    for (const one of [a, b, c]) {
      one.expectNoComplaint();
      await one.close();
    }
  });
});

test.describe("one device that is refused", { tag: WHOLE }, () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(() => deployment.stop());

  for (const { refused, kind, other } of [
    { refused: "microphone", kind: "audio", other: "camera" },
    { refused: "camera", kind: "video", other: "microphone" },
  ] as const) {
    test(`only the ${refused} is named, and the ${other} goes on without it`, async ({
      browser,
    }) => {
      const a = await VisitorPage.open(browser, deployment.origin, {
        before: REFUSE({ [kind]: "NotAllowedError" }),
      });
      const b = await VisitorPage.open(browser, deployment.origin);
      await a.start();
      await a.expectState("searching"); // The call starts with one device, without a further question.
      await expect(a.page.getByText(`The ${refused} is blocked`, { exact: true })).toBeVisible();
      await b.start();
      await a.expectPartnersPicture();
      const [missing, theOther] = [
        b.page.getByText("Stranger is muted"),
        b.page.getByText("Stranger’s camera is off"),
      ];
      const [named, unnamed] = refused === "microphone" ? [missing, theOther] : [theOther, missing];
      await expect(named).toBeVisible();
      await expect(unnamed).toBeHidden();

      await a.page.evaluate(() => Object.assign(window, { __refuse: {} }));
      await a.page.getByRole("button", { name: `The ${refused} is blocked. Try again` }).click();
      await expect(named).toBeHidden();
      await b.expectPartnersPicture();
      await b.expectPartnersSound();
      for (const one of [a, b]) {
        one.expectNoComplaint();
        await one.close();
      }
    });
  }

  test("both devices are named if they are refused for different reasons", async ({ browser }) => {
    const a = await VisitorPage.open(browser, deployment.origin, {
      before: REFUSE({ audio: "NotAllowedError", video: "NotReadableError" }),
    });
    await a.start();
    await a.expectState("media-error");
    await expect(a.page.getByText("The microphone is blocked")).toBeVisible();
    await expect(a.page.getByText("The camera is in use")).toBeVisible();
    await expect(a.page.getByRole("button", { name: "Continue without camera" })).toBeHidden();
    await a.close();
  });
});

test.describe("a camera that is switched off in a call", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(() => deployment.stop());

  const cameraOf = ({ page }: VisitorPage) => ({
    /** How many cameras are in use, with their light on. */
    lights: () =>
      page.evaluate(() => {
        const { __tracks } = window as unknown as { __tracks: MediaStreamTrack[] };
        return __tracks.filter((one) => one.kind === "video" && one.readyState === "live").length;
      }),
    off: () => page.getByRole("button", { name: "Turn camera off" }).click(),
    on: () => page.getByRole("button", { name: "Turn camera on" }).click(),
    description: () =>
      page.evaluate(() => {
        return window.__connections.find((one) => one.connectionState === "connected")
          ?.localDescription?.sdp;
      }),
  });
  /** The brightest value of the picture that arrives, 0 to 255: 0 is black. */
  const brightness = ({ page }: VisitorPage) =>
    page.getByTestId("remote-video").evaluate((video: HTMLVideoElement) => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [8, 8];
      const context = canvas.getContext("2d");
      context?.drawImage(video, 0, 0, 8, 8);
      const data = context?.getImageData(0, 0, 8, 8).data ?? [];
      return Math.max(...[...data].filter((_, index) => index % 4 !== 3));
    });

  test("is released at once and opened again without a new negotiation", async ({ browser }) => {
    const a = await VisitorPage.open(browser, deployment.origin, { before: KEEP_TRACKS });
    const b = await VisitorPage.open(browser, deployment.origin);
    const camera = cameraOf(a);
    await Promise.all([a.start(), b.start()]);
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
    const before = await camera.description();
    const isOff = b.page.getByText("Stranger’s camera is off");

    await camera.off();
    expect(await camera.lights()).toBe(0);
    await expect(isOff).toBeVisible();
    // No last frame of the face stays behind the text.
    await expect.poll(() => brightness(b)).toBeLessThan(24);
    await camera.on();
    await expect.poll(camera.lights).toBe(1);
    await expect(isOff).toBeHidden();
    await expect.poll(() => brightness(b)).toBeGreaterThan(100);
    await b.expectPartnersPicture();
    expect(await camera.description()).toBe(before);
    for (const one of [a, b]) {
      one.expectNoComplaint();
      await one.close();
    }
  });

  test("stays dark for the next partner, who hears the visitor and later sees it", async ({
    browser,
  }) => {
    const a = await VisitorPage.open(browser, deployment.origin, { before: KEEP_TRACKS });
    const [b, c] = [
      await VisitorPage.open(browser, deployment.origin),
      await VisitorPage.open(browser, deployment.origin),
    ];
    const camera = cameraOf(a);
    await Promise.all([a.start(), b.start()]);
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
    await camera.off();
    await c.start();
    await c.expectState("searching");
    await a.skip();
    await a.expectPartnersPicture();
    await c.expectState("talking");
    expect(await camera.lights()).toBe(0);
    await expect(c.page.getByText("Stranger’s camera is off")).toBeVisible();
    await c.expectPartnersSound();
    // An element that waits for a first picture plays no sound.
    await expect
      .poll(() =>
        c.page.getByTestId("remote-video").evaluate((one: HTMLVideoElement) => one.currentTime),
      )
      .toBeGreaterThan(1);
    const before = await camera.description();
    await camera.on();
    await c.expectPartnersPicture();
    await expect.poll(() => brightness(c)).toBeGreaterThan(100);
    expect(await camera.description()).toBe(before);
    for (const one of [a, b, c]) {
      one.expectNoComplaint();
      await one.close();
    }
  });

  test("is not opened by Start, and not live behind a shared screen", async ({ browser }) => {
    const a = await VisitorPage.open(browser, deployment.origin, {
      before: `${KEEP_TRACKS}${FAKE_SCREEN}`,
    });
    const b = await VisitorPage.open(browser, deployment.origin);
    const camera = cameraOf(a);
    await a.page.getByRole("button", { name: "Preview camera" }).click();
    await camera.off();
    await a.start();
    await b.start();
    await a.expectPartnersPicture();
    expect(await camera.lights()).toBe(0);
    await camera.on();
    await b.expectPartnersPicture();

    await a.page.getByRole("button", { name: "More" }).click();
    await a.page.getByRole("button", { name: "Share my screen" }).click();
    await expect(a.page.getByText("Stranger sees your screen")).toBeVisible();
    await expect.poll(camera.lights).toBe(0);
    await expect(b.page.getByText("Stranger’s camera is off")).toBeHidden();
    await a.page.getByRole("button", { name: "More" }).click();
    await a.page.getByRole("button", { name: "Stop sharing" }).click();
    await expect.poll(camera.lights).toBe(1);
    await b.expectPartnersPicture();
    await expect.poll(() => brightness(b)).toBeGreaterThan(100);
    for (const one of [a, b]) await one.close();
  });
});

test.describe("devices that come and go during a call", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(() => deployment.stop());

  const chooseCamera = async ({ page }: VisitorPage) => {
    await page.getByRole("button", { name: "More" }).click();
    const cameras = page.getByRole("combobox", { name: "Camera" });
    await expect(cameras).toBeVisible();
    await expect(cameras).toHaveValue(""); // No camera is in use, so the list offers every one of them.
    const [first] = await cameras.locator("option:not([disabled])").allInnerTexts();
    await cameras.selectOption({ label: first ?? "" });
    await page.keyboard.press("Escape");
  };

  test("a camera that is added reaches this partner and the next", async ({ browser }) => {
    const a = await VisitorPage.open(browser, deployment.origin, { before: NO_CAMERA_YET });
    const [b, c] = [
      await VisitorPage.open(browser, deployment.origin),
      await VisitorPage.open(browser, deployment.origin),
    ];
    await a.start();
    await b.start();
    await a.expectPartnersPicture();
    await expect(b.page.getByText("Stranger’s camera is off")).toBeVisible();
    await a.page.waitForTimeout(1_500); // until the link for the next partner exists
    await a.page.evaluate(() => Object.assign(window, { __camera: true }));
    await chooseCamera(a);
    await b.expectPartnersPicture();

    // The waiting visitor is matched at once, and answered on that link.
    await c.start();
    await c.expectState("searching");
    await a.skip();
    await Promise.all([a.expectPartnersPicture(), c.expectPartnersPicture()]);
    await Promise.all([
      c.expectPartnersSound(),
      ...[a, b, c].map((one) => one.expectNoComplaint()),
    ]);
    await Promise.all([a, b, c].map((one) => one.close()));
  });

  for (const waits of ["its visitor", "the partner"]) {
    test(`a camera that is added while blurred is sent coarsely from the first frame, with ${waits} as the initiator`, async ({
      browser,
    }) => {
      const a = await VisitorPage.open(browser, deployment.origin, { before: NO_CAMERA_YET });
      const b = await VisitorPage.open(browser, deployment.origin);
      await a.openWishes();
      await a.page.getByRole("switch", { name: "Start blurred" }).click();
      const [first, second] = waits === "the partner" ? [b, a] : [a, b];
      await first.start();
      await first.expectState("searching");
      await second.start();
      await Promise.all([a.expectState("talking"), b.expectState("talking")]);
      await a.page.evaluate(() => Object.assign(window, { __camera: true }));
      await b.page.getByTestId("remote-video").evaluate((video: HTMLVideoElement) => {
        const widths = Object.assign(window, { __widths: [] as number[] }).__widths;
        const look = () => {
          widths.push(video.videoWidth);
          video.requestVideoFrameCallback(look);
        };
        video.requestVideoFrameCallback(look);
      });
      await chooseCamera(a);
      const widths = () =>
        b.page.evaluate(() =>
          (window as unknown as { __widths: number[] }).__widths.filter((one) => one > 0),
        );
      // The frame rate is not under test: a busy machine shows few frames.
      await expect
        .poll(async () => (await widths()).length, { timeout: 40_000 })
        .toBeGreaterThan(30);
      expect(Math.max(...(await widths()))).toBeLessThan(80);
      await Promise.all([a, b].map((one) => one.close()));
    });
  }

  test("a device that ends is replaced by the default one, and both visitors are notified", async ({
    browser,
  }) => {
    const a = await VisitorPage.open(browser, deployment.origin, { before: KEEP_TRACKS });
    const b = await VisitorPage.open(browser, deployment.origin);
    await Promise.all([a.start(), b.start()]);
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
    const end = (kind: "audio" | "video") =>
      a.page.evaluate((ends) => {
        const { __tracks } = window as unknown as { __tracks: MediaStreamTrack[] };
        const track = __tracks.findLast((one) => one.kind === ends);
        track?.stop();
        track?.dispatchEvent(new Event("ended"));
      }, kind);
    await end("audio");
    await expect(
      a.page.getByText("Your microphone was disconnected, so we switched to another one."),
    ).toBeVisible();
    await expect(a.page.getByRole("button", { name: "Mute microphone" })).toBeEnabled();
    await end("video");
    await expect(
      a.page.getByText("Your camera was disconnected, so we switched to another one."),
    ).toBeVisible();
    await expect(b.page.getByText("Stranger is muted")).toBeHidden();
    await expect(b.page.getByText("Stranger’s camera is off")).toBeHidden();
    await b.expectPartnersPicture();

    // The system pauses the camera, as a key or a closed lid does.
    const pause = (muted: boolean) =>
      a.page.evaluate((on) => {
        const { __tracks } = window as unknown as { __tracks: MediaStreamTrack[] };
        const camera = __tracks.findLast((one) => one.kind === "video");
        if (!camera) return;
        Object.defineProperty(camera, "muted", { value: on, configurable: true });
        camera.dispatchEvent(new Event(on ? "mute" : "unmute"));
      }, muted);
    await pause(true);
    await expect(a.page.getByText("Your camera is paused")).toBeVisible();
    await expect(b.page.getByText("Stranger’s camera is off")).toBeVisible();
    await pause(false);
    await expect(a.page.getByText("Your camera is paused")).toBeHidden();
    await expect(b.page.getByText("Stranger’s camera is off")).toBeHidden();
    for (const one of [a, b]) {
      one.expectNoComplaint();
      await one.close();
    }
  });

  test("a visitor who lost all devices chooses again", async ({ browser }) => {
    const a = await VisitorPage.open(browser, deployment.origin, {
      before: `${KEEP_TRACKS}${HIDE_DEVICES}`,
    });
    const b = await VisitorPage.open(browser, deployment.origin);
    await a.start();
    await b.start();
    await b.expectPartnersPicture();
    await a.page.evaluate(() => {
      Object.assign(window, { __hidden: true });
      for (const track of (window as unknown as { __tracks: MediaStreamTrack[] }).__tracks) {
        track.stop();
        track.dispatchEvent(new Event("ended")); // Ends the track as unplugging does.
      }
    });
    await expect(b.page.getByText("Stranger’s camera is off")).toBeVisible();
    await expect(a.page.getByRole("button", { name: "No camera" })).toBeDisabled();
    await a.page.evaluate(() => Object.assign(window, { __hidden: false })); // Plugs the device in again.
    await chooseCamera(a);
    await expect(a.page.getByRole("button", { name: "Turn camera off" })).toBeEnabled();
    await expect(b.page.getByText("Stranger’s camera is off")).toBeHidden();
    await b.expectPartnersPicture();
    await Promise.all([a, b].map((one) => one.close()));
  });
});

const NO_CAMERA_YET = `{
  const open = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = function (wish) {
    const none = wish.video && !window.__camera;
    return none ? Promise.reject(new DOMException("none", "NotFoundError")) : open.call(this, wish);
  };
}`;
/** Refuses the kinds of device in __refuse. */
const REFUSE = (names: { readonly audio?: string; readonly video?: string }) => `{
  window.__refuse = ${JSON.stringify(names)};
  const open = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = function (wish) {
    const name = (wish.audio && __refuse.audio) || (wish.video && __refuse.video);
    return name ? Promise.reject(new DOMException("no", name)) : open.call(this, wish);
  };
}`;
/** Lists no device while __hidden is set. */
const HIDE_DEVICES = `{
  const list = MediaDevices.prototype.enumerateDevices;
  MediaDevices.prototype.enumerateDevices = async function () {
    return window.__hidden ? [] : list.call(this);
  };
}`;
const FAKE_SCREEN = `
  navigator.mediaDevices.getDisplayMedia = async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [640, 360];
    const context = canvas.getContext("2d");
    setInterval(() => {
      context.fillStyle = "white";
      context.fillRect(0, 0, 640, 360);
    }, 100);
    return canvas.captureStream();
  };`;
const KEEP_TRACKS = `{
  window.__tracks = [];
  const open = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = async function (wish) {
    const stream = await open.call(this, wish);
    window.__tracks.push(...stream.getTracks());
    return stream;
  };
}`;
