// Measures visitors beside ghosts, which search, are matched and never join the room.
// SPDX-License-Identifier: MIT
import WebSocket from "../peers/node_modules/ws/wrapper.mjs";
import { round, table } from "./figures.mjs";
import { freePort, limitedServerCommand, onServerCore, sleep, withProcesses } from "./processes.mjs";

const HONEST = 40;
const TALK_MS = 3_000; // on average, until one of the two skips
const GLANCE_MS = 600; // no page searches sooner after a match
const LEARNING_MS = 20_000;
/// What two visitors receive in that time who skip as fast as allowed: five at once, then one a second.
const LEARNED_MAX = 2 * (5 + LEARNING_MS / 1_000);
const ROOMS_BAR = 0.8;
const WAIT_BAR = 2;
const quick = process.argv.includes("--quick");
const [warmUpMs, measuredMs] = quick ? [1_000, 2_000] : [20_000, 40_000];
const HONEST_SDP = "v=0 honest";
const GHOST_SDP = "v=0 ghost";

function connect(port, path, localAddress, onMessage) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, ["nexuschat.v2"], {
    origin: `http://127.0.0.1:${port}`,
    localAddress,
    perMessageDeflate: false,
  });
  socket.on("message", (data) => onMessage(JSON.parse(data)));
  const send = (message) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };
  const end = () => socket.terminate();
  return new Promise((resolve, reject) => {
    socket.once("open", () => resolve({ send, end }));
    socket.once("error", reject);
  });
}

/// Searches as soon as the limit of finds allows it: five at once, then one a second.
class Searcher {
  find = 0;
  #finds = [];
  constructor(sdp) {
    this.sdp = sdp;
  }
  async open(port, address) {
    this.match = await connect(port, "/v1/match", address, (message) => this.onMatch(message));
    this.match.send({ type: "hello", protocol: 2 });
  }
  search() {
    const now = performance.now();
    this.#finds = this.#finds.filter((at) => now - at < 5_000);
    const at = this.#finds.length < 5 ? now : this.#finds[0] + 5_000;
    this.#finds.push(at);
    setTimeout(() => this.#send(), at - now);
  }
  #send() {
    const { sdp } = this;
    this.match.send({ type: "find", find: ++this.find, mode: "video", offer: sdp, answer: sdp });
  }
  end() {
    this.match.end();
  }
}

class Ghost extends Searcher {
  constructor(figures) {
    super(GHOST_SDP);
    this.figures = figures;
  }
  onMatch(message) {
    if (message.type === "matched") {
      if ((message.offer ?? message.answer) === HONEST_SDP) this.figures.learn();
      this.search();
    }
    if (message.type === "challenge" || message.type === "error") setTimeout(() => this.search(), 1_000);
  }
}

class Honest extends Searcher {
  #room = "";
  #began = 0; // of the wait; 0: the latest partner came
  constructor(figures) {
    super(HONEST_SDP);
    this.figures = figures;
  }
  async open(port, address) {
    await super.open(port, address);
    this.room = await connect(port, "/v1/room", address, (message) => this.#onRoom(message));
  }
  search() {
    this.#began ||= performance.now();
    this.#room = "";
    super.search();
  }
  onMatch(message) {
    if (message.type === "matched" && message.find === this.find) {
      this.#room = message.room;
      this.room.send({ type: "join", seat: message.seat });
    }
    if (message.type === "challenge" || (message.type === "error" && message.of === "find")) {
      this.figures.refused += 1;
      setTimeout(() => this.search(), 1_000);
    }
  }
  #onRoom({ type, room, partner }) {
    if (room !== this.#room || room === "") return;
    if (type === "partner_joined" || (type === "joined" && partner === "present")) this.#meet(room);
    if (type === "partner_left") {
      if (this.#began === 0) setTimeout(() => this.#skip(room), GLANCE_MS);
      else this.#room = ""; // the search goes on by itself
    }
  }
  #meet(room) {
    this.figures.meet(room, performance.now() - this.#began);
    this.#began = 0;
    setTimeout(() => this.#skip(room), GLANCE_MS - TALK_MS * Math.log(1 - Math.random()));
  }
  #skip(room) {
    if (this.#room !== room) return;
    this.room.send({ type: "leave", room, reason: "skip" });
    this.search();
  }
  end() {
    super.end();
    this.room.end();
  }
}

class Figures {
  learned = 0;
  refused = 0;
  #waits = [];
  #rooms = new Set();
  #began = 0;
  begin() {
    this.#began = performance.now();
  }
  learn() {
    if (performance.now() - this.#began < LEARNING_MS) this.learned += 1;
  }
  meet(room, wait) {
    if (performance.now() - this.#began < warmUpMs) return;
    this.#waits.push(wait);
    this.#rooms.add(room);
  }
  get roomsPerSecond() {
    return (this.#rooms.size * 1_000) / measuredMs;
  }
  get p90() {
    const sorted = this.#waits.sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length * 0.9)] ?? Number.NaN;
  }
}

async function measure(ghosts, addresses) {
  const port = await freePort();
  return withProcesses(async (launch) => {
    await launch(onServerCore(limitedServerCommand(port)), port);
    const figures = new Figures();
    const crowd = [
      ...Array.from({ length: HONEST }, (_, i) => [new Honest(figures), `127.0.1.${i + 1}`]),
      ...Array.from({ length: ghosts }, (_, i) => [new Ghost(figures), `127.0.2.${(i % addresses) + 1}`]),
    ];
    for (const [visitor, address] of crowd) {
      await visitor.open(port, address);
      await sleep(30); // the rate of new connections
    }
    figures.begin();
    for (const [visitor] of crowd) visitor.search();
    await sleep(warmUpMs + measuredMs);
    for (const [visitor] of crowd) visitor.end();
    return figures;
  });
}

const [alone, few, many] = [await measure(0, 1), await measure(18, 1), await measure(72, 4)];
console.log(
  `${HONEST} visitors, each of its own address, who talk for ${TALK_MS / 1_000} s on average. Rooms that both ` +
    `joined and waits from the search to the partner, over ${measuredMs / 1_000} s after ${warmUpMs / 1_000} s; ` +
    `descriptions of honest visitors that ghosts received in their first ${LEARNING_MS / 1_000} s. Limits at ` +
    "their defaults.\n",
);
const row = (name, figures) => [
  name,
  round(figures.roomsPerSecond),
  round(figures.p90),
  figures.learned,
  figures.refused,
];
console.log(
  table(
    ["", "rooms/s", "p90 wait, ms", "learned", "finds refused"],
    [row("alone", alone), row("18 ghosts of 1 address", few), row("72 ghosts of 4 addresses", many)],
  ),
);
const bars = [few, many].flatMap((with_) => [
  with_.roomsPerSecond >= ROOMS_BAR * alone.roomsPerSecond,
  with_.p90 <= WAIT_BAR * alone.p90,
]);
bars.push(few.learned <= LEARNED_MAX);
const isWithin = bars.every(Boolean);
console.log(
  `\nThe bars are ${ROOMS_BAR} of the rooms, ${WAIT_BAR} times the wait, and ${LEARNED_MAX} descriptions for 18 ` +
    `of one address: ${isWithin ? "kept" : "MISSED"}`,
);
if (!isWithin && !quick) process.exitCode = 3;
