// @vitest-environment happy-dom

import type { Role } from "@nexuschat/client/protocol";
import { expect, it, vi } from "vitest";
import { randomOf } from "@/lib/test-random";
import { FakePeerConnection } from "./fake-rtc";
import { NativePeerLink } from "./native-peer-link";
import type { LinkSignal } from "./peer-link";
import { driveFakeConnections } from "./test-ends";

/** NEXUS_STORMS: more of them, to look for rare faults. */
const STORMS = Number(process.env["NEXUS_STORMS"] ?? 200);
const STEPS = 16;
/** Further steps at most until both ends are quiet. */
const STEPS_AFTER = 400;
const QUIET_STEPS = 20;

const settle = () => vi.advanceTimersByTimeAsync(0);

/** Session and version of a description. */
const originOf = (one: RTCSessionDescriptionInit | null) =>
  one?.sdp?.match(/^o=- (\d+ \d+)/m)?.[1] ?? "none";
const versionOf = (one: RTCSessionDescriptionInit | null) => Number(originOf(one).split(" ")[1]);
const ufragOf = (one: RTCSessionDescriptionInit | null) => one?.sdp?.match(/ufrag:(\S+)/)?.[1];

/** One end of a call. Its browser asks for an offer until each added device is described. */
class End {
  readonly post: LinkSignal[] = [];
  readonly connections: FakePeerConnection[] = [];
  readonly link = new NativePeerLink({
    signal: (signal) => this.post.push(signal),
    state: (state) => {
      this.state = state;
    },
    stream() {},
  });
  state = "closed";
  sdp = "";
  readonly #role: Role;
  /** The last version without the added device; null if none was added. */
  #lacks: readonly [FakePeerConnection, version: number] | null = null;

  constructor(role: Role) {
    this.#role = role;
  }

  get connection(): FakePeerConnection {
    return this.connections.findLast((one) => !one.calls.includes("close")) as FakePeerConnection;
  }

  async act(action: () => unknown): Promise<void> {
    const opened = FakePeerConnection.all.length;
    action();
    await settle();
    this.connections.push(...FakePeerConnection.all.slice(opened));
    this.#ask();
  }

  async prepare(): Promise<void> {
    let told: Promise<string | null> = Promise.resolve(null);
    await this.act(() => {
      told = this.link.prepare(this.#role, [], null);
    });
    const candidate = { candidate: "candidate:1", toJSON: () => ({ candidate: "candidate:1" }) };
    this.connection.onicecandidate?.({ candidate });
    await this.act(() => this.connection.gathers());
    this.sdp = (await told) ?? "";
    expect(this.sdp).not.toBe("");
    this.post.length = 0;
  }

  addDevice(): void {
    this.#lacks = [this.connection, versionOf(this.connection.localDescription)];
  }

  /** Whether the own description has the added device. A new connection has it from the start. */
  get isComplete(): boolean {
    const [connection, version] = this.#lacks ?? [];
    const isOld = connection === this.connection && version !== undefined;
    return !isOld || versionOf(this.connection.localDescription) > version;
  }

  #ask(): void {
    const { signalingState, onnegotiationneeded } = this.connection;
    if (!this.isComplete && signalingState === "stable") onnegotiationneeded?.();
  }
}

/** Whether two ends have each other's descriptions in force. */
function agree(a: End, b: End): boolean {
  const [one, other] = [a.connection, b.connection];
  return (
    [one, other].every(({ signalingState }) => signalingState === "stable") &&
    originOf(one.remoteDescription) === originOf(other.localDescription) &&
    originOf(other.remoteDescription) === originOf(one.localDescription)
  );
}

/** Media flows once each end knows the other's ICE credentials. */
async function meet(a: End, b: End): Promise<void> {
  const [one, other] = [a.connection, b.connection];
  if (ufragOf(one.remoteDescription) !== ufragOf(other.localDescription)) return;
  if (ufragOf(other.remoteDescription) !== ufragOf(one.localDescription)) return;
  for (const end of [a, b]) {
    if (end.connection.connectionState === "connected") continue;
    await end.act(() => end.connection.becomes("connected"));
  }
}

