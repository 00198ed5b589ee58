// F5: pairs on bad links still meet and exchange all the signalling that a call needs.
// SPDX-License-Identifier: MIT
import type { Role } from "../../clients/js/src/protocol.ts";
import type { ServerMessage } from "../support/inbox.ts";
import { SeededRandom } from "../support/random.ts";
import type { Visitor } from "../support/visitor.ts";
import { Wanderer } from "../support/wanderer.ts";
import { BadLinks } from "./bad-links.ts";
import type { Cluster } from "./cluster.ts";
import { Network } from "./network.ts";
import { outcomeOf, type Row, type Run, timeUntil } from "./row.ts";
import { SCENE_SETTINGS } from "./scene.ts";

const LOSSES = [1, 5, 20] as const;
/** Slack for comparing shares, which are floating-point numbers. */
const ROUNDING = 1e-6;
const BITS_PER_SECOND = 64_000;
/** `least` is the share of pairs, by loss, that must complete in time. */
const LONG_FORM = {
  count: 200,
  delayMs: [50, 500],
  withinMs: 90_000,
  least: [0.99, 0.99, 0.95],
} as const;
/** Each lost packet costs round trips. They are short here, and at 20 % loss some pairs may run out of time. */
const SHORT_FORM = {
  count: 10,
  delayMs: [50, 150],
  withinMs: 20_000,
  least: [0.9, 0.9, 0.5],
} as const;
const formOf = ({ isLong }: Run) => (isLong ? LONG_FORM : SHORT_FORM);
/** As long as the SDP of a browser with video and sound. */
const SDP = "v=0\r\n".padEnd(6_000, "a=candidate\r\n");
const CANDIDATES = Array.from({ length: 8 }, (_, i) => ({
  candidate: `candidate:${i} 1 udp 2122260223 192.0.2.${i} 50000 typ host`,
  sdpMid: "0",
}));

/** What each side of a call must receive in one room. */
const NEEDED = ["description", "candidates", "chat_received", "delivered"] as const;

/** One visitor of a pair: signals a call as the page does, in each room that it enters. */
class Caller {
  readonly wanderer: Wanderer;
  /** When the last missing message of the current room arrived. */
  completeAt: number | undefined;
  #role: Role = "initiator";
  #received = new Set<string>();

  constructor(
    run: Run,
    cluster: Cluster,
    readonly name: string,
    pair: string,
    way: { readonly from: string; readonly to: string },
  ) {
    const own = new SeededRandom(run.random.whole(0, 2 ** 31));
    this.wanderer = new Wanderer(name, cluster.deployment, run.oracle, own, way.from, {
      isHardy: true,
      isCalm: true,
      wishes: { mode: "text", interests: [pair] },
      via: way.to,
      onMessage: (message, visitor) => this.#receive(message, visitor),
    });
  }

  #receive(message: ServerMessage, visitor: Visitor): void {
    if (!("room" in message) || message.room !== visitor.room?.id) return;
    if (message.type === "joined") {
      this.#role = message.role;
      this.#received = new Set();
      this.completeAt = undefined;
    }
    const meets =
      message.type === "partner_joined" ||
      (message.type === "joined" && message.partner === "present");
    if (meets && this.#role === "initiator") this.#describe(visitor, "offer");
    if (message.type === "description" && this.#role === "responder") {
      this.#describe(visitor, "answer");
    }
    this.#received.add(message.type);
    if (message.type === "candidates") this.wanderer.speak();
    if (NEEDED.every((type) => this.#received.has(type))) this.completeAt ??= Date.now();
  }

  #describe(visitor: Visitor, type: "offer" | "answer"): void {
    const room = visitor.room?.id;
    if (room === undefined) return;
    visitor.sendRoom({ type: "description", room, description: { type, sdp: SDP } });
    visitor.sendRoom({ type: "candidates", room, candidates: CANDIDATES });
  }
}

type Pair = { readonly name: string; readonly loss: number; readonly callers: readonly Caller[] };

const isComplete = ({ callers: [a, b] }: Pair): boolean =>
  a?.completeAt !== undefined && b?.completeAt !== undefined && a.wanderer.room === b.wanderer.room;

function makePairs(run: Run, cluster: Cluster, links: BadLinks, count: number): Pair[] {
  return LOSSES.flatMap((loss, lossClass) =>
    Array.from({ length: count }, (_, i) => {
      const name = `${loss} %, pair ${i}`;
      const callers = ["a", "b"].map((side, j) => {
        const way = { from: links.clientOf(lossClass, 2 * i + j), to: links.server };
        return new Caller(run, cluster, `${side}-of-${loss}-${i}`, name, way);
      });
      return { name, loss, callers };
    }),
  );
}

/** The incomplete pairs of each loss rate that has more of them than allowed. */
function lacking(run: Run, pairs: readonly Pair[]): string[] {
  return LOSSES.flatMap((loss, lossClass) => {
    const ofLoss = pairs.filter((pair) => pair.loss === loss);
    const rest = ofLoss.filter((pair) => !isComplete(pair));
    const may = ofLoss.length * (1 - (formOf(run).least[lossClass] ?? 1));
    if (rest.length <= may + ROUNDING) return [];
    return rest.map(
      ({ name, callers }) => `${name}: ${callers.map((one) => one.wanderer.whereabouts)}`,
    );
  });
}

/** How many pairs of each loss rate are complete, and how soon. */
function tell(run: Run, pairs: readonly Pair[], began: number): void {
  for (const loss of LOSSES) {
    const ofLoss = pairs.filter((pair) => pair.loss === loss);
    const times = ofLoss
      .filter(isComplete)
      .map(({ callers }) => Math.max(...callers.map((one) => one.completeAt ?? 0)) - began)
      .sort((a, b) => a - b);
    const at = (share: number): string =>
      `${((times[Math.ceil(times.length * share) - 1] ?? 0) / 1_000).toFixed(1)} s`;
    run.say(
      `${loss} % loss: ${times.length} of ${ofLoss.length} pairs complete, ` +
        `median ${at(0.5)}, p95 ${at(0.95)}, last ${at(1)}`,
    );
  }
}

export const lossy: Row = {
  name: "F5",
  inNetwork: true,
  run: async (run) => {
    const { count, delayMs, withinMs } = formOf(run);
    const network = await Network.open();
    run.onEnd(() => network.close());
    const links = await BadLinks.into(network, {
      delayMs,
      bitsPerSecond: BITS_PER_SECOND,
      losses: LOSSES,
    });
    run.onEnd(() => links.close());
    const cluster = await run.start({
      settings: { ...SCENE_SETTINGS, NEXUS_SERVER_LISTEN: "0.0.0.0" },
      placeOf: () => network.place,
    });
    const pairs = makePairs(run, cluster, links, count);
    const wanderers = pairs.flatMap(({ callers }) => callers.map((one) => one.wanderer));
    const began = Date.now();
    for (const one of wanderers) void one.come();
    const done = await timeUntil(began, withinMs, () => lacking(run, pairs));
    tell(run, pairs, began);
    // No visitor could depart cleanly over such a link in reasonable time.
    for (const one of wanderers) void one.leaveForGood();
    const injected = `loss ${LOSSES.join(", ")} %, ${delayMs.join(" to ")} ms, 64 kbit/s`;
    return outcomeOf(run, injected, wanderers.length, {
      recoveryMs: done.ms,
      problems: done.problems,
    });
  },
};
