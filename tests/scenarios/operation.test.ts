// What the operator sees: health, settings, the web app's files and an orderly shutdown.
// SPDX-License-Identifier: MIT
import { mkdir, mkdtemp, readdir, writeFile } from "node:fs/promises";
import { get } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { SUBPROTOCOL } from "../../clients/js/src/protocol.ts";
import {
  DEPLOYMENTS,
  programPath,
  SECRET,
  startNode,
  withDeployment,
} from "../support/deployment.ts";
import { useDirectory } from "../support/directory.ts";
import { Refused } from "../support/line.ts";
import { freePort } from "../support/ports.ts";
import { Program, runProgram, under } from "../support/process.ts";
import { census, eventually, infoOf, useStage } from "../support/story.ts";
import { meet, Visitor } from "../support/visitor.ts";

/** Some 3 s on an idle machine; a node that waits for its clients never ends. */
const DRAIN_WITHIN_MS = 20_000;

function check(args: readonly string[], env: Record<string, string> = {}) {
  const path = programPath("nexuschat");
  return runProgram({ name: "nexuschat", path, args: ["--check-config", ...args], env });
}

/** The status and the body for a path that fetch would normalize first. */
function getAsItIs(origin: string, path: string): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    get({ hostname, port, path }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      response.on("end", () => resolve(`${response.statusCode} ${body}`));
    }).on("error", reject);
  });
}

describe.each(DEPLOYMENTS)("%s", (kind) => {
  describe("while it runs", () => {
    const stage = useStage(kind);

    test("every node reports that it is live and ready, and its name and protocol", async () => {
      const [anna, ben] = [await stage.arrive(), await stage.arrive()];
      await meet(anna, ben);
      for (const node of stage.deployment.nodes) {
        for (const path of ["/livez", "/readyz"]) {
          const response = await fetch(`${node.http}${path}`);
          expect([path, response.status]).toEqual([path, 200]);
          expect(response.headers.get("content-type")).toContain("application/json");
        }
        const info = await infoOf(node);
        expect(info).toMatchObject({ node: node.name, protocol: 2 });
      }
      expect(await census(stage.deployment)).toEqual({ online: 2, rooms: 1 });
    });

    test("every matching node lists the lanes; the first is for visitors who name none", async () => {
      const settings = { NEXUS_MATCHING_LANES: "general,adult" };
      await withDeployment(
        kind,
        async ({ nodes }) => {
          for (const node of nodes.filter(({ match }) => match)) {
            expect(await infoOf(node)).toMatchObject({ lanes: ["general", "adult"] });
          }
        },
        { settings },
      );
    });

    test("an unknown path or method is a problem in JSON", async () => {
      for (const node of stage.deployment.nodes) {
        const response = await fetch(`${node.http}/v1/nothing`);
        expect(response.status).toBe(404);
        expect(response.headers.get("content-type")).toBe("application/problem+json");
        expect(await response.json()).toMatchObject({ status: 404 });
        expect((await fetch(`${node.http}/livez`, { method: "DELETE" })).status).toBe(405);
      }
    });
  });

  test.concurrent("SIGTERM: goodbye, close 4000, and exit status 0", async () => {
    await withDeployment(kind, async (deployment) => {
      const visitors = await Promise.all(
        [0, 1, 0, 1, 0].map((node) => Visitor.arrive(deployment, { node })),
      );
      const [anna, ben, cleo] = visitors;
      if (!anna || !ben || !cleo) throw new Error("too few visitors");
      await meet(anna, ben);
      await cleo.wait();
      const since = Date.now();
      for (const { program } of deployment.nodes) program.signal("SIGTERM");
      for (const visitor of visitors) {
        const { retry_after_ms } = await visitor.expect("goodbye", { on: "match" });
        expect(retry_after_ms).toBeGreaterThan(0);
        expect((await visitor.match.expectClose()).code).toBe(4000);
      }
      for (const visitor of [anna, ben]) {
        await visitor.expect("goodbye", { on: "room" });
        expect((await visitor.roomLine.expectClose()).code).toBe(4000);
      }
      for (const { program } of deployment.nodes) {
        expect(await program.exited).toEqual({ status: 0, signal: null });
      }
      expect(Date.now() - since).toBeLessThan(DRAIN_WITHIN_MS);
    });
  });

  test.concurrent("SIGTERM: a client that does not close its socket delays the exit, but not for long", async () => {
    await withDeployment(kind, async (deployment) => {
      for (const node of deployment.nodes) {
        const path = node.match ? "/v1/match" : "/v1/room";
        const deaf = connect(Number(new URL(node.http).port), "127.0.0.1");
        deaf.on("error", () => {});
        deaf.write(
          `GET ${path} HTTP/1.1\r\nHost: ${new URL(node.http).host}\r\nUpgrade: websocket\r\n` +
            `Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nOrigin: ${deployment.origin}\r\n` +
            `Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n` +
            `Sec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n\r\n`,
        );
        const received = await new Promise<string>((resolve) => {
          deaf.once("data", (chunk) => resolve(chunk.toString()));
        });
        expect(received).toContain("101 Switching Protocols");
      }
      const since = Date.now();
      for (const { program } of deployment.nodes) program.signal("SIGTERM");
      await eventually("a stopping node is not ready", async () => {
        const answers = await Promise.allSettled(
          deployment.nodes.map((node) => fetch(`${node.http}/readyz`)),
        );
        return answers.every((answer) => answer.status === "rejected" || !answer.value.ok);
      });
      const late = Visitor.arrive(deployment).then(
        () => "welcome",
        (error: Error) => (error instanceof Refused ? `${error.status}` : "refused"),
      );
      expect(["503", "refused"]).toContain(await late);
      for (const { program } of deployment.nodes) {
        expect((await program.exited).status).toBe(0);
      }
      expect(Date.now() - since).toBeLessThan(DRAIN_WITHIN_MS);
    });
  });
});

