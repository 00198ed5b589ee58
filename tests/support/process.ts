// Programs that a test starts, watches and stops. Tests stop only programs that they started.
// SPDX-License-Identifier: MIT
import { type ChildProcess, spawn } from "node:child_process";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

export type Exit = { readonly status: number | null; readonly signal: NodeJS.Signals | null };

export type Start = {
  readonly name: string;
  readonly path: string;
  readonly args?: readonly string[];
  /** The program's whole environment besides PATH: settings of the test run must not leak in. */
  readonly env?: Readonly<Record<string, string>>;
  /** A descriptor that receives standard error instead of the log here. */
  readonly stderr?: number;
};

/** Runs the program under another: `prlimit --nofile=256`, `nsenter --net=...`. */
export function under(command: readonly string[], start: Start): Start {
  const [path, ...first] = command;
  if (path === undefined) return start;
  return { ...start, path, args: [...first, start.path, ...(start.args ?? [])] };
}

/** Generous for a busy machine. */
const READY_WITHIN_MS = 60_000;
const COMPILED_WITHIN_MS = 60_000;
const READY_POLL_MS = 25;
/** Longer than a program may take for the goodbye to its visitors. */
const STOP_WITHIN_MS = 8_000;

/** The kernel ends the program when the test that started it is gone, however that ended. */
const ENDS_WITH_US = ["--pdeathsig", "KILL", "--"];

export class Program {
  readonly name: string;
  readonly exited: Promise<Exit>;
  #child: ChildProcess;
  #log = "";
  #exit: Exit | undefined;

  constructor(start: Start) {
    this.name = start.name;
    this.#child = spawn("setpriv", [...ENDS_WITH_US, start.path, ...(start.args ?? [])], {
      env: { PATH: process.env["PATH"] ?? "", ...start.env },
      stdio: ["ignore", "pipe", start.stderr ?? "pipe"],
    });
    const collect = (chunk: Buffer): void => {
      this.#log += chunk.toString("utf8");
    };
    this.#child.stdout?.on("data", collect);
    this.#child.stderr?.on("data", collect);
    this.exited = new Promise((resolve) => {
      const end = (exit: Exit): void => {
        this.#exit ??= exit;
        resolve(this.#exit);
      };
      // "close" follows the last output.
      this.#child.once("close", (status, signal) => end({ status, signal }));
      this.#child.once("error", (error) => {
        this.#log += `${error.message}\n`;
        end({ status: null, signal: null });
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** All output so far, standard output and standard error. */
  get log(): string {
    return this.#log;
  }

  get exit(): Exit | undefined {
    return this.#exit;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Sends SIGTERM, and later SIGKILL to a program that ignores it. */
  async stop(): Promise<Exit> {
    this.signal("SIGTERM");
    const late = setTimeout(() => this.signal("SIGKILL"), STOP_WITHIN_MS);
    const exit = await this.exited;
    clearTimeout(late);
    return exit;
  }
}

/** Starts a program and waits until it is ready; throws with its log if it never is. */
export async function startProgram(
  start: Start,
  isReady: (program: Program) => Promise<boolean>,
): Promise<Program> {
  const program = new Program(start);
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await isReady(program))) {
    if (program.exit || Date.now() > deadline) {
      const why = program.exit ? "stopped" : "is not ready";
      await program.stop();
      throw new Error(`${start.name} ${why}:\n${program.log}`);
    }
    await pause(READY_POLL_MS);
  }
  return program;
}

/** Runs a program until it exits. */
export async function runProgram(
  start: Start,
  withinMs = READY_WITHIN_MS,
): Promise<Exit & { readonly output: string }> {
  const program = new Program(start);
  const late = setTimeout(() => program.signal("SIGKILL"), withinMs);
  const exit = await program.exited;
  clearTimeout(late);
  return { ...exit, output: program.log };
}

/** Builds a test tool that must be written in C++. */
export async function compile(source: string, into: string, ...flags: string[]): Promise<void> {
  const args = ["-std=c++20", "-O2", ...flags, "-o", into, source];
  const { status, output } = await runProgram(
    { name: "g++", path: "g++", args },
    COMPILED_WITHIN_MS,
  );
  if (status !== 0) throw new Error(`${source} does not build: ${output}`);
}

/** Whether a GET of this address is answered with 200. */
export async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).status === 200;
  } catch {
    return false;
  }
}

/** Whether the listener on this port answers `question` with `reply`. */
export function answersWith(
  port: number,
  question: string,
  reply: string,
  host = "127.0.0.1",
): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => socket.write(question));
    let received = "";
    const end = (): void => {
      socket.destroy();
      resolve(received.includes(reply));
    };
    socket.on("data", (chunk) => {
      received += chunk.toString("utf8");
      if (received.includes(reply)) end();
    });
    socket.once("error", end);
    socket.once("close", end);
    socket.setTimeout(1000, end);
  });
}
