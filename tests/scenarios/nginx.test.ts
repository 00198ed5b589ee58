// Many nodes behind nginx with the configuration that this project ships: which requests reach which node.
// SPDX-License-Identifier: MIT
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { connect } from "node:tls";
import { describe, expect, test } from "vitest";
import { startNode, untilHomesAreKnown } from "../support/deployment.ts";
import { Line, Refused } from "../support/line.ts";
import {
  ask,
  headerOf,
  type ProxiedDeployment,
  type ProxyOptions,
  startProxied,
} from "../support/nginx.ts";
import { freePort } from "../support/ports.ts";
import { eventually, infoOf } from "../support/story.ts";
import { meet, type Pair, talk, Visitor } from "../support/visitor.ts";

/** Some seconds on a busy machine; nginx itself gives up after 60 s. */
const QUICKLY_MS = 15_000;
/** The shipped configuration allows 5 s; by default nginx allows 60 s. */
const SLOW_HEAD_MS = 30_000;
const ADDRESS_MAX = 20;

async function behindNginx(
  story: (site: ProxiedDeployment) => Promise<void>,
  options: ProxyOptions = {},
): Promise<void> {
  const site = await startProxied(options);
  try {
    await story(site);
  } finally {
    await site.stop();
  }
}

async function newPair(site: ProxiedDeployment): Promise<Pair> {
  const [one, other] = [await Visitor.arrive(site), await Visitor.arrive(site)];
  return meet(one, other);
}

const homeOf = ({ matched, initiator }: Pair): string => matched.get(initiator)?.home.node ?? "";

/** One pair for each home: a room on each node. */
async function pairsByHome(site: ProxiedDeployment, count = 2): Promise<Map<string, Pair>> {
  const pairs = new Map<string, Pair>();
  for (let i = 0; pairs.size < count; ++i) {
    if (i > 60) throw new Error(`all rooms are on ${[...pairs.keys()]}`);
    const pair = await newPair(site);
    if (!pairs.has(homeOf(pair))) pairs.set(homeOf(pair), pair);
  }
  return pairs;
}

async function talkBothWays({ initiator, responder }: Pair): Promise<void> {
  await talk(initiator, responder, "is it me you see?");
  await talk(responder, initiator, "it is");
}