describe("settings", () => {
  const directory = useDirectory("settings");

  const write = async (text: string): Promise<string> => {
    const path = join(directory, `${Math.random()}.toml`);
    await writeFile(path, text);
    return path;
  };

  test("a valid configuration passes the check", async () => {
    const path = await write('[server]\nport = 0\n[ice]\nstun_urls = ["stun:stun.test"]\n');
    expect(await check(["--config", path])).toMatchObject({ status: 0 });
    expect(await check([])).toMatchObject({ status: 0 });
  });

  test("a check and a start report the same problems, all at once", async () => {
    const args = ["--server-listen", "localhost", "--redis-url", "redis://127.0.0.1:6379"];
    args.push("--server-allowed-origins", "https://chat.test");
    args.push("--signalling-url", "ws://rooms.test/v1/room", "--web-directory", "/proc");
    args.push("--reports-file", join(directory, "missing/reports.jsonl"));
    const checked = await check(args);
    expect(checked.status).toBe(2);
    for (const name of [
      "--server-listen",
      "redis.url",
      "signalling.url",
      "web.directory",
      "reports.file",
    ]) {
      expect(checked.output).toContain(name);
    }
    const path = programPath("nexuschat");
    expect(await runProgram({ name: "nexuschat", path, args })).toEqual(checked);
  });

  test("a check changes nothing on disk; a start creates its files", async () => {
    const state = await mkdtemp(join(directory, "state-"));
    const env = {
      NEXUS_REPORTS_FILE: join(state, "reports-{node}.jsonl"),
      NEXUS_BANS_FILE: join(state, "bans.jsonl"),
    };
    const { status, output } = await check([], env);
    expect([status, await readdir(state)]).toEqual([0, []]);
    expect(output).toContain("bans.file");
    const node = await startNode("nexuschat", "first", await freePort(), env);
    try {
      expect(await readdir(state)).toEqual(["reports-first.jsonl"]);
    } finally {
      await node.program.stop();
    }
  });

  test("it starts among the variables of Kubernetes, and warns of unknown ones", async () => {
    const env = {
      NEXUS_MATCHING_PORT: "tcp://10.0.0.1:8000",
      NEXUS_MATCHING_PORT_8000_TCP_ADDR: "10.0.0.1",
      NEXUS_MATCHING_SERVICE_HOST: "10.0.0.1",
      NEXUS_SERVER_SERVICE_PORT: "8080",
      NEXUS_MATCHING_LANE: "general",
    };
    const node = await startNode("nexuschat", "first", await freePort(), env);
    await node.program.stop();
    expect(node.program.log).toContain("did you mean NEXUS_MATCHING_LANES?");
    expect(node.program.log.split("settings_doubtful")).toHaveLength(2);
  });

  test("a bans file that is created after the start is read", async () => {
    const file = join(directory, "later.jsonl");
    const port = await freePort();
    const node = await startNode("nexuschat", "first", port, { NEXUS_BANS_FILE: file });
    try {
      await eventually("it is logged", () => node.program.log.includes("bans_missing"));
      await writeFile(file, '{"address":"192.0.2.7"}\n');
      await eventually("the bans are read", () => node.program.log.includes("bans=1 bad_lines=0"));
    } finally {
      await node.program.stop();
    }
  });

  test.skipIf(process.getuid?.() !== 0)(
    "an address that is added after the start is listened on",
    async () => {
      const [address, port] = ["10.98.7.6", 8080];
      const program = new Program(
        under(["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$0" "$@"'], {
          name: "early",
          path: programPath("nexuschat"),
          env: {
            NEXUS_SERVER_LISTEN: address,
            NEXUS_SERVER_PORT: `${port}`,
            NEXUS_SERVER_ALLOWED_ORIGINS: `http://${address}:${port}`,
          },
        }),
      );
      const inside = (path: string, ...args: string[]) => {
        const nsenter = ["nsenter", `--net=/proc/${program.pid}/ns/net`];
        return runProgram(under(nsenter, { name: "inside", path, args }));
      };
      try {
        await eventually("it listens", () => program.log.includes("event=listening"));
        expect(program.log).toContain("listen_address_missing");
        const added = await inside("ip", "address", "add", `${address}/32`, "dev", "lo");
        expect(added).toMatchObject({ status: 0 });
        const ask = `fetch("http://${address}:${port}/livez").then((it) => console.log(it.status))`;
        const answer = await inside(process.execPath, "-e", ask);
        expect(answer.output).toContain("200");
      } finally {
        await program.stop();
      }
    },
  );

  test("all problems are reported at once, each with its place, and without secrets", async () => {
    const path = await write(
      '[server]\nport = 70000\nprot = 1\n[ice]\nturn_urls = ["http://x"]\n[nonsense]\nkey = 1\n',
    );
    const { status, output } = await check(["--config", path, "--log-level", "loud"], {
      NEXUS_CREDENTIALS_SECRETS: "too short",
      NEXUS_NO_SUCH_THING: "1",
    });
    expect(status).toBe(2);
    for (const part of [
      "server.port",
      "server.prot",
      "ice.turn_urls",
      "nonsense.key",
      "--log-level",
      "NEXUS_CREDENTIALS_SECRETS",
      "NEXUS_NO_SUCH_THING",
    ]) {
      expect(output).toContain(part);
    }
    expect(output).not.toContain("too short");
  });

  test.each([
    ["invalid TOML", "[server\n", "line 1"],
    [
      "an origin that no browser sends",
      '[server]\nallowed_origins = ["chat.test/"]\n',
      "chat.test/",
    ],
    ["a proxy that is not an address", '[server]\ntrusted_proxies = ["proxy"]\n', "proxy"],
    ["a web directory without a page", '[web]\ndirectory = "/proc"\n', "index.html"],
  ])("%s is refused", async (_, text, named) => {
    const { status, output } = await check(["--config", await write(text)]);
    expect(status).toBeGreaterThan(0);
    expect(output).toContain(named);
  });

  test("a missing configuration file is refused", async () => {
    const { status, output } = await check(["--config", join(directory, "missing.toml")]);
    expect(status).toBe(2);
    expect(output).toContain("missing.toml");
  });

  test.each(["nexus-matching", "nexus-signalling"] as const)(
    "%s does not start without a secret",
    async (name) => {
      const { status, output } = await runProgram({ name, path: programPath(name) });
      expect(status).toBe(2);
      expect(output).toContain("credentials.secrets");
    },
  );

  test("a port in use is reported in a sentence", async () => {
    const port = await freePort();
    const first = await startNode("nexuschat", "first", port);
    try {
      const second = await runProgram({
        name: "second",
        path: programPath("nexuschat"),
        args: ["--server-port", `${port}`],
        env: { NEXUS_CREDENTIALS_SECRETS: SECRET },
      });
      expect(second.status).toBe(1);
      expect(second.output).toContain("can_not_listen");
      expect(second.output).toContain(`${port}`);
      expect(second.output).toContain("is taken by another program");
    } finally {
      await first.program.stop();
    }
  });

  test("the log holds no secret and no chat", async () => {
    await withDeployment(
      "all-in-one",
      async (deployment) => {
        const [anna, ben] = [await Visitor.arrive(deployment), await Visitor.arrive(deployment)];
        const { matched } = await meet(anna, ben);
        anna.chat("a private word");
        await ben.expect("chat_received");
        const { log } = deployment.nodes[0]?.program ?? { log: "" };
        expect(log).toContain("event=listening");
        const token = matched.get(anna)?.seat ?? "";
        for (const secret of ["a private word", SECRET, token, anna.session]) {
          expect(log).not.toContain(secret);
        }
      },
      { settings: { NEXUS_LOG_LEVEL: "debug" } },
    );
  });
});

