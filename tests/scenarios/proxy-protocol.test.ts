// A real HAProxy that passes on bytes and names the client by the PROXY protocol.
// SPDX-License-Identifier: MIT
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Node, type Settings, startNode } from "../support/deployment.ts";
import { Line } from "../support/line.ts";
import { freePort } from "../support/ports.ts";
import { answersWith, type Program, startProgram } from "../support/process.ts";
import { eventually } from "../support/story.ts";

type Site = { readonly node: Node; readonly haproxy: Program; readonly port: number };

/** Debian installs it outside the PATH of users other than root. */
const PATH = `${process.env["PATH"]}:/usr/sbin`;

/** Runs `story` with nexuschat behind HAProxy, which sends headers of that kind. */
async function behindHaproxy(
  kind: "send-proxy" | "send-proxy-v2",
  settings: Settings,
  story: (site: Site) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "nexuschat-haproxy-"));
  const [port, direct, proxied] = [await freePort(), await freePort(), await freePort()];
  const node = await startNode("nexuschat", "local", direct, {
    NEXUS_SERVER_LISTEN: `127.0.0.1,127.0.0.1:${proxied}?proxy_protocol`,
    NEXUS_SERVER_TRUSTED_PROXIES: "127.0.0.1",
    NEXUS_SERVER_ALLOWED_ORIGINS: `http://127.0.0.1:${port}`,
    ...settings,
  });
  try {
    const config = join(folder, "haproxy.cfg");
    writeFileSync(
      config,
      `defaults
        mode tcp
        timeout connect 5s
        timeout client 60s
        timeout server 60s
      frontend site
        bind 127.0.0.1:${port}
        default_backend nodes
      backend nodes
        option httpchk GET /readyz
        server node1 127.0.0.1:${proxied} ${kind} check inter 200ms fall 2 rise 1
`,
    );
    const start = { name: "haproxy", path: "haproxy", args: ["-db", "-f", config], env: { PATH } };
    const listens = kind === "send-proxy-v2" ? "200" : "";
    const haproxy = await startProgram(start, () =>
      answersWith(port, "GET /livez HTTP/1.0\r\n\r\n", listens),
    );
    try {
      await story({ node, haproxy, port });
    } finally {
      await haproxy.stop();
    }
  } finally {
    await node.program.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const open = (port: number, localAddress: string): Promise<Line> =>
  Line.open(`ws://127.0.0.1:${port}/v1/match`, {
    origin: `http://127.0.0.1:${port}`,
    localAddress,
  });

describe.concurrent("behind HAProxy", () => {
  test("the limits of an address apply to each client, not to HAProxy", async () => {
    const settings = {
      NEXUS_SERVER_LOOPBACK_IS_EXEMPT: "false",
      NEXUS_SERVER_CONNECTIONS_PER_ADDRESS_MAX: "2",
      NEXUS_SERVER_SPARE_SHARE_PER_ADDRESS: "0",
    };
    await behindHaproxy("send-proxy-v2", settings, async ({ node, port }) => {
      await open(port, "127.0.0.2");
      await open(port, "127.0.0.2");
      await expect(open(port, "127.0.0.2")).rejects.toMatchObject({ status: 429 });
      await open(port, "127.0.0.3");
      await open(port, "127.0.0.3");
      expect(node.program.log).toContain("kind=address_limit");
      for (const kind of ["no_client_address", "bad_proxy_header", "no_trusted_proxy"]) {
        expect(node.program.log).not.toContain(`kind=${kind}`);
      }
    });
  });

  test("a header of version 1 is refused, and the log names the version to configure", async () => {
    await behindHaproxy("send-proxy", {}, async ({ node }) => {
      await eventually("it is counted", () => node.program.log.includes("kind=bad_proxy_header"));
      expect(node.program.log).toContain("version 1; configure version 2");
    });
  });

  test("a node that will end is taken out before it stops accepting connections", async () => {
    const settings = { NEXUS_SERVER_DRAIN_DELAY_S: "600" };
    await behindHaproxy("send-proxy-v2", settings, async ({ node, haproxy, port }) => {
      const line = await open(port, "127.0.0.2");
      let isOpen = true;
      void line.closed.then(() => {
        isOpen = false;
      });
      node.program.signal("SIGTERM");
      await eventually("HAProxy notices", () => haproxy.log.includes("nodes/node1 is DOWN"));
      const ready = await fetch(`${node.http}/readyz`);
      expect([ready.status, await ready.text()]).toEqual([
        503,
        expect.stringContaining("stopping"),
      ]);
      // It still accepts, and serves the visitors that it has.
      const late = await Line.open(node.match ?? "", { origin: `http://127.0.0.1:${port}` });
      expect(isOpen).toBe(true);
      expect(node.program.exit).toBeUndefined();
      node.program.signal("SIGTERM");
      expect((await late.closed).code).toBe(4000);
      expect((await line.closed).code).toBe(4000);
      expect(await node.program.exited).toEqual({ status: 0, signal: null });
    });
  });
});
