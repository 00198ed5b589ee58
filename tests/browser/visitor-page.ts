import {
  type Browser,
  type BrowserContext,
  expect,
  type Locator,
  type Page,
} from "@playwright/test";
import { pressUntil } from "./press-until.ts";

export interface VisitorOptions {
  readonly size?: { readonly width: number; readonly height: number };
  /** With animations and large pictures, as most visitors see the page. */
  readonly animated?: boolean;
  /** With the service worker, whose requests and those behind it a test cannot change. */
  readonly serviceWorker?: boolean;
  /** Runs in the page before the app, for example to remove a device. */
  readonly before?: string;
  /** Changes what the page receives on sockets whose address ends with `on`; null drops the message. */
  readonly incoming?: { readonly on: string; readonly as: (text: string) => string | null };
}

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1440, height: 900 };
/** Without a graphics card the time to draw a frame grows with the window. In this one the chat is still beside the picture. */
const SMALL_DESKTOP = { width: 1024, height: 640 };
/** For tests tagged WHOLE: the page as most visitors see it. */
export const FULL_SIZE = { size: DESKTOP, animated: true } as const;

/** Pages accept the self-signed certificate by a setting, which does not cover a service worker's script. */
const CERTIFICATE = /An SSL certificate error occurred when fetching the script/;

declare global {
  interface Window {
    /** The page's peer connections, open or closed. */
    readonly __connections: readonly RTCPeerConnection[];
    /** The sum of a statistic of what arrives over the connections that are not closed. */
    readonly __received: (kind: "audio" | "video", statistic: string) => Promise<number>;
  }
}

/** Exposes the page's peer connections to the test without keeping them alive. */
const WATCH_PEER_CONNECTIONS = `{
  const made = [];
  Object.defineProperty(window, "__connections", {
    get: () => made.map((one) => one.deref()).filter((one) => one !== undefined),
  });
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(...args) { super(...args); made.push(new WeakRef(this)); }
  };
  window.__received = async (kind, statistic) => {
    let sum = 0;
    for (const connection of window.__connections) {
      if (connection.connectionState === "closed") continue;
      for (const report of (await connection.getStats()).values()) {
        if (report.type === "inbound-rtp" && report.kind === kind) sum += report[statistic] ?? 0;
      }
    }
    return sum;
  };
}`;

/** Without a graphics card, encoding and drawing the pictures take most of a call's processor time: a sixteenth of the pixels does. */
const SMALL_PICTURES = `{
  const open = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = function (wish) {
    const isLarge = wish?.video?.width !== undefined;
    return open.call(this, isLarge ? { ...wish, video: { ...wish.video, width: 320, height: 180 } } : wish);
  };
}`;

/** Without a graphics card, the round corners of the stage and of what is in it take two thirds of the time to draw a call. */
const SQUARE_CORNERS = `{
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("main, main * { border-radius: 0 !important }");
  document.adoptedStyleSheets = [sheet];
}`;

/** How far a count has grown since its lowest value: it falls when the connection to the last partner closes. */
function growth(count: () => Promise<number>): () => Promise<number> {
  let lowest = Number.POSITIVE_INFINITY;
  return async () => {
    const now = await count();
    lowest = Math.min(lowest, now);
    return now - lowest;
  };
}

/** One visitor: a separate browser context with the app open, driven as a person would. */
export class VisitorPage {
  private readonly complaints: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on("console", (message) => {
      if (message.type() === "error") this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(String(error)));
  }

  static async open(
    browser: Browser,
    url: string,
    options: VisitorOptions = {},
  ): Promise<VisitorPage> {
    const context = await browser.newContext({
      viewport: options.size ?? SMALL_DESKTOP,
      reducedMotion: options.animated ? "no-preference" : "reduce",
      ignoreHTTPSErrors: true, // the test's certificate is self-signed
      serviceWorkers: options.animated || options.serviceWorker ? "allow" : "block",
    });
    await context.addInitScript({ content: WATCH_PEER_CONNECTIONS });
    if (!options.animated)
      await context.addInitScript({ content: SMALL_PICTURES + SQUARE_CORNERS });
    if (options.before) await context.addInitScript({ content: options.before });
    const { incoming } = options;
    if (incoming) {
      await context.routeWebSocket(
        ({ pathname }) => pathname.endsWith(incoming.on),
        (page) => {
          page.connectToServer().onMessage((text) => {
            const as = incoming.as(String(text));
            if (as !== null) page.send(as);
          });
        },
      );
    }
    const page = await context.newPage();
    const visitor = new VisitorPage(context, page);
    await page.goto(url);
    return visitor;
  }

  /** Unfolds the interests, the languages and the other wishes. */
  async openWishes(): Promise<void> {
    const fold = this.page.getByRole("button", { name: "Who would you like to meet?" });
    if ((await fold.getAttribute("aria-expanded")) === "false") await fold.click();
  }

  async start(mode: "Video" | "Text" = "Video"): Promise<void> {
    await this.page.getByRole("radio", { name: mode }).click();
    // The page asks once for each version of the rules.
    const consent = this.page.getByRole("checkbox", { name: /18 or older/ });
    if (await consent.isVisible()) await consent.check();
    await this.page.getByRole("button", { name: "Start" }).click();
  }

  async expectState(...states: string[]): Promise<void> {
    const pattern = new RegExp(`^(${states.join("|")})$`);
    await expect(this.page.locator("[data-state]").first()).toHaveAttribute("data-state", pattern);
  }

  /** Decoded frames of partners' pictures so far, summed over the live connections. */
  async framesDecoded(): Promise<number> {
    return this.page.evaluate(() => window.__received("video", "framesDecoded"));
  }

