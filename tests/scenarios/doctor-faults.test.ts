// `nexuschat doctor` names faults of Redis behind Sentinels and in clusters, of clocks, versions, machines and
// proxies, and what helps. Each fault is there: real Redis servers, Sentinels, nodes, nginx and full file systems.
// SPDX-License-Identifier: MIT
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askRedis } from "../faults/cluster.ts";
import { WallClocks } from "../faults/wall-clocks.ts";
import {
  type Deployment,
  HERE,
  type Node,
  programPath,
  SECRET,
  type Settings,
  startDeployment,
  startNode,
  startRedis,
} from "../support/deployment.ts";
import { useDirectory } from "../support/directory.ts";
import { Doctor } from "../support/doctor.ts";
import { startFolderProxy } from "../support/folder-proxy.ts";
import { startNginx } from "../support/nginx.ts";
import { freePort } from "../support/ports.ts";
import { answers, answersWith, type Program, startProgram } from "../support/process.ts";
import { eventually } from "../support/story.ts";

const PASSWORD = "hunter2hunter2hunter2";

const directory = useDirectory("faulty");
let site: Deployment;
let doctor: Doctor;
/** Of the Redis of the site. */
let redisPort = 0;

const metricsOf = (node: Node | undefined): string => new URL(node?.metrics ?? "").host;

beforeAll(async () => {
  site = await startDeployment("split", { matching: 1, signalling: 1 });
  redisPort = Number(new URL(site.settings["NEXUS_REDIS_URL"] ?? "").port);
  const sound = {
    ...site.settings,
    NEXUS_CREDENTIALS_SECRETS: SECRET,
    NEXUS_NODE_NAME: "examined",
    NEXUS_SERVER_PORT: `${await freePort()}`,
    NEXUS_SERVER_CONNECTIONS_MAX: "100",
    NEXUS_METRICS_LISTEN: metricsOf(site.nodes.find((node) => node.match)),
  };
  doctor = new Doctor(sound, [SECRET, PASSWORD]);
}, 120_000);
afterAll(async () => {
  await site?.stop();
});

test("a sound deployment has no failure", async () => {
  const { output, status } = await doctor.examine();
  expect(output).not.toContain("FAIL");
  expect(output).toContain("164 open files are enough for server.connections_max");
  expect(status).toBe(0);
});

describe("Redis behind Sentinels", () => {
  let sentinel: Program;
  let port = 0;
  const tell = (...words: readonly string[]): void => {
    execFileSync("redis-cli", ["-e", "-p", `${port}`, ...words], {
      env: { ...process.env, REDISCLI_AUTH: PASSWORD },
      stdio: "ignore",
    });
  };
  const behind = (name: string): Settings => ({
    NEXUS_REDIS_URL: `redis+sentinel://127.0.0.1:${port}/${name}`,
  });
  beforeAll(async () => {
    port = await freePort();
    const file = join(directory, "sentinel.conf");
    writeFileSync(file, `dir ${directory}\nsentinel monitor nexus 127.0.0.1 ${redisPort} 1\n`);
    const args = [file, "--sentinel", "--port", `${port}`, "--bind", "127.0.0.1"];
    sentinel = await startProgram({ name: "sentinel", path: "redis-server", args }, () =>
      answersWith(port, "PING\r\n", "+PONG"),
    );
  });
  afterAll(async () => void (await sentinel?.stop()));

  test("that is sound", async () => {
    const { output } = await doctor.examine(behind("nexus"));
    expect(output).not.toContain("FAIL");
    expect(output).not.toContain("Sentinel");
    expect(output).toContain(`ok    Redis at 127.0.0.1:${redisPort} answers`);
    expect(output).toContain("1 matching and 1 signalling processes");
  });

  test("under another name", async () => {
    const what = `127.0.0.1:${port} is a Sentinel that knows no primary "other", but: nexus`;
    await doctor.expectFinding("FAIL", behind("other"), what, "SENTINEL MASTERS");
  });

  test("whose Sentinel is addressed as a Redis", async () => {
    const settings = { NEXUS_REDIS_URL: `redis://127.0.0.1:${port}` };
    const cure = `redis.url = redis+sentinel://127.0.0.1:${port}/nexus`;
    await doctor.expectFinding("FAIL", settings, "is a Sentinel, which keeps no data", cure);
  });

  test("whose Redis is addressed as a Sentinel", async () => {
    const settings = { NEXUS_REDIS_URL: `redis+sentinel://127.0.0.1:${redisPort}/nexus` };
    const what = `127.0.0.1:${redisPort} is no Sentinel, but a Redis`;
    await doctor.expectFinding("FAIL", settings, what, "the port of the Sentinels");
  });

  test("with too few Sentinels for a failover", async () => {
    tell("SENTINEL", "SET", "nexus", "quorum", "2");
    try {
      const what = "could not replace a primary that fails: NOQUORUM";
      await doctor.expectFinding("warn", behind("nexus"), what, "start the other Sentinels");
    } finally {
      tell("SENTINEL", "SET", "nexus", "quorum", "1");
    }
  });

  test("whose primary this machine does not reach", async () => {
    const lost = await freePort();
    tell("SENTINEL", "MONITOR", "lost", "127.0.0.1", `${lost}`, "1");
    try {
      const what = `the Sentinel 127.0.0.1:${port} names: 127.0.0.1:${lost} cannot be reached`;
      const cure = "by an address that every machine reaches";
      await doctor.expectFinding("FAIL", behind("lost"), what, cure);
    } finally {
      tell("SENTINEL", "REMOVE", "lost");
    }
  });

  test("whose Sentinel demands a password", async () => {
    tell("ACL", "SETUSER", "default", `>${PASSWORD}`);
    try {
      const what = "is a Sentinel that refuses us: NOAUTH";
      await doctor.expectFinding("FAIL", behind("nexus"), what, "ACL SETUSER");
    } finally {
      tell("ACL", "SETUSER", "default", "nopass");
    }
  });
});

