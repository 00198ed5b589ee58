// `nexuschat doctor` names each of these misconfigurations, and what helps. The servers are real: nodes, Redis,
// nginx with a certificate, coturn.
// SPDX-License-Identifier: MIT
import { execFileSync } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Coturn, NEXT_TURN_SECRET, startCoturn, TURN_SECRET } from "../support/coturn.ts";
import {
  type Deployment,
  SECRET,
  type Settings,
  startDeployment,
  startRedis,
} from "../support/deployment.ts";
import { useDirectory } from "../support/directory.ts";
import { Doctor, type Examination, type Manner } from "../support/doctor.ts";
import { BEHIND_A_PROXY, type RunningNginx, roomPath, startNginx } from "../support/nginx.ts";
import { freePort } from "../support/ports.ts";
import type { Program } from "../support/process.ts";

const PASSWORD = "hunter2hunter2hunter2";
const OTHER_SECRET = "kP4vZ7nQ1sXw9Lr3TbG6yHc8JdMf2AeUo5iVq0KtRxN=";

const directory = useDirectory("doctor");
let site: Deployment;
let nginx: RunningNginx;
let coturn: Coturn;
let doctor: Doctor;
let [certificate, key] = ["", ""];

beforeAll(async () => {
  const port = await freePort();
  [certificate, key] = [join(directory, "cert.pem"), join(directory, "key.pem")];
  const what = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "60"];
  const names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  const files = ["-keyout", key, "-out", certificate];
  execFileSync("openssl", ["req", "-x509", ...what, ...names, ...files], { stdio: "ignore" });
  site = await startDeployment("split", {
    site: { origin: `https://127.0.0.1:${port}`, room: roomPath },
    settings: BEHIND_A_PROXY,
  });
  nginx = await startNginx(port, site.nodes, { tls: { certificate, key } });
  coturn = await startCoturn("turnserver.conf");
  const sound = {
    ...site.settings,
    NEXUS_CREDENTIALS_SECRETS: SECRET,
    NEXUS_NODE_NAME: "examined",
    NEXUS_SERVER_PORT: `${await freePort()}`,
    NEXUS_ICE_TURN_URLS: `turn:127.0.0.1:${coturn.port},turn:127.0.0.1:${coturn.port}?transport=tcp`,
    NEXUS_ICE_TURN_SECRETS: TURN_SECRET,
    NEXUS_SERVER_CONNECTIONS_MAX: "100",
    SSL_CERT_FILE: certificate,
    NEXUS_METRICS_LISTEN: new URL(site.nodes.find((node) => node.match)?.metrics ?? "").host,
  };
  doctor = new Doctor(sound, [SECRET, OTHER_SECRET, TURN_SECRET, PASSWORD]);
}, 120_000);
afterAll(async () => {
  await coturn?.stop();
  await nginx?.stop();
  await site?.stop();
});

const examine = (settings: Settings = {}): Promise<Examination> => doctor.examine(settings);

/** The doctor fails, with that finding and that cure below it. */
const expectFailure = (
  settings: Settings,
  what: string,
  cure: string,
  manner: Manner = {},
): Promise<void> => doctor.expectFinding("FAIL", settings, what, cure, manner);

test("a sound deployment has no failure", async () => {
  const { output, status } = await examine();
  expect(output).not.toContain("FAIL");
  for (const part of [
    "answers",
    "noeviction",
    "takes a write",
    "clocks of Redis and of this machine agree",
    "2 matching and 2 signalling processes",
    "a relay at 127.0.0.1",
    "sends nothing into private networks",
    "the certificate ends in 59 days",
    "a matching node answers",
    "pages open sockets",
    "/readyz is not reached from outside",
    "/s/signalling-1/v1/room of node signalling-1: leads to that node",
    "the running process knows its visitors apart",
  ]) {
    expect(output).toContain(part);
  }
  expect(status).toBe(0);
});

