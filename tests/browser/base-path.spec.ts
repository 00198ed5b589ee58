// The app in a folder of its host, behind an nginx that keeps the folder in paths or removes it.
// SPDX-License-Identifier: MIT
import { expect, test } from "@playwright/test";
import { startDeployment } from "../support/deployment.ts";
import { type FolderKind, startFolderProxy } from "../support/folder-proxy.ts";
import { freePort } from "../support/ports.ts";
import { VisitorPage } from "./visitor-page.ts";

const KINDS: readonly FolderKind[] = ["kept", "removed"];

for (const kind of KINDS) {
  test(`two meet at /chat/ behind a proxy with the folder ${kind}`, async ({ browser }) => {
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const deployment = await startDeployment("all-in-one", {
      web: true,
      settings: {
        NEXUS_SERVER_ALLOWED_ORIGINS: origin,
        NEXUS_SERVER_TRUSTED_PROXIES: "127.0.0.1",
        ...(kind === "kept" ? { NEXUS_SERVER_BASE_PATH: "/chat" } : {}),
      },
    });
    const proxy = await startFolderProxy(port, deployment.origin, kind);
    try {
      const a = await VisitorPage.open(browser, `${origin}/chat?lane=general`, {
        serviceWorker: true,
      });
      expect(a.page.url()).toBe(`${origin}/chat/?lane=general`);
      const asked: string[] = [];
      a.context.on("request", (request) => asked.push(new URL(request.url()).pathname));
      a.page.on("websocket", (socket) => asked.push(new URL(socket.url()).pathname));
      await a.page.reload();
      const b = await VisitorPage.open(browser, `${origin}/chat/`);
      await a.start();
      await a.expectState("searching");
      await b.start();
      await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
      await a.say("in the folder");
      await b.expectLine("in the folder");

      const scope = await a.page.evaluate(async () => (await navigator.serviceWorker.ready).scope);
      expect(scope).toBe(`${origin}/chat/`);
      const kept = await a.page.evaluate(async () => {
        const cached = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
        const requests = await Promise.all(cached.map((cache) => cache.keys()));
        return requests.flat().map(({ url }) => new URL(url).pathname);
      });
      expect(kept).toContain("/chat/offline.html");
      const manifest = await a.page.evaluate(async () => {
        const link = document.querySelector<HTMLLinkElement>('link[rel="manifest"]');
        const { start_url: start, icons } = await (await fetch(link?.href ?? "")).json();
        const statuses = icons.map(async ({ src }: { src: string }) => (await fetch(src)).status);
        return { start: new URL(start, link?.href).href, statuses: await Promise.all(statuses) };
      });
      expect(manifest.start).toBe(`${origin}/chat/`);
      expect(new Set(manifest.statuses)).toEqual(new Set([200]));

      expect(asked).toContain("/chat/v1/info");
      expect(asked).toContain("/chat/v1/match");
      expect(asked).toContain("/chat/v1/room");
      expect(asked.filter((path) => !path.startsWith("/chat/"))).toEqual([]);
      a.expectNoComplaint();
      b.expectNoComplaint();
      await Promise.all([a.close(), b.close()]);
    } finally {
      await proxy.stop();
      await deployment.stop();
    }
  });
}