async function deliver(from: End, to: End): Promise<string> {
  const signal = from.post.shift();
  if (!signal) return "";
  await to.act(() => to.link.signal(signal));
  if (signal.kind === "candidates") return "candidates";
  const { type, sdp } = signal.description;
  return `${type} ${sdp ? originOf({ type, sdp }) : ""}`;
}

/** A call whose signals cross, repeat and get lost. The log of its steps; null if all is well. */
async function storm(seed: number): Promise<string | null> {
  const random = randomOf(seed);
  const isSometimes = () => random(2) === 0;
  const [a, b] = [new End("initiator"), new End("responder")];
  const log: string[] = [];
  const losing = random(3);
  await a.prepare();
  await b.prepare();
  for (const end of [a, b]) if (isSometimes()) end.addDevice();

  // The match hands out both descriptions, one or none of them.
  const sendOffer = isSometimes();
  await a.act(() => a.link.start("initiator", [], null, { sendOffer }));
  await b.act(() => b.link.start("responder", [], null));
  const description = (type: "offer" | "answer", sdp: string): LinkSignal => ({
    kind: "description",
    description: { type, sdp },
  });
  if (isSometimes()) await a.act(() => a.link.signal(description("answer", b.sdp)));
  if (!sendOffer || isSometimes()) await b.act(() => b.link.signal(description("offer", a.sdp)));

  const steps: readonly (readonly [string, () => unknown])[] = [
    ["a to b", () => deliver(a, b)],
    ["a to b", () => deliver(a, b)],
    ["b to a", () => deliver(b, a)],
    ["b to a", () => deliver(b, a)],
    ["media flows", () => meet(a, b)],
    ["a adds a device", () => a.act(() => a.addDevice())],
    ["b adds a device", () => b.act(() => b.addDevice())],
    ["2 s", () => vi.advanceTimersByTimeAsync(2_000)],
    [
      "the room's sockets break",
      async () => {
        if (losing !== 1) return;
        for (const end of [a, b]) end.post.length = 0;
        for (const end of [a, b]) await end.act(() => end.link.recover());
      },
    ],
    [
      "the path breaks",
      async () => {
        if (losing !== 2) return;
        for (const end of [a, b]) await end.act(() => end.connection.becomes("failed"));
      },
    ],
  ];
  for (let i = 0; i < STEPS; i++) {
    const [name, act] = steps[random(steps.length)] as (typeof steps)[number];
    log.push(`${name} ${(await act()) ?? ""}`);
  }
  for (let i = 0, quiet = 0; i < STEPS_AFTER && quiet < QUIET_STEPS; i++) {
    quiet = a.post.length + b.post.length === 0 ? quiet + 1 : 0;
    log.push(`a to b ${await deliver(a, b)}`, `b to a ${await deliver(b, a)}`);
    if (quiet > 0) await meet(a, b);
    await vi.advanceTimersByTimeAsync(quiet > 0 ? 1_000 : 10);
  }

  const isWell = agree(a, b) && [a, b].every((end) => end.isComplete && end.state === "connected");
  for (const [name, { connection, state, isComplete }] of Object.entries({ a, b })) {
    const [local, remote] = [connection.localDescription, connection.remoteDescription];
    log.push(`${name}: ${state}, ${originOf(local)} with ${originOf(remote)}, ${isComplete}`);
  }
  for (const end of [a, b]) end.link.close();
  return isWell ? null : log.filter((line) => !/^[ab] to [ab] $/.test(line)).join("\n");
}

driveFakeConnections();

it("ends in agreement, however signals cross, repeat and get lost", async () => {
  for (let seed = 1; seed <= STORMS; seed++) expect(await storm(seed), `seed ${seed}`).toBeNull();
}, 300_000);
