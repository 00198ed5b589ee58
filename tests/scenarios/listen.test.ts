// Several listen addresses, and a Unix socket behind the nginx configuration that this project ships.
// SPDX-License-Identifier: MIT
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  type Deployment,
  type Node,
  programPath,
  type Settings,
  startNode,
} from "../support/deployment.ts";
import { Line } from "../support/line.ts";
import { roomPath, startNginx } from "../support/nginx.ts";
import { freePort } from "../support/ports.ts";
import { runProgram } from "../support/process.ts";
import { eventually } from "../support/story.ts";
import { meet, talk, Visitor } from "../support/visitor.ts";

async function inFolder(story: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "nexuschat-listen-"));
  chmodSync(folder, 0o755); // nginx's workers run as nobody
  try {
    await story(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts nexuschat on loopback and on that Unix socket. */
async function startOn(socket: string, settings: Settings): Promise<Node> {
  const port = await freePort();
  return startNode("nexuschat", "local", port, {
    NEXUS_SERVER_LISTEN: `127.0.0.1,unix:${socket}?mode=666`,
    NEXUS_SERVER_TRUSTED_PROXIES: "127.0.0.1",
    ...settings,
  });
}

describe.concurrent("a program with a Unix socket", () => {
  test("serves nginx there, limits visitors by their own address, and cleans up", async () => {
    await inFolder(async (folder) => {
      const socket = join(folder, "http.sock");
      const port = await freePort();
      const origin = `https://127.0.0.1:${port}`;
      const node = await startOn(socket, {
        NEXUS_SERVER_ALLOWED_ORIGINS: origin,
        NEXUS_SIGNALLING_URL: roomPath("local"),
        NEXUS_SERVER_LOOPBACK_IS_EXEMPT: "false",
        NEXUS_SERVER_CONNECTIONS_PER_ADDRESS_MAX: "4",
        NEXUS_SERVER_SPARE_SHARE_PER_ADDRESS: "0",
      });
      const nginx = await startNginx(port, [{ ...node, socket }]);
      try {
        const url = `wss://127.0.0.1:${port}/v1/match`;
        const site: Deployment = {
          kind: "all-in-one",
          origin,
          matchUrls: [url],
          nodes: [node],
          settings: {},
          processes: [node.program, nginx.nginx],
          stop: async () => {},
        };
        const pair = await meet(await Visitor.arrive(site), await Visitor.arrive(site));
        await talk(pair.initiator, pair.responder, "through the socket");
        // Both visitors have two sockets each, all from nginx's own peer address.
        const fifth = Line.open(url, { origin });
        await expect(fifth).rejects.toMatchObject({ status: 429 });
        expect(node.program.log).not.toContain("kind=untrusted_proxy");
        expect(node.program.log).not.toContain("kind=no_client_address");
      } finally {
        await nginx.stop();
        await node.program.stop();
      }
      expect(existsSync(socket)).toBe(false);
    });
  });

  test("replaces the file that a killed process left, but never a living one's", async () => {
    await inFolder(async (folder) => {
      const socket = join(folder, "http.sock");
      const settings = { NEXUS_SERVER_ALLOWED_ORIGINS: "https://chat.example" };
      const first = await startOn(socket, settings);
      expect(statSync(socket).mode & 0o777).toBe(0o666);
      const env = { ...settings, NEXUS_SERVER_LISTEN: `unix:${socket}` };
      const second = { name: "second", path: programPath("nexuschat"), env };
      const refused = await runProgram(second);
      expect(refused.status).toBe(1);
      expect(refused.output).toContain(`${socket} is taken by another program`);
      first.program.signal("SIGKILL");
      await first.program.exited;
      expect(existsSync(socket)).toBe(true);
      const third = await startOn(socket, settings);
      await eventually("it listens", () => third.program.log.includes(`address=unix:${socket}`));
      await third.program.stop();
      expect(existsSync(socket)).toBe(false);
    });
  });
});