describe("Redis in a cluster", () => {
  test("without slots, that redirects us, and that redirects us to a node that is away", async () => {
    const startMember = async (name: string) => {
      const [port, bus] = [await freePort(), await freePort()];
      const options = ["--cluster-enabled", "yes", "--cluster-config-file", `${name}.nodes`];
      options.push("--cluster-port", `${bus}`, "--cluster-node-timeout", "60000");
      return { port, bus, program: await startRedis(directory, port, {}, HERE, options) };
    };
    const empty = await startMember("empty");
    const owner = await startMember("owner");
    const settings = { NEXUS_REDIS_URL: `redis://127.0.0.1:${empty.port}` };
    try {
      await doctor.expectFinding("FAIL", settings, "takes no write: CLUSTERDOWN", "CLUSTER INFO");
      await askRedis(owner.port, ["CLUSTER", "ADDSLOTSRANGE", "0", "16383"]);
      const meet = ["CLUSTER", "MEET", "127.0.0.1", `${owner.port}`, `${owner.bus}`];
      await askRedis(empty.port, meet);
      for (const { port } of [empty, owner]) {
        await eventually("the cluster takes commands", async () =>
          `${await askRedis(port, ["CLUSTER", "INFO"])}`.includes("cluster_state:ok"),
        );
      }
      await expect(askRedis(empty.port, ["SET", "key", "value"])).rejects.toThrow("MOVED");
      const { output } = await doctor.examine(settings);
      expect(output).toContain("ok    Redis takes a write");
      expect(output).not.toContain("MOVED");
      owner.program.signal("SIGKILL");
      await owner.program.exited;
      const what = `redirects us (MOVED), but 127.0.0.1:${owner.port} cannot be reached`;
      await doctor.expectFinding("FAIL", settings, what, "cluster-announce-ip");
    } finally {
      await empty.program.stop();
      await owner.program.stop();
    }
  });
});

describe("the clock of this machine", () => {
  let clocks: WallClocks;
  beforeAll(async () => {
    clocks = await WallClocks.make(["here"]);
  });
  afterAll(async () => void (await clocks?.remove()));

  test.each([
    ["some seconds ahead", 10, "warn", "the clock of Redis differs from this machine's by -"],
    ["a minute ahead", 60, "FAIL", "tokens of one machine are refused by the other"],
    ["a minute ahead, by a signalling node", 60, "FAIL", "its clock is more than 30 s behind"],
    ["minutes behind, by a signalling node", -200, "FAIL", "its clock is a minute or more ahead"],
  ] as const)("%s", async (_, seconds, grade, what) => {
    await clocks.set("here", seconds);
    const cure = "timedatectl set-ntp true";
    await doctor.expectFinding(grade, clocks.settingsOf("here"), what, cure);
  });
});

