// A link to the site shows its name and a picture elsewhere, and the manifest what it promises.
// SPDX-License-Identifier: MIT
import { type APIRequestContext, expect, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { VisitorPage } from "./visitor-page.ts";

/** The width and height that the file itself has, for PNG and JPEG. */
function sizeOf(file: Buffer): string {
  if (file.readUInt32BE(0) === 0x89504e47)
    return `${file.readUInt32BE(16)}x${file.readUInt32BE(20)}`;
  for (let at = 2; at < file.length; at += 2 + file.readUInt16BE(at + 2)) {
    const marker = file.readUInt8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return `${file.readUInt16BE(at + 7)}x${file.readUInt16BE(at + 5)}`;
  }
  throw new Error("neither PNG nor JPEG");
}

/** What a site that shows a link reads of the page: no script runs. */
async function tagsOf(request: APIRequestContext, url: string): Promise<Record<string, string>> {
  const html = await (await request.get(url)).text();
  const tags = html.matchAll(/<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)"/g);
  return Object.fromEntries([...tags].map(([, name, content]) => [name, content]));
}

const SITE = "https://chat.example";

test.describe("a site with an address and a name", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", {
      web: true,
      settings: {
        NEXUS_SERVER_ALLOWED_ORIGINS: SITE,
        NEXUS_SERVER_BASE_PATH: "/chat",
        NEXUS_SITE_NAME: "Chat & friends",
      },
    });
  });
  test.afterAll(() => deployment.stop());

  test("gives both to whoever shows a link to it", async ({ request }) => {
    const tags = await tagsOf(request, `${deployment.origin}/`);
    expect(tags).toMatchObject({
      "og:title": "Chat &amp; friends",
      "og:site_name": "Chat &amp; friends",
      "og:url": `${SITE}/chat/`,
      "og:image": `${SITE}/chat/share.png`,
      "twitter:card": "summary_large_image",
    });
    const picture = await request.get(`${deployment.origin}/chat/share.png`);
    expect(picture.headers()["content-type"]).toBe("image/png");
    const bytes = await picture.body();
    expect(sizeOf(bytes)).toBe(`${tags["og:image:width"]}x${tags["og:image:height"]}`);
    expect(bytes.length).toBeLessThan(300_000);
  });

  test("has its name before any script runs, and when it is installed", async ({
    browser,
    request,
  }) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(deployment.origin);
    await expect(page).toHaveTitle("Chat & friends");
    await expect(page.locator("#root")).toContainText("Chat & friends");
    await context.close();
    const manifest = await (await request.get(`${deployment.origin}/manifest.webmanifest`)).json();
    expect(manifest).toMatchObject({ name: "Chat & friends", short_name: "Chat & friends" });
  });
});

test.describe("a site without settings", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(() => deployment.stop());

  test("has pictures of the size that its manifest states", async ({ request }) => {
    const manifest = `${deployment.origin}/manifest.webmanifest`;
    const { screenshots } = (await (await request.get(manifest)).json()) as {
      screenshots: { src: string; sizes: string; type: string; form_factor: string }[];
    };
    expect(new Set(screenshots.map((one) => one.form_factor))).toEqual(new Set(["wide", "narrow"]));
    for (const { src, sizes, type } of screenshots) {
      const picture = await request.get(new URL(src, manifest).href);
      expect(picture.headers()["content-type"], src).toBe(type);
      expect(sizeOf(await picture.body()), src).toBe(sizes);
    }
  });

  test("offers to install the app from the second visit on, until that is declined", async ({
    browser,
  }) => {
    const a = await VisitorPage.open(browser, deployment.origin, { serviceWorker: true });
    const offered = (page: typeof a.page) =>
      page.evaluate(() => {
        const event = new Event("beforeinstallprompt", { cancelable: true });
        dispatchEvent(Object.assign(event, { prompt: async () => {} }));
        return event.defaultPrevented;
      });
    const visit = async () => {
      const page = await a.context.newPage();
      await page.goto(deployment.origin);
      await expect(page.getByRole("button", { name: "Start" })).toBeVisible();
      expect(await offered(page)).toBe(true);
      return page;
    };
    await expect(a.page.getByRole("button", { name: "Start" })).toBeVisible();
    await offered(a.page);
    const button = (page: typeof a.page) => page.getByRole("button", { name: "Install the app" });
    await expect(button(a.page)).toHaveCount(0);
    const second = await visit();
    await expect(button(second)).toBeVisible();
    await second.getByRole("button", { name: "Don’t offer this again" }).click();
    await expect(button(second)).toHaveCount(0);
    await expect(button(await visit())).toHaveCount(0);
    await a.close();
  });
});
