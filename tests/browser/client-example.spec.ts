// The example page of @nexuschat/client, on another origin than the server, pairs two visitors.
// SPDX-License-Identifier: MIT
import { createReadStream } from "node:fs";
import { createServer, type Server } from "node:http";
import { extname, join, normalize } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { buildClient, CLIENT } from "../support/client-package.ts";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { freePort } from "../support/ports.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
};

/** Serves the files of the package's folder. */
function serve(port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
    const type = TYPES[extname(path)];
    const file = createReadStream(join(CLIENT, path));
    file.once("open", () => response.writeHead(200, type ? { "content-type": type } : {}));
    file.once("error", () => response.writeHead(404).end());
    file.pipe(response);
  });
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server)));
}

test.describe("the example page", () => {
  let deployment: Deployment;
  let server: Server;
  let address: string;

  test.beforeAll(async () => {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    await buildClient();
    server = await serve(port);
    deployment = await startDeployment("all-in-one", {
      settings: { NEXUS_SERVER_ALLOWED_ORIGINS: origin },
    });
    address = `${origin}/example/index.html?server=${deployment.nodes[0]?.http}`;
  });
  test.afterAll(async () => {
    server.close();
    await deployment.stop();
  });

  const stage = (page: Page) => page.getByRole("status");
  const say = async (page: Page, text: string) => {
    await page.getByRole("textbox", { name: "Message" }).fill(text);
    await page.getByRole("button", { name: "Send" }).click();
  };

  test("opened twice, lets two visitors chat, and a third meet the one who was skipped", async ({
    browser,
  }) => {
    const [a, b, c] = await Promise.all([1, 2, 3].map(() => browser.newPage()));
    if (!a || !b || !c) throw new Error("no pages");
    const errors: string[] = [];
    for (const page of [a, b, c]) page.on("pageerror", ({ message }) => errors.push(message));
    await a.goto(address);
    await expect(stage(a)).toHaveText("searching");
    await b.goto(address);
    await Promise.all([
      expect(stage(a)).toHaveText("talking"),
      expect(stage(b)).toHaveText("talking"),
    ]);
    await say(a, "Hello <b>there</b>!");
    await expect(b.locator("#lines")).toHaveText("They: Hello <b>there</b>!");
    await say(b, "Hi.");
    await expect(a.locator("#lines")).toHaveText("You: Hello <b>there</b>! They: Hi.");

    await c.goto(address);
    await expect(stage(c)).toHaveText("searching");
    await a.getByRole("button", { name: "Skip" }).click();
    await expect(stage(c)).toHaveText("talking");
    await say(c, "I am the third.");
    const heard = async () =>
      (await Promise.all([a, b].map((page) => page.locator("#lines").textContent()))).join("");
    await expect.poll(heard).toContain("They: I am the third.");
    expect(errors).toEqual([]);
    await Promise.all([a.close(), b.close(), c.close()]);
  });
});