describe("Redis", () => {
  let redis: Program;
  let other = "";
  const cli = (...words: readonly string[]): string =>
    execFileSync("redis-cli", ["-p", new URL(other).port, ...words], {
      env: { ...process.env, REDISCLI_AUTH: PASSWORD },
    }).toString();
  beforeAll(async () => {
    const port = await freePort();
    redis = await startRedis(directory, port);
    other = `redis://127.0.0.1:${port}`;
    execFileSync("redis-cli", ["-p", `${port}`, "CONFIG", "SET", "requirepass", PASSWORD]);
  });
  afterAll(async () => void (await redis?.stop()));

  test("that is not there", async () => {
    const settings = { NEXUS_REDIS_URL: `redis://127.0.0.1:${await freePort()}` };
    await expectFailure(settings, "cannot be reached: Connection refused", "redis-server");
  });

  test("whose password is missing, or another one", async () => {
    const cure = "requirepass";
    await expectFailure({ NEXUS_REDIS_URL: other }, "refuses us: NOAUTH", cure);
    const wrong = { NEXUS_REDIS_URL: other, NEXUS_REDIS_PASSWORD: OTHER_SECRET };
    await expectFailure(wrong, "redis.password: 127.0.0.1", cure);
  });

  test("with TLS, and a certificate of an authority that is not named", async () => {
    const port = await freePort();
    const tls = ["--tls-port", `${port}`, "--tls-cert-file", certificate, "--tls-key-file", key];
    tls.push("--tls-ca-cert-file", certificate, "--tls-auth-clients", "no");
    const secure = await startRedis(directory, await freePort(), {}, undefined, tls);
    try {
      const settings = { NEXUS_REDIS_URL: `rediss://127.0.0.1:${port}` };
      const { output } = await examine({ ...settings, NEXUS_REDIS_CA_FILE: certificate });
      expect(output).toContain(`ok    Redis at 127.0.0.1:${port} answers`);
      const strange = { ...settings, SSL_CERT_FILE: "/dev/null" };
      await expectFailure(
        strange,
        `the certificate of 127.0.0.1:${port} is refused`,
        "redis.ca_file",
      );
    } finally {
      await secure.stop();
    }
  });

  test("that may evict, and that is a replica", async () => {
    const settings = { NEXUS_REDIS_URL: other, NEXUS_REDIS_PASSWORD: PASSWORD };
    cli("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
    await expectFailure(settings, "may evict keys", "CONFIG SET maxmemory-policy noeviction");
    cli("REPLICAOF", "127.0.0.1", "1");
    await expectFailure(settings, "takes no write: READONLY", "name the primary");
  });
});

describe("the processes", () => {
  test("with other secrets", async () => {
    const settings = { NEXUS_CREDENTIALS_SECRETS: OTHER_SECRET };
    await expectFailure(settings, "do not accept each other", "copy the file of the secrets");
  });

  test("with the name of another one, or its url", async () => {
    const name = { NEXUS_NODE_NAME: "matching-1" };
    await expectFailure(name, "node.name: nexus-matching matching-1", "a node.name of its own");
    const url = { NEXUS_SIGNALLING_URL: `${roomPath("signalling-0")}/` };
    const cure = "a signalling.url that leads to it alone";
    await expectFailure(url, "signalling.url: nexus-signalling signalling-0", cure, {
      program: "nexus-signalling",
    });
  });

  test("with other lanes", async () => {
    const cure = "the same matching.lanes";
    const what = 'matching.lanes: "adult general" here, but "general" of nexus-matching matching-0';
    const lanes = { NEXUS_MATCHING_LANES: "adult,general" };
    await doctor.expectFinding("warn", lanes, what, cure);
    for (const program of ["nexus-matching", "nexus-signalling"] as const) {
      const { output } = await doctor.examine({}, { program });
      expect(output).not.toContain("matching.lanes");
    }
  });

  test("in another pool", async () => {
    const { output } = await examine({ NEXUS_REDIS_POOL: "elsewhere" });
    expect(output).toContain('warn  no process has enrolled in the pool "elsewhere"');
    expect(output).toContain("compare their redis.url and redis.pool");
  });
});

describe("TURN", () => {
  test("with another secret", async () => {
    const settings = { NEXUS_ICE_TURN_SECRETS: NEXT_TURN_SECRET };
    await expectFailure(settings, "no relay for us (error 401)", "static-auth-secret");
  });

  test("that nobody answers, by TCP and by UDP", async () => {
    const port = await freePort();
    const tcp = { NEXUS_ICE_TURN_URLS: `turn:127.0.0.1:${port}?transport=tcp` };
    await expectFailure(tcp, "cannot be reached: Connection refused", "systemctl status coturn");
    const udp = { NEXUS_ICE_TURN_URLS: `turn:127.0.0.1:${port}` };
    await expectFailure(udp, "no answer of a TURN server", `udp port ${port} must be open`);
  });

  test("over TLS, with a certificate that browsers take or refuse", async () => {
    const port = await freePort();
    const secure = await startCoturn("turnserver.conf", [], {
      tls: { port, certificate, key },
    });
    try {
      const url = `turns:127.0.0.1:${port}`;
      const { output } = await examine({ NEXUS_ICE_TURN_URLS: url });
      expect(output).toContain(`ok    ${url}: the certificate ends in 59 days`);
      expect(output).toContain(`ok    ${url}: a relay at 127.0.0.1`);
      const strange = { NEXUS_ICE_TURN_URLS: url, SSL_CERT_FILE: "/dev/null" };
      await expectFailure(strange, `${url}: browsers refuse its certificate`, "certbot");
    } finally {
      await secure.stop();
    }
  });

  test("that relays into private networks", async () => {
    const open = await startCoturn("turnserver.conf", [], {
      edit: (config) => config.replace(/^denied-peer-ip=.*$/gm, ""),
    });
    try {
      const settings = { NEXUS_ICE_TURN_URLS: `turn:127.0.0.1:${open.port}` };
      await expectFailure(settings, "strangers may reach 10.0.0.1", "denied-peer-ip");
    } finally {
      await open.stop();
    }
  });
});

describe("the machine", () => {
  test("without the folder of the reports", async () => {
    const settings = { NEXUS_REPORTS_FILE: join(directory, "none", "reports.jsonl") };
    await expectFailure(settings, "none", "StateDirectory");
  });

  test("behind a proxy that it does not know", async () => {
    const settings = { NEXUS_SERVER_TRUSTED_PROXIES: "" };
    const cure = 'server.trusted_proxies = ["127.0.0.1"]';
    await expectFailure(settings, "server.trusted_proxies: empty", cure);
  });
});

describe("the site", () => {
  test("with a certificate that browsers refuse", async () => {
    await expectFailure(
      { SSL_CERT_FILE: "/dev/null" },
      "browsers refuse its certificate",
      "certbot",
    );
  });

  test("that another server answers", async () => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    try {
      const { port } = server.address() as { readonly port: number };
      const settings = { NEXUS_SERVER_ALLOWED_ORIGINS: `http://127.0.0.1:${port}` };
      await expectFailure(settings, "not answered by a matching node", "matching.conf");
    } finally {
      server.close();
    }
  });

  test("that the running nodes do not allow", async () => {
    const node = site.nodes.find((one) => one.match)?.http ?? "";
    const settings = { NEXUS_SERVER_ALLOWED_ORIGINS: node };
    await expectFailure(settings, "a page's socket is refused (status 403)", `must name ${node}`);
  });

  test("whose paths lead to other nodes, or nowhere", async () => {
    const [a, b] = site.nodes.filter((node) => node.room);
    if (!a || !b) throw new Error("two signalling nodes run");
    const others = site.nodes.filter((node) => node.match);
    const until = async (what: string, cure: string): Promise<void> => {
      // nginx takes its new configuration some time after the signal.
      await expect
        .poll(async () => (await examine()).output, { timeout: 60_000, interval: 100 })
        .toContain(what);
      await expectFailure({}, what, cure);
    };
    try {
      await nginx.reload([...others, { ...a, name: b.name }, { ...b, name: a.name }]);
      await until(
        "of node signalling-0: leads to another node",
        "correct the line of signalling-0",
      );
      await nginx.reload([...others, a]);
      await until("cannot open it (status 404)", "a line `signalling-1 ADDRESS:PORT;`");
    } finally {
      await nginx.reload(site.nodes);
    }
  });
});