describe("versions", () => {
  test("of this program and of a running node", async () => {
    const whole = execFileSync(programPath("nexuschat"), ["--version"]).toString();
    const version = /\d+\.\d+\.\d+/.exec(whole)?.[0] ?? "";
    const other = `9${version.slice(1)}`;
    // As in an update that is not complete: a program whose texts name another version.
    const path = join(directory, "nexus-matching");
    const bytes = readFileSync(programPath("nexus-matching"));
    for (let at = bytes.indexOf(version); at >= 0; at = bytes.indexOf(version, at + 1)) {
      bytes.write(other, at, "latin1");
    }
    writeFileSync(path, bytes);
    chmodSync(path, 0o755);
    const [port, metrics] = [await freePort(), `127.0.0.1:${await freePort()}`];
    const http = `http://127.0.0.1:${port}`;
    const env = { ...site.settings, NEXUS_SERVER_ALLOWED_ORIGINS: http };
    const own = { NEXUS_SERVER_PORT: `${port}`, NEXUS_NODE_NAME: "newer" };
    const secret = { NEXUS_CREDENTIALS_SECRETS: SECRET, NEXUS_METRICS_LISTEN: metrics };
    const node = await startProgram(
      { name: "newer", path, env: { ...env, ...own, ...secret } },
      () => answers(`${http}/readyz`),
    );
    try {
      const { output } = await doctor.examine({
        NEXUS_SERVER_ALLOWED_ORIGINS: http,
        NEXUS_METRICS_LISTEN: metrics,
      });
      const cure = "\n      -> install the same version on every machine and restart";
      expect(output).toMatch(/^warn {2}nexus-matching newer /m);
      expect(output).toContain(`is version ${other}, and this program ${version}${cure}`);
      expect(output).toContain(`${http}: runs another version than this program${cure}`);
      const running = `the running process is version ${other}, and this program ${version}`;
      expect(output).toContain(`${running}\n      -> systemctl restart`);
    } finally {
      await node.stop();
    }
  });

  test("of the protocol", async () => {
    const pool = "nexus:{main}:";
    const members = await askRedis(redisPort, ["FCALL", "nexus_members", "1", pool, "0"]);
    const secrets = (members as readonly (readonly string[])[])[0]?.[3] ?? "";
    // As a node of another version enrols, for longer than a doctor that has to wait for the processor.
    const enrol = ["FCALL", "nexus_enrol", "1", pool, "0", "m", "older", "incarnation", "0"];
    enrol.push("elsewhere:1", "", secrets, "0.0.1 1");
    const again = setInterval(() => void askRedis(redisPort, enrol).catch(() => {}), 500);
    try {
      await askRedis(redisPort, enrol);
      const what = "nexus-matching older (elsewhere:1) speaks version 1 of the protocol";
      await doctor.expectFinding("FAIL", {}, what, "install the same version on every machine");
    } finally {
      clearInterval(again);
      await askRedis(redisPort, ["FCALL", "nexus_leave", "1", pool, "m", "older", "incarnation"]);
    }
  });
});

describe.skipIf(process.getuid?.() !== 0)("a file system (needs root)", () => {
  const folder = (): string => join(directory, "small");
  /** Runs the doctor where the folder of the reports is a small file system. */
  const within = (options: string, then: string): readonly string[] => {
    mkdirSync(folder(), { recursive: true });
    const mount = `mount -t tmpfs -o ${options} none ${folder()}`;
    return ["unshare", "-m", "sh", "-c", `${mount} && ${then} exec "$0" "$@"`];
  };
  const settings = (): Settings => ({ NEXUS_REPORTS_FILE: join(folder(), "reports.jsonl") });

  test("that is full", async () => {
    const fill = `head -c 8M /dev/zero >${folder()}/filler 2>/dev/null;`;
    const what = `${folder()} has 0 MiB free`;
    const command = within("size=2m", fill);
    await doctor.expectFinding("FAIL", settings(), what, "df -h", { command });
  });

  test("that has no room for more files", async () => {
    const what = `${folder()} has room for only`;
    const command = within("size=400m,nr_inodes=16", "");
    await doctor.expectFinding("FAIL", settings(), what, "df -i", { command });
  });
});

