// A real nginx with the configuration that this project ships, in front of a split deployment.
// SPDX-License-Identifier: MIT
import { execFileSync } from "node:child_process";
import { chmod, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  type Deployment,
  type DeploymentOptions,
  HERE,
  type Node,
  type Place,
  startDeployment,
} from "./deployment.ts";
import { freePort } from "./ports.ts";
import { answersWith, type Program, startProgram, under } from "./process.ts";

const FOLDER = resolve(import.meta.dirname, "../../deploy/nginx");
/** Debian installs it outside the PATH of users other than root. */
const PATH = `${process.env["PATH"]}:/usr/sbin`;

/** The settings of nodes behind nginx. */
export const BEHIND_A_PROXY = { NEXUS_SERVER_TRUSTED_PROXIES: "127.0.0.1" };

/** The nodes, and the public address. */
export type ProxiedDeployment = Deployment &
  Omit<RunningNginx, "stop"> & {
    /** The public address of that node's room socket. */
    readonly roomUrl: (node: string) => string;
  };

export type ProxyOptions = DeploymentOptions & Pick<NginxOptions, "edit">;

function certificate(directory: string, addresses: readonly string[]): readonly string[] {
  const [key, cert] = [join(directory, "key.pem"), join(directory, "cert.pem")];
  const what = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  const alternatives = addresses.map((one) => `IP:${one}`).join();
  const names = ["-subj", `/CN=${addresses[0]}`, "-addext", `subjectAltName=${alternatives}`];
  const files = ["-keyout", key, "-out", cert];
  execFileSync("openssl", ["req", "-x509", ...what, ...names, ...files], {
    stdio: "ignore",
  });
  return [`ssl_certificate ${cert};`, `ssl_certificate_key ${key};`];
}

/** The facts about a node that nginx needs; with `socket` it uses that Unix socket. */
type Listed = Omit<Node, "program" | "metrics"> & { readonly socket?: string };

const addressOf = ({ socket, http }: Listed): string =>
  socket === undefined ? new URL(http).host : `unix:${socket}`;

/** The two lists of nodes, with a line for each. */
async function writeNodes(directory: string, nodes: readonly Listed[]): Promise<void> {
  const matching = nodes.filter((node) => node.match).map((node) => `server ${addressOf(node)};`);
  const signalling = nodes
    .filter((node) => node.room)
    // In an address with a path behind it, a colon ends the socket's path.
    .map((node) => `${node.name} ${addressOf(node)}${node.socket === undefined ? "" : ":"};`);
  await writeFile(join(directory, "nexuschat/matching.conf"), matching.join("\n"));
  await writeFile(join(directory, "nexuschat/signalling.conf"), signalling.join("\n"));
}

/** Replaces the distribution's nginx.conf for a process of a test. */
function mainConfig(directory: string): string {
  const kept = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (what) => `${what}_temp_path ${directory}/${what};`,
  );
  return `
    daemon off;
    worker_processes 2;
    pid ${directory}/pid;
    error_log stderr warn;
    events { worker_connections 16384; }
    http {
      ${kept.join("\n")}
      include /etc/nginx/mime.types;
      include ${directory}/nexuschat.conf;
      include ${directory}/redirect.conf;
    }`;
}

