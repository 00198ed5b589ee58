// The installed app: a page of its own where the site can not be reached, and nothing old ever.
// SPDX-License-Identifier: MIT
import { expect, test } from "@playwright/test";
import { startDeployment } from "../support/deployment.ts";
import { VisitorPage } from "./visitor-page.ts";

test("a site that is away is said to be, in the visitor's language, and nothing but that page is kept", async ({
  browser,
}) => {
  const deployment = await startDeployment("all-in-one", { web: true });
  const a = await VisitorPage.open(browser, deployment.origin);
  await a.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await a.page.evaluate(() => localStorage.setItem("nexus.language", "fr"));
  const kept = await a.page.evaluate(async () => {
    const paths: string[] = [];
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) {
        paths.push(new URL(request.url).pathname);
      }
    }
    return paths.sort();
  });
  expect(kept).toEqual(["/favicon.svg", "/offline.css", "/offline.html", "/offline.js"]);
  a.expectNoComplaint();

  await deployment.stop();
  await a.page.reload();
  await expect(a.page.getByRole("heading", { level: 1 })).toHaveText("Pas de connexion");
  await a.close();
});

test("what the manifest names is there", async ({ request }) => {
  const deployment = await startDeployment("all-in-one", { web: true });
  const answer = await request.get(`${deployment.origin}/manifest.webmanifest`);
  expect(answer.headers()["content-type"]).toContain("application/manifest+json");
  const { icons } = (await answer.json()) as { icons: { src: string; type: string }[] };
  for (const { src, type } of icons) {
    const icon = await request.get(`${deployment.origin}${src}`);
    expect(icon.headers()["content-type"], src).toContain(type);
  }
  await deployment.stop();
});