describe("the process", () => {
  const narrow = ["prlimit", "--nofile=128:128"];
  const cure = "LimitNOFILE=164 in the unit";

  test("that runs with too few files", async () => {
    const place = { ...HERE, command: narrow };
    const more = { ...site.settings, NEXUS_SERVER_CONNECTIONS_MAX: "100" };
    const node = await startNode("nexus-matching", "narrow", await freePort(), more, place);
    try {
      const settings = { NEXUS_METRICS_LISTEN: metricsOf(node) };
      const what = "only 128 files may be opened by the running process";
      await doctor.expectFinding("warn", settings, what, cure);
    } finally {
      await node.program.stop();
    }
  });

  test("that would run with too few files", async () => {
    const settings = { NEXUS_METRICS_LISTEN: "off" };
    const what = "only 128 files may be opened here";
    await doctor.expectFinding("warn", settings, what, cure, { command: narrow });
  });

  test("that does not run", async () => {
    const settings = { NEXUS_METRICS_LISTEN: `127.0.0.1:${await freePort()}` };
    const what = "the running process was not examined: nothing answers";
    await doctor.expectFinding("warn", settings, what, "systemctl status");
  });
});

test("a site in a folder of its host has no failure", async () => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const trusted = { NEXUS_SERVER_TRUSTED_PROXIES: "127.0.0.1", NEXUS_SERVER_BASE_PATH: "/chat" };
  const settings = { NEXUS_SERVER_ALLOWED_ORIGINS: origin, ...trusted };
  const node = await startNode("nexuschat", "local", await freePort(), settings);
  const proxy = await startFolderProxy(port, node.http, "kept");
  const own = { NEXUS_METRICS_LISTEN: metricsOf(node), NEXUS_CREDENTIALS_SECRETS: SECRET };
  try {
    const whole = new Doctor({ ...settings, ...own, NEXUS_NODE_NAME: "local" }, [SECRET]);
    const { output } = await whole.examine({}, { program: "nexuschat" });
    expect(output).not.toContain("FAIL");
    expect(output).toContain(`${origin}: pages open sockets`);
    expect(output).toContain(`${origin}/chat/v1/room of node local: leads to that node`);
  } finally {
    await proxy.stop();
    await node.program.stop();
  }
});

describe("the proxy in front", () => {
  /** Examines `nexuschat` behind an nginx with a changed configuration. */
  async function behindNginx(
    trusted: string,
    edit: (config: string) => string,
    examine: (whole: Doctor) => Promise<void>,
  ): Promise<void> {
    const port = await freePort();
    const settings = {
      NEXUS_SERVER_ALLOWED_ORIGINS: `https://127.0.0.1:${port}`,
      NEXUS_SERVER_TRUSTED_PROXIES: trusted,
    };
    const node = await startNode("nexuschat", "local", await freePort(), settings);
    const nginx = await startNginx(port, [node], { edit });
    const own = { NEXUS_METRICS_LISTEN: metricsOf(node), NEXUS_CREDENTIALS_SECRETS: SECRET };
    try {
      await examine(new Doctor({ ...settings, ...own, NEXUS_NODE_NAME: "local" }, [SECRET]));
    } finally {
      await nginx.stop();
      await node.program.stop();
    }
  }

  test("that the node does not know", async () => {
    await behindNginx(
      "10.9.9.9",
      (config) => config,
      async (whole) => {
        const what = "from a peer that is not in server.trusted_proxies";
        const cure = "grep untrusted_proxy";
        await whole.expectFinding("FAIL", {}, what, cure, { program: "nexuschat" });
      },
    );
  });

  test("that names no client and lets strangers read /readyz", async () => {
    const edit = (config: string): string =>
      config
        .replace(/^.*X-Forwarded-For.*$/m, "")
        .replace(/location \/ \{\s*return 404;/, "location / { proxy_pass http://nexus_matching;");
    await behindNginx("127.0.0.1", edit, async (whole) => {
      const program = { program: "nexuschat" } as const;
      const what = "sockets without naming the client";
      await whole.expectFinding("FAIL", {}, what, "proxy_set_header X-Forwarded-For", program);
      const readable = "/readyz: strangers read the state of the node";
      await whole.expectFinding("warn", {}, readable, "let the proxy answer 404", program);
    });
  });
});