describe("the web app", () => {
  const directory = useDirectory("web");
  beforeAll(async () => {
    await mkdir(join(directory, "assets"));
    await writeFile(join(directory, "index.html"), "<!doctype html><title>Here</title>");
    await writeFile(join(directory, "assets/app-0a1b2c3d.js"), "export {};");
    await writeFile(join(directory, ".secret"), "hidden");
  });

  test("is served with a policy that allows no other origin", async () => {
    await withDeployment(
      "all-in-one",
      async ({ origin }) => {
        const page = await fetch(`${origin}/`);
        expect(page.status).toBe(200);
        expect(page.headers.get("content-type")).toContain("text/html");
        expect(await page.text()).toContain("<title>Here</title>");
        const policy = page.headers.get("content-security-policy") ?? "";
        expect(policy).toContain("default-src 'self'");
        expect(policy).toContain("frame-ancestors 'none'");
        expect(policy).toContain("wss://rooms.test");
        expect(policy).not.toContain("'unsafe");
        expect(page.headers.get("x-content-type-options")).toBe("nosniff");
        expect(page.headers.get("referrer-policy")).toBe("no-referrer");
        expect(page.headers.get("permissions-policy")).toContain("camera=(self)");

        const script = await fetch(`${origin}/assets/app-0a1b2c3d.js`);
        expect(script.headers.get("content-type")).toContain("javascript");
        expect(script.headers.get("cache-control")).toContain("immutable");
        const absent = [
          "/.secret",
          "/assets/none.js",
          "/v1/none",
          "/some/page",
          "/healthz",
          "/metrics",
        ];
        for (const path of absent) {
          expect([path, await getAsItIs(origin, path)]).toEqual([
            path,
            expect.stringMatching(/^404/),
          ]);
        }
        for (const path of ["/", "/livez", "/readyz", "/v1/info", "/assets/app-0a1b2c3d.js"]) {
          const head = await fetch(`${origin}${path}`, { method: "HEAD" });
          expect([path, head.status]).toEqual([path, 200]);
          const options = await fetch(`${origin}${path}`, { method: "OPTIONS" });
          expect([path, options.status]).toEqual([path, 204]);
          expect(options.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
        }
        for (const path of ["/../../../../etc/passwd", "/%2e%2e/%2e%2e/%2e%2e/etc/passwd"]) {
          expect(await getAsItIs(origin, path)).not.toContain("root:");
        }
        expect((await fetch(`${origin}/livez`)).status).toBe(200);
      },
      {
        settings: {
          NEXUS_WEB_DIRECTORY: directory,
          NEXUS_SERVER_CONNECT_SOURCES: "wss://rooms.test",
        },
      },
    );
  });
});
