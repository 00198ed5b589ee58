// The installed app: its own page while the site is unreachable, and never an old version.
// SPDX-License-Identifier: MIT
import { createServer } from "node:http";
import { expect, test } from "@playwright/test";
import { startDeployment } from "../support/deployment.ts";
import { freePort } from "../support/ports.ts";
import { VisitorPage } from "./visitor-page.ts";

test("an unreachable site is reported in the visitor's language, and only that page is cached", async ({
  browser,
}) => {
  const deployment = await startDeployment("all-in-one", { web: true });
  const a = await VisitorPage.open(browser, deployment.origin, { serviceWorker: true });
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
  expect(kept).toEqual([
    "/favicon.svg",
    "/offline.css",
    "/offline.html",
    "/offline.js",
    "/page-language.js",
    "/theme.js",
  ]);
  a.expectNoComplaint();

  await deployment.stop();
  await a.page.reload();
  await expect(a.page.getByRole("heading", { level: 1 })).toHaveText("Pas de connexion");
  await a.close();
});

test("a proxy without a server behind it gives the same page, and the visit continues when the server is up again", async ({
  browser,
}) => {
  const deployment = await startDeployment("all-in-one", { web: true });
  let away = false;
  const proxy = createServer(async ({ url }, reply) => {
    if (away) {
      reply.writeHead(502, { "content-type": "text/html" }).end("<h1>502 Bad Gateway</h1>");
      return;
    }
    const answer = await fetch(`${deployment.origin}${url}`);
    const type = answer.headers.get("content-type") ?? "";
    reply
      .writeHead(answer.status, { "content-type": type })
      .end(Buffer.from(await answer.arrayBuffer()));
  });
  const port = await freePort();
  await new Promise<void>((ready) => proxy.listen(port, ready));

  const a = await VisitorPage.open(browser, `http://localhost:${port}`, { serviceWorker: true });
  await a.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await a.page.evaluate(() => localStorage.setItem("nexus.theme", "dark"));
  away = true;
  await a.page.reload();
  await expect(a.page.getByRole("heading", { level: 1 })).toHaveText("No connection");
  await expect(a.page.locator("html")).toHaveAttribute("data-theme", "dark");
  away = false;
  await a.expectState("idle");
  await a.close();
  proxy.closeAllConnections();
  proxy.close();
  await deployment.stop();
});

test("everything that the manifest names exists", async ({ request }) => {
  const deployment = await startDeployment("all-in-one", { web: true });
  const manifest = `${deployment.origin}/manifest.webmanifest`;
  const answer = await request.get(manifest);
  expect(answer.headers()["content-type"]).toContain("application/manifest+json");
  const { icons } = (await answer.json()) as { icons: { src: string; type: string }[] };
  for (const { src, type } of icons) {
    const icon = await request.get(new URL(src, manifest).href);
    expect(icon.headers()["content-type"], src).toContain(type);
  }
  await deployment.stop();
});