export type RunningNginx = {
  readonly nginx: Program;
  readonly redirectPort: number;
  /** Reloads nginx with this list of nodes; open connections continue. */
  readonly reload: (nodes: readonly Node[]) => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** The path of that node's room socket. */
export const roomPath = (node: string): string => `/s/${node}/v1/room`;

export type NginxOptions = {
  /** Changes the shipped configuration, to test in seconds what takes a minute. */
  readonly edit?: (config: string) => string;
  /** By default it makes a certificate for its addresses. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  readonly place?: Place;
  /** Another address that it may get while it runs. */
  readonly publicAddress?: string;
};

/** Starts nginx alone, listening on that port. */
export async function startNginx(
  port: number,
  nodes: readonly Listed[],
  { edit = (config) => config, tls, place = HERE, publicAddress }: NginxOptions = {},
): Promise<RunningNginx> {
  const { command, address } = place;
  const addresses = publicAddress ? [address, publicAddress] : [address];
  const redirectPort = await freePort();
  const directory = await mkdtemp(join(tmpdir(), "nexuschat-nginx-"));
  const clean = (): Promise<void> => rm(directory, { recursive: true, force: true });
  try {
    await chmod(directory, 0o755); // lets nginx's workers, which run as nobody, read it
    await cp(join(FOLDER, "nexuschat"), join(directory, "nexuschat"), {
      recursive: true,
    });
    const shipped = await readFile(join(FOLDER, "nexuschat.conf"), "utf8");
    // The crowds of tests come from one address, as exempt from its limits as at the nodes.
    const forCrowds = shipped.replace(/limit_conn (\w+) \d+/, "limit_conn $1 10000");
    await writeFile(join(directory, "nexuschat.conf"), edit(forCrowds));
    const redirect = await readFile(join(FOLDER, "redirect.conf"), "utf8");
    const moved = redirect
      .replace(/^.*\[::\]:80.*$/m, "")
      .replace(/\b80\b/, `${address}:${redirectPort}`);
    await writeFile(join(directory, "redirect.conf"), moved);
    const site = await readFile(join(FOLDER, "nexuschat/site.conf"), "utf8");
    const kept = site.split("\n").filter((line) => !/^(listen|ssl_certificate)/.test(line));
    const here = [
      ...addresses.map((one) => `listen ${one}:${port} ssl http2;`),
      ...(tls
        ? [`ssl_certificate ${tls.certificate};`, `ssl_certificate_key ${tls.key};`]
        : certificate(directory, addresses)),
    ];
    await writeFile(join(directory, "nexuschat/site.conf"), [...kept, ...here].join("\n"));
    await writeNodes(directory, nodes);
    const path = join(directory, "nginx.conf");
    await writeFile(path, mainConfig(directory));
    const args = ["-p", directory, "-c", path];
    const nginx = await startProgram(
      under(command, { name: "nginx", path: "nginx", args, env: { PATH } }),
      () => answersWith(redirectPort, "HEAD / HTTP/1.0\r\n\r\n", "308", address),
    );
    return {
      nginx,
      redirectPort,
      reload: async (now) => {
        await writeNodes(directory, now);
        nginx.signal("SIGHUP");
      },
      stop: async () => {
        await nginx.stop();
        await clean();
      },
    };
  } catch (error) {
    await clean();
    throw error;
  }
}

/** A split deployment behind nginx; its `origin` and `matchUrls` lead to nginx. */
export async function startProxied(options: ProxyOptions = {}): Promise<ProxiedDeployment> {
  const { edit, ...others } = options;
  const port = await freePort();
  const origin = `https://127.0.0.1:${port}`;
  const socket = `wss://127.0.0.1:${port}`;
  const deployment = await startDeployment("split", {
    ...others,
    site: { origin, room: roomPath },
    settings: { ...BEHIND_A_PROXY, ...options.settings },
  });
  try {
    const { nginx, redirectPort, reload, stop } = await startNginx(
      port,
      deployment.nodes,
      edit ? { edit } : {},
    );
    return {
      ...deployment,
      matchUrls: [`${socket}/v1/match`],
      processes: [...deployment.processes, nginx],
      nginx,
      redirectPort,
      roomUrl: (node) => `${socket}${roomPath(node)}`,
      reload,
      stop: async () => {
        await stop();
        await deployment.stop();
      },
    };
  } catch (error) {
    await deployment.stop();
    throw error;
  }
}

export type Answer = {
  readonly status: number;
  /** All values of a header; `name` is in lower case. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly tookMs: number;
};

/** Sends a request over TLS and accepts any certificate. */
export function ask(
  url: string,
  method = "GET",
  headers: Readonly<Record<string, string>> = {},
  body = "",
): Promise<Answer> {
  const since = Date.now();
  return new Promise((done, fail) => {
    const options = {
      method,
      headers,
      rejectUnauthorized: false,
      agent: false,
    };
    const asked = request(url, options, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => {
        const raw = response.rawHeaders;
        const pairs = raw.flatMap((name, i) =>
          i % 2 === 0 ? [[name.toLowerCase(), raw[i + 1] ?? ""] as const] : [],
        );
        const status = response.statusCode ?? 0;
        done({ status, headers: pairs, body: text, tookMs: Date.now() - since });
      });
    });
    asked.on("error", fail);
    asked.end(body);
  });
}

export function headerOf({ headers }: Answer, name: string): readonly string[] {
  return headers.filter(([one]) => one === name).map(([, value]) => value);
}
