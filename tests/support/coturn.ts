// A real TURN server with the configuration that this project ships.
// SPDX-License-Identifier: MIT
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { HERE, type Place } from "./deployment.ts";
import { freePort } from "./ports.ts";
import { type Program, startProgram, under } from "./process.ts";
import type { Address } from "./stun-message.ts";

const FOLDER = resolve(import.meta.dirname, "../../deploy/coturn");

// Like the output of `openssl rand -base64 32`, with every special character of base64.
export const TURN_SECRET = "t7Qk2mZ9xW4/B1nL8cRj5hYp+vDf3gSa6uEo0iKw2yT=";
export const NEXT_TURN_SECRET = "+3Fd6gHs0uEo7iKw2yTq9zXb/nMc5vJr8pLt4kQe1aU=";

export type ConfigName = "turnserver.conf" | "loopback.conf";
export type Coturn = Address & {
  readonly program: Program;
  /** The shipped configuration, before the lines that an operator fills in. */
  readonly config: string;
  readonly stop: () => Promise<void>;
};

function listens(port: number, address: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, address);
    const end = (yes: boolean): void => {
      socket.destroy();
      done(yes);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}

export type CoturnOptions = {
  readonly tls?: { readonly port: number; readonly certificate: string; readonly key: string };
  /** Changes the shipped configuration. */
  readonly edit?: (config: string) => string;
  readonly place?: Place;
  /** By default any free port. */
  readonly port?: number;
};

/** Starts it, by default on 127.0.0.1; `lines` are further settings that an operator would fill in. */
export async function startCoturn(
  name: ConfigName,
  lines: readonly string[] = [],
  options: CoturnOptions = {},
): Promise<Coturn> {
  const { tls, edit = (config) => config, place = HERE } = options;
  const { address, command } = place;
  const port = options.port ?? (await freePort());
  const config = edit(await readFile(join(FOLDER, name), "utf8"));
  const directory = await mkdtemp(join(tmpdir(), "nexuschat-coturn-"));
  const clean = (): Promise<void> => rm(directory, { recursive: true, force: true });
  const filledIn = [
    `listening-port=${port}`,
    ...(name === "turnserver.conf" ? [`listening-ip=${address}`] : []),
    ...(tls
      ? [`tls-listening-port=${tls.port}`, `cert=${tls.certificate}`, `pkey=${tls.key}`]
      : ["no-tls", "no-dtls"]),
    `static-auth-secret=${TURN_SECRET}`,
    `pidfile=${join(directory, "pid")}`,
    `userdb=${join(directory, "users")}`,
    ...lines,
  ];
  const path = join(directory, "turnserver.conf");
  await writeFile(path, `${config}\n${filledIn.join("\n")}\n`);
  try {
    const program = await startProgram(
      under(command, { name: "coturn", path: "turnserver", args: ["-c", path] }),
      () => listens(port, address),
    );
    const stop = async (): Promise<void> => {
      await program.stop();
      await clean();
    };
    return { ip: address, port, program, config, stop };
  } catch (error) {
    await clean();
    throw error;
  }
}