describe.concurrent("behind nginx", () => {
  test("visitors of different matching nodes meet and talk, in rooms on every node", async () => {
    await behindNginx(async (site) => {
      const pairs = await pairsByHome(site);
      for (const [home, pair] of pairs) {
        expect(pair.matched.get(pair.initiator)?.home.url).toBe(`/s/${home}/v1/room`);
        expect(pair.initiator.roomLine.url).toBe(site.roomUrl(home));
        await talkBothWays(pair);
      }
      for (const node of site.nodes) {
        const { online, rooms } = await infoOf(node);
        expect([node.name, node.match ? online : rooms]).toEqual([node.name, expect.any(Number)]);
        expect(node.match ? online : rooms).toBeGreaterThan(0);
      }
      // In the next match, the room socket stays on its node or moves to the other node.
      const [first] = pairs.values();
      if (!first) throw new Error("there is a pair");
      const { initiator, responder } = first;
      initiator.leave();
      await responder.expect("partner_left");
      const third = await Visitor.arrive(site);
      await talkBothWays(await meet(third, responder));
    });
  });

  test("visitors of a killed node are disconnected at once, and rooms on other nodes continue", async () => {
    await behindNginx(async (site) => {
      const [[gone, lost], [, kept]] = [...(await pairsByHome(site))] as [
        [string, Pair],
        [string, Pair],
      ];
      site.nodes.find(({ name }) => name === gone)?.program.signal("SIGKILL");
      const closed = await Promise.all(
        [lost.initiator, lost.responder].map((one) => one.roomLine.expectClose()),
      );
      expect(closed.map(({ code }) => code)).toEqual([1006, 1006]);
      const answer = await ask(`${site.origin}/s/${gone}/v1/room`);
      expect(answer.status).toBe(503);
      expect(answer.tookMs).toBeLessThan(QUICKLY_MS);
      expect(headerOf(answer, "retry-after")).toEqual(["2"]);
      expect(headerOf(answer, "content-type")).toEqual(["application/problem+json"]);
      expect(JSON.parse(answer.body)).toMatchObject({ status: 503 });
      const late = await Line.open(site.roomUrl(gone), { origin: site.origin }).catch(
        (error: Error) => error,
      );
      expect(late).toMatchObject(new Refused(503));
      await talkBothWays(kept);
    });
  });

  test("new visitors reach another matching node when one is stopped", async () => {
    await behindNginx(async (site) => {
      const [stopped, other] = site.nodes.filter(({ match }) => match);
      if (!stopped || !other) throw new Error("there are two");
      await stopped.program.stop();
      const since = Date.now();
      for (let i = 0; i < 6; ++i) await Visitor.arrive(site);
      expect(Date.now() - since).toBeLessThan(QUICKLY_MS);
      expect((await infoOf(other)).online).toBe(6);
      await other.program.stop();
      const answer = await ask(`${site.origin}/v1/info`);
      expect(answer.status).toBe(503);
      expect(answer.tookMs).toBeLessThan(QUICKLY_MS);
    });
  });

  test("one more line adds one more node, and disturbs nobody", async () => {
    await behindNginx(
      async (site) => {
        const pair = await newPair(site);
        const url = site.roomUrl("signalling-9");
        await expect(Line.open(url, { origin: site.origin })).rejects.toMatchObject({
          status: 404,
        });
        const added = await startNode("nexus-signalling", "signalling-9", await freePort(), {
          ...site.settings,
          NEXUS_SIGNALLING_URL: "/s/signalling-9/v1/room",
        });
        try {
          await site.reload([...site.nodes, added]);
          await eventually("the new node is reached", async () => {
            const line = await Line.open(url, { origin: site.origin }).catch(() => null);
            line?.cut();
            return line !== null;
          });
          await untilHomesAreKnown(site.nodes.find(({ match }) => match) ?? added, 2);
          expect([...(await pairsByHome(site)).keys()]).toContain("signalling-9");
          await talkBothWays(pair);
          expect(pair.initiator.match.isOpen).toBe(true);
        } finally {
          await added.program.stop();
        }
      },
      { matching: 1, signalling: 1 },
    );
  });

  test("the server's pings keep an idle socket open", async () => {
    await behindNginx(
      async (site) => {
        const pair = await newPair(site);
        await pause(32_000);
        await talkBothWays(pair);
        pair.initiator.leave();
        await pair.initiator.wait();
      },
      // The shipped minute spans more than three pings; 25 s span a little more than one.
      { edit: (config) => config.replace(/(proxy_(?:read|send)_timeout) 60s/g, "$1 25s") },
    );
  }, 60_000);

  test("a flood of requests gets 429 with Retry-After, and a page load does not", async () => {
    await behindNginx(
      async (site) => {
        const flood = Array.from({ length: 60 }, () => ask(`${site.origin}/v1/info`));
        const answers = await Promise.all(flood);
        const refused = answers.filter(({ status }) => status === 429);
        expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(10);
        expect(refused.length).toBeGreaterThan(0);
        for (const answer of refused) {
          expect(headerOf(answer, "retry-after")).toEqual(["5"]);
          expect(headerOf(answer, "content-type")).toEqual(["application/problem+json"]);
        }
      },
      {
        edit: (config) =>
          config.replace("rate=50r/s", "rate=1r/s").replace("burst=400", "burst=10"),
      },
    );
    await behindNginx(async (site) => {
      const load = Array.from({ length: 80 }, () => ask(`${site.origin}/v1/info`));
      expect(new Set((await Promise.all(load)).map(({ status }) => status))).toEqual(
        new Set([200]),
      );
    });
  });

  describe("the client's address", () => {
    const settings = {
      NEXUS_SERVER_LOOPBACK_IS_EXEMPT: "false",
      NEXUS_SERVER_SPARE_SHARE_PER_ADDRESS: "0",
    };

    const opened = async (
      url: string,
      origin: string,
      localAddress: string,
      forged: (i: number) => Record<string, string> = () => ({}),
    ): Promise<{ lines: Line[]; refused: number[] }> => {
      const lines: Line[] = [];
      const refused: number[] = [];
      for (let i = 0; i < ADDRESS_MAX + 5; ++i) {
        const options = { origin, localAddress, headers: forged(i) };
        const one = await Line.open(url, options).catch((error: Error) => error);
        if (one instanceof Line) lines.push(one);
        else refused.push(one instanceof Refused ? one.status : 0);
      }
      return { lines, refused };
    };

    test("counts for the limits of an address, whatever the visitor claims in a header", async () => {
      await behindNginx(
        async (site) => {
          const url = site.roomUrl("signalling-0");
          const plain = await opened(url, site.origin, "127.0.0.66");
          expect(plain.lines.length).toBe(ADDRESS_MAX);
          expect(plain.refused).toEqual(Array(5).fill(429));
          const liar = await opened(url, site.origin, "127.0.0.67", (i) => ({
            "X-Forwarded-For": `203.0.113.${i}`,
          }));
          expect(liar.lines.length).toBe(ADDRESS_MAX);
          expect(liar.refused).toEqual(Array(5).fill(429));
          for (const line of [...plain.lines, ...liar.lines]) line.cut();
        },
        { settings },
      );
    });

    test("is not taken from a header of a client that is not a trusted proxy", async () => {
      await behindNginx(
        async (site) => {
          const direct = site.nodes.find(({ room }) => room)?.room ?? "";
          const liar = await opened(direct, site.origin, "127.0.0.68", (i) => ({
            "X-Forwarded-For": `203.0.113.${i}`,
          }));
          expect(liar.lines.length).toBe(ADDRESS_MAX);
          for (const line of liar.lines) line.cut();
        },
        { settings },
      );
    });
  });

  test("the app is served with each security header once, and operators' endpoints are not served", async () => {
    await behindNginx(
      async (site) => {
        const page = await ask(`${site.origin}/`);
        const script = /\/assets\/[^"]+\.js/.exec(page.body)?.[0] ?? "none";
        for (const path of ["/", script, "/favicon.svg", "/v1/info"]) {
          const answer = await ask(`${site.origin}${path}`, "GET", { "Accept-Encoding": "br" });
          expect([path, answer.status]).toEqual([path, 200]);
          for (const name of [
            ...["strict-transport-security", "content-security-policy", "permissions-policy"],
            ...["x-content-type-options", "referrer-policy", "cross-origin-opener-policy"],
          ]) {
            expect([path, name, headerOf(answer, name).length]).toEqual([path, name, 1]);
          }
          expect(headerOf(answer, "server")).toEqual(["nginx"]);
          if (path === script) expect(headerOf(answer, "content-encoding")).toEqual(["br"]);
        }
        for (const path of [
          ...["/livez", "/readyz", "/metrics", "/debug/vars", "/v1/admin", "/v1/", "/v1/room"],
          ...["/.git/config", "/assets/../livez", "/assets/%2e%2e/readyz", "/s/signalling-0/livez"],
          ...["/s/signalling-0/v1/room/../../readyz", "/s/nobody/v1/room", "/s//v1/room"],
          "/s/127.0.0.1:8000/v1/room",
        ]) {
          const answer = await ask(`${site.origin}${path}`);
          expect([path, answer.status]).toEqual([path, 404]);
          expect(headerOf(answer, "content-type")).toEqual(["application/problem+json"]);
        }
        const plain = await fetch(`http://127.0.0.1:${site.redirectPort}/x?y`, {
          redirect: "manual",
        });
        expect([plain.status, plain.headers.get("location")]).toEqual([
          308,
          "https://127.0.0.1/x?y",
        ]);
      },
      { web: true },
    );
  });

  test("evidence of reports passes, up to its limit", async () => {
    const directory = mkdtempSync(join(tmpdir(), "nexuschat-evidence-"));
    const settings = {
      NEXUS_REPORTS_FILE: join(directory, "reports-{node}.jsonl"),
      NEXUS_REPORTS_EVIDENCE_RECIPIENT: `evidence-public-${"A".repeat(43)}`,
    };
    await behindNginx(
      async (site) => {
        const post = (bytes: number) =>
          ask(`${site.origin}/v1/evidence`, "POST", {
            ...{ Origin: site.origin, Authorization: "Bearer none" },
            "Content-Length": `${bytes}`,
          });
        const answer = await post(256 * 1024);
        expect(answer.body).toContain("the token is not genuine or has expired"); // by the node
        expect((await post(256 * 1024 + 1)).status).toBe(413);
      },
      { settings },
    );
    rmSync(directory, { recursive: true });
  });

  test("a problem of a page gets a reference", async () => {
    await behindNginx(async (site) => {
      const headers = { Origin: site.origin, "Content-Length": "7" };
      const answer = await ask(`${site.origin}/v1/problems`, "POST", headers, "no_path");
      expect([answer.status, answer.body]).toEqual([201, expect.stringContaining("reference")]);
    });
  });

  test("request bodies, long heads and slow heads are refused", async () => {
    await behindNginx(async (site) => {
      const long = { "X-Long": "x".repeat(10_000) };
      expect((await ask(site.origin, "GET", long)).status).toBe(400);
      const body = { "Content-Length": "2000" };
      expect((await ask(`${site.origin}/v1/info`, "POST", body)).status).toBe(413);
      const { hostname: host, port } = new URL(site.origin);
      const slow = connect({ host, port: Number(port), rejectUnauthorized: false });
      slow.on("error", () => {});
      slow.write("GET / HTTP/1.1\r\n");
      const trickle = setInterval(() => slow.write("X"), 250);
      const since = Date.now();
      await new Promise((done) => slow.once("close", done));
      clearInterval(trickle);
      expect(Date.now() - since).toBeLessThan(SLOW_HEAD_MS);
    });
  });
});