  async openConnections(): Promise<number> {
    return this.page.evaluate(
      () => window.__connections.filter((one) => one.connectionState !== "closed").length,
    );
  }

  /** Waits until the partner's picture has a size, plays, and new frames arrive. */
  async expectPartnersPicture(): Promise<void> {
    await this.expectState("talking");
    const video = this.page.getByTestId("remote-video");
    await expect
      .poll(() => video.evaluate((element: HTMLVideoElement) => element.videoWidth))
      .toBeGreaterThan(0);
    await expect.poll(growth(() => this.framesDecoded())).toBeGreaterThan(5);
    await expect.poll(growth(() => this.currentTime())).toBeGreaterThan(0);
  }

  private currentTime(): Promise<number> {
    return this.page
      .getByTestId("remote-video")
      .evaluate((element: HTMLVideoElement) => element.currentTime);
  }

  /** Waits until sound arrives, too: the fake microphone beeps. */
  async expectPartnersSound(): Promise<void> {
    await expect
      .poll(() => this.page.evaluate(() => window.__received("audio", "totalAudioEnergy")))
      .toBeGreaterThan(0);
  }

  async say(text: string): Promise<void> {
    await this.openChat();
    const box = this.page.getByRole("textbox", { name: "Message" });
    await box.fill(text);
    await box.press("Enter");
  }

  async expectLine(text: string): Promise<void> {
    await this.openChat();
    await expect(this.line(text)).toBeVisible();
  }

  /** The line with that text in the conversation, with the marks below it. */
  line(text: string): Locator {
    const log = this.page.getByRole("log", { name: "Messages" });
    return log.getByRole("listitem").filter({ hasText: text });
  }

  private async openChat(): Promise<void> {
    const box = this.page.getByRole("textbox", { name: "Message" });
    const open = this.page.getByRole("button", { name: /^Open chat/ });
    // After a reload neither is there at first.
    await box.or(open).first().waitFor();
    // A message that arrives meanwhile opens the chat, too: a press would then close it.
    await open.evaluateAll((buttons) => {
      for (const one of buttons) if (one.ariaExpanded === "false") (one as HTMLElement).click();
    });
    await box.waitFor();
  }

  /**
   * Skips the current partner: presses until a press counts, since one right after a match does not. The page shows with
   * its next frame whether it counts: on a slow machine a second press before that would skip the next partner as well.
   */
  async skip(): Promise<void> {
    await this.page.getByRole("button", { name: "Skip" }).evaluate(async (button: HTMLElement) => {
      const shown = () => {
        const video = document.querySelector<HTMLVideoElement>('[data-testid="remote-video"]');
        return [
          document.querySelector("[data-state]")?.getAttribute("data-state"),
          video?.srcObject,
        ];
      };
      const [state, stream] = shown();
      const deadline = performance.now() + 10_000;
      for (;;) {
        button.click();
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        const [now, then] = shown();
        if (now !== state || then !== stream) return;
        if (performance.now() > deadline) throw new Error("Skip never counted");
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    });
  }

  /** Opens the report dialog: presses until a press counts, since one right after a match does not. */
  async openReport(): Promise<Locator> {
    const dialog = this.page.getByRole("dialog", { name: "What’s wrong?" });
    const open = this.page.getByRole("button", { name: "Report or block" });
    await pressUntil(open, () => dialog.isVisible());
    return dialog;
  }

  /** Milliseconds from Skip to the first decoded frame of another partner. A press right after a match does not count. */
  timeOfSkip(): Promise<number> {
    return this.page.evaluate(
      () =>
        new Promise<number>((resolve, reject) => {
          const video = () =>
            document.querySelector<HTMLVideoElement>('[data-testid="remote-video"]');
          const isTalking = () => document.querySelector('[data-state="talking"]') !== null;
          const before = video()?.srcObject;
          let start = 0;
          let counted = false;
          let watched: MediaProvider | null | undefined = before;
          let watchedOn: HTMLVideoElement | null = null;
          const end = (settle: () => void) => {
            clearTimeout(giveUp);
            clearInterval(looked);
            changed.disconnect();
            settle();
          };
          const press = () => {
            start = performance.now();
            [...document.querySelectorAll("button")]
              .find((one) => (one.getAttribute("aria-label") ?? one.textContent)?.includes("Skip"))
              ?.click();
          };
          const look = () => {
            // Before the first press, the page may still show that it connects to the present partner.
            if (start > 0) counted ||= !isTalking();
            const next = video();
            if (!next?.srcObject || next.srcObject === before) return;
            if (next.srcObject === watched && next === watchedOn) return;
            [watched, watchedOn] = [next.srcObject, next];
            next.requestVideoFrameCallback(() => end(() => resolve(performance.now() - start)));
          };
          // Sees every state, even one shorter than an interval.
          const changed = new MutationObserver(look);
          changed.observe(document, { subtree: true, childList: true, attributes: true });
          const reached = () => {
            const state = document.querySelector("[data-state]")?.getAttribute("data-state");
            const stream =
              watched !== before && `a stream in an element at ${watchedOn?.currentTime} s`;
            const connections = window.__connections.map((one) => one.connectionState).join(" ");
            return `${state}, ${counted ? "skipped" : "not skipped"}, ${stream || "no stream"}, ${connections}`;
          };
          const giveUp = setTimeout(
            () => end(() => reject(new Error(`no partner's picture within 45 s: ${reached()}`))),
            45_000,
          );
          const looked = setInterval(() => {
            look();
            if (!counted && isTalking() && performance.now() - start > 100) press();
          }, 5);
        }),
    );
  }

  /** Fails if the console holds an error. */
  expectNoComplaint(): void {
    expect(this.complaints.filter((one) => !CERTIFICATE.test(one))).toEqual([]);
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
