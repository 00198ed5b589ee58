// A certificate is renewed every 60 days: nginx and coturn must serve the new one without a restart, with the hook that
// docs/deployment.md gives certbot. A CA of this test signs the certificates; they are valid for two days.
// SPDX-License-Identifier: MIT
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { connect } from "node:tls";
import { expect, test } from "vitest";
import { startCoturn } from "../support/coturn.ts";
import { useDirectory } from "../support/directory.ts";
import { startNginx } from "../support/nginx.ts";
import { freePort } from "../support/ports.ts";
import { eventually } from "../support/story.ts";

/** nginx needs a node in its lists; no visitor connects to this one. */
const NOWHERE = { name: "nowhere", http: "http://127.0.0.1:9", match: "ws:", room: "ws:" };
const HOOK = resolve(import.meta.dirname, "../../deploy/certbot/renewed.sh");
const directory = useDirectory("certificates");

const openssl = (...args: readonly string[]): Buffer =>
  execFileSync("openssl", args, { cwd: directory, stdio: ["ignore", "pipe", "ignore"] });

const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

function makeAuthority(): void {
  openssl(
    ...["req", "-x509", ...KEY, "-days", "2", "-subj", "/CN=Test CA"],
    ...["-keyout", "ca.key", "-out", "ca.pem"],
  );
}

/** Writes the files that certbot writes: `privkey.pem` and `fullchain.pem`, readable by root only. */
function issue(lineage: string, serial: number): void {
  mkdirSync(lineage, { recursive: true, mode: 0o700 });
  const [key, request, leaf] = ["privkey.pem", "request.pem", "cert.pem"].map((name) =>
    join(lineage, name),
  ) as [string, string, string];
  openssl("req", "-new", ...KEY, "-subj", "/CN=127.0.0.1", "-keyout", key, "-out", request);
  openssl(
    ...["x509", "-req", "-in", request, "-CA", "ca.pem", "-CAkey", "ca.key"],
    ...["-set_serial", `${serial}`, "-days", "2", "-out", leaf],
  );
  const chain = [leaf, join(directory, "ca.pem")].map((file) => openssl("x509", "-in", file));
  writeFileSync(join(lineage, "fullchain.pem"), Buffer.concat(chain));
}

/** The serial number of the certificate that the server at this port serves. */
function servedSerial(port: number): Promise<number> {
  return new Promise((done, fail) => {
    const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false }, () => {
      done(Number.parseInt(socket.getPeerCertificate().serialNumber, 16));
      socket.destroy();
    });
    socket.once("error", fail);
  });
}

test("nginx and coturn serve a renewed certificate without a restart", async () => {
  makeAuthority();
  const lineage = join(directory, "live/chat.example");
  const coturnDirectory = join(directory, "coturn");
  issue(lineage, 1);
  const copy = join(coturnDirectory, "chat.example");
  mkdirSync(copy, { recursive: true });
  const runHook = (nginx: number, coturn: number): void => {
    execFileSync(HOOK, {
      env: {
        PATH: process.env["PATH"],
        RENEWED_LINEAGE: lineage,
        COTURN_DIRECTORY: coturnDirectory,
        COTURN_GROUP: `${process.getgid?.()}`,
        // The hook signals processes of this test instead of systemd units.
        RELOAD_NGINX: nginx ? `kill -HUP ${nginx}` : "true",
        RELOAD_COTURN: coturn ? `kill -USR2 ${coturn}` : "true",
      },
      stdio: "pipe",
    });
  };
  runHook(0, 0); // coturn needs its copy of the certificate before it starts.

  const [sitePort, turnPort] = [await freePort(), await freePort()];
  const nginx = await startNginx(sitePort, [NOWHERE], {
    tls: { certificate: join(lineage, "fullchain.pem"), key: join(lineage, "privkey.pem") },
  });
  const coturn = await startCoturn("turnserver.conf", [], {
    tls: {
      port: turnPort,
      certificate: join(copy, "fullchain.pem"),
      key: join(copy, "privkey.pem"),
    },
  });
  try {
    const served = async () => [await servedSerial(sitePort), await servedSerial(turnPort)];
    expect(await served()).toEqual([1, 1]);
    issue(lineage, 2);
    expect(await served()).toEqual([1, 1]);
    runHook(nginx.nginx.pid, coturn.program.pid);
    await eventually("both serve the new one", async () => `${await served()}` === "2,2");
  } finally {
    await coturn.stop();
    await nginx.stop();
  }
});
