// What hostile clients do to the program, while other visitors notice nothing. The names are the rows of
// docs/security.md.
// SPDX-License-Identifier: MIT
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { type ClientRequest, request } from "node:http";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import type { Id, MessageId } from "../../clients/js/src/protocol.ts";
import { type Deployment, NO_MESSAGE_LIMITS, withDeployment } from "../support/deployment.ts";
import { Line, Refused } from "../support/line.ts";
import { frame, OPCODE, RawLine } from "../support/raw-line.ts";
import { eventually, useStage } from "../support/story.ts";
import { flipBit } from "../support/tokens.ts";
import { meet, NO_ROOM, sitDown, talk, Visitor } from "../support/visitor.ts";

const KIND = "all-in-one"; // both deployments use the same transport

function portOf(deployment: Deployment): number {
  return Number(new URL(deployment.origin).port);
}

function residentKib(deployment: Deployment): number {
  const pid = deployment.processes[0]?.pid ?? 0;
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(line?.[1]);
}

/** Processor time that the program's only thread has used, in milliseconds. */
function usedMs(deployment: Deployment): number {
  const pid = deployment.processes[0]?.pid ?? 0;
  return Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
}

/**
 * The share of its thread that the program uses while a visitor sends it 300 requests. A request waits only while that
 * thread is busy. Unlike the waiting time, this share does not depend on the load of the machine.
 */
async function busyShare(deployment: Deployment, visitor: Visitor): Promise<number> {
  const [since, used] = [performance.now(), usedMs(deployment)];
  for (let i = 0; i < 300; ++i) {
    await visitor.fence("match");
    await pause(4);
  }
  return (usedMs(deployment) - used) / (performance.now() - since);
}

describe("A1: a thousand connections that send as little as they can", () => {
  test("are cut within 10 s, and leave the program idle for other visitors", async () => {
    await withDeployment(
      KIND,
      async (deployment) => {
        const anna = await Visitor.arrive(deployment);
        const path = resolve(import.meta.dirname, "../support/slowloris.mjs");
        const attack = promisify(execFile)(process.execPath, [
          path,
          String(portOf(deployment)),
          "1000",
        ]);
        await pause(1_500); // until all are connected
        const busy = await busyShare(deployment, anna);
        const { connected, cut, longest } = JSON.parse((await attack).stdout) as {
          readonly connected: number;
          readonly cut: number;
          readonly longest: number;
        };
        expect({ connected, cut }).toEqual({ connected: 1_000, cut: 1_000 });
        expect(longest).toBeLessThan(10_000);
        expect(busy).toBeLessThan(0.2);
        await anna.depart();
      },
      { settings: NO_MESSAGE_LIMITS },
    );
  });
});

describe("A2: many connections from one address", () => {
  const settings = {
    NEXUS_SERVER_LOOPBACK_IS_EXEMPT: "false",
    NEXUS_SERVER_SPARE_SHARE_PER_ADDRESS: "0",
  };

  const connect = async (deployment: Deployment, localAddress: string): Promise<Line | number> => {
    try {
      const { origin, matchUrls } = deployment;
      return await Line.open(matchUrls[0] ?? "", { origin, localAddress });
    } catch (error) {
      if (error instanceof Refused) return error.status;
      return 0; // The server cut the connection before the client could read the refusal.
    }
  };

  test("more than 20 at a time are refused; another address is not", async () => {
    await withDeployment(
      KIND,
      async (deployment) => {
        const tries = await Promise.all(
          Array.from({ length: 60 }, () => connect(deployment, "127.0.0.66")),
        );
        const lines = tries.filter((one) => one instanceof Line);
        expect(lines.length).toBe(20);
        for (const one of tries) if (!(one instanceof Line)) expect([429, 0]).toContain(one);
        const other = await connect(deployment, "127.0.0.67");
        expect(other).toBeInstanceOf(Line);
        if (other instanceof Line) other.cut();
        for (const line of lines) line.cut();
      },
      { settings },
    );
  });

  test("more than 10 new ones a second are refused; another address is not", async () => {
    await withDeployment(
      KIND,
      async (deployment) => {
        const since = Date.now();
        let accepted = 0;
        let refused = 0;
        while (Date.now() - since < 3_000) {
          const one = await connect(deployment, "127.0.0.68");
          if (one instanceof Line) {
            accepted += 1;
            one.cut();
          } else {
            refused += 1;
          }
          await pause(2);
        }
        const seconds = (Date.now() - since) / 1_000;
        // A burst of twenty is allowed before the rate applies.
        expect(accepted).toBeLessThanOrEqual(20 + 10 * seconds + 1);
        expect(accepted).toBeGreaterThan(20);
        expect(refused).toBeGreaterThan(20);
        const other = await connect(deployment, "127.0.0.69");
        expect(other).toBeInstanceOf(Line);
        if (other instanceof Line) other.cut();
      },
      { settings },
    );
  });
});

describe("A3: a visitor who reads nothing of 64 MB", () => {
  const stage = useStage(KIND, { settings: NO_MESSAGE_LIMITS });
  const SDP = "x".repeat(16_000);

  /** Sends this many bytes to the partner, no faster than the socket takes them. */
  const flood = async (from: Visitor, room: Id, bytes: number): Promise<void> => {
    for (let sent = 0; sent < bytes; sent += SDP.length) {
      from.sendRoom({ type: "description", room, description: { type: "offer", sdp: SDP } });
      if (from.roomLine.queuedBytes > 1_000_000) {
        await eventually(
          "the socket has sent it",
          () => from.roomLine.queuedBytes < 100_000,
          20_000,
        );
      }
    }
    await from.fence("room");
  };

  test("is closed, and the server holds no more than the send queue", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    const { room } = await meet(anna, ben);
    await flood(anna, room, 4_000_000); // so that the server has allocated every buffer
    const before = residentKib(stage.deployment);
    ben.roomLine.pauseReading();
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, residentKib(stage.deployment));
    }, 10);
    await flood(anna, room, 64_000_000);
    clearInterval(watch);
    most = Math.max(most, residentKib(stage.deployment));
    expect(most - before).toBeLessThanOrEqual(1_024);
    ben.roomLine.resumeReading();
    // The kernel's send buffer for ben may have been too full for the close frame.
    expect([4001, 1006]).toContain((await ben.roomLine.expectClose(10_000)).code);
  });
});

describe("A4: a flood of messages", () => {
  const stage = useStage(KIND);

  test("ends within a second of processor time, and the partner receives no more than the limit", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    const { room } = await meet(anna, ben);
    const [since, used] = [Date.now(), usedMs(stage.deployment)];
    for (let i = 0; i < 10_000; ++i) {
      anna.roomLine.send(JSON.stringify({ type: "chat", room, id: `f${i}`, text: "flood" }));
    }
    const { code } = await anna.roomLine.expectClose();
    const took = Date.now() - since;
    expect(code).toBe(4504);
    expect(usedMs(stage.deployment) - used).toBeLessThan(1_000);
    await ben.expect("partner_left");
    const received = ben.inbox.rest("room").filter(({ type }) => type === "chat_received");
    expect(received.length).toBeGreaterThanOrEqual(5);
    expect(received.length).toBeLessThanOrEqual(5 + Math.ceil((5 * took) / 1_000));
  });

  test("affects only its sender: other visitors can talk", async () => {
    const [anna, ben, cleo] = [await stage.arrive(), await stage.arrive(), await stage.arrive()];
    await meet(anna, ben);
    for (let i = 0; i < 10_000; ++i) cleo.match.send("{}");
    await talk(anna, ben, "hello");
    // The messages are also ill-formed, so either limit may trip first.
    expect([4501, 4504]).toContain((await cleo.match.expectClose()).code);
  });

  test("excess chat messages are refused by id, and the others are delivered", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    await meet(anna, ben);
    const ids = Array.from({ length: 8 }, (_, i) => anna.chat(`number ${i}`));
    for (const id of ids.slice(0, 5)) {
      await ben.expect("chat_received", { where: (chat) => chat.id === id });
    }
    const error = await anna.expect("error", { where: (one) => one.id === ids[5] });
    expect(error).toMatchObject({ code: "rate_limited", of: "chat" });
    expect(error.retry_after_ms).toBeGreaterThan(0);
    expect(error.retry_after_ms).toBeLessThanOrEqual(200);
    await pause(error.retry_after_ms ?? 0);
    await talk(anna, ben, "patience");
    expect(ben.inbox.rest("room").filter(({ type }) => type === "chat_received")).toEqual([]);
  });

  test("messages that a room refuses still count when the seat is resumed", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    await anna.wait();
    ben.find();
    const [a, b] = await Promise.all([anna.matched(), ben.matched()]);
    const { seat: secret } = await anna.join(a);
    await sitDown(ben, b);
    await anna.expect("partner_joined");
    const ids = Array.from({ length: 7 }, (_, i) => anna.chat(`number ${i}`));
    anna.chat("\u202e"); // a text without any visible character
    await anna.expect("error", { where: ({ id }) => id === ids[6] });
    await anna.fence("room");
    const got = anna.inbox.received.filter(({ message }) => message.type === "delivered").length;
    expect(got).toBe(5);
    anna.roomLine.cut();
    const line = await Line.open(a.home.url || anna.roomLine.url, {
      origin: stage.deployment.origin,
    });
    const resumed = new Promise((resolve) => {
      line.onText = (text) => resolve(JSON.parse(text));
    });
    const { room } = a;
    line.send(JSON.stringify({ type: "join", seat: secret, received: got }));
    expect(await resumed).toMatchObject({ type: "resumed", received: 8 });
    // Seven more than the burst: the resume allows them as resent messages.
    for (let i = 0; i < 12; ++i) {
      line.send(JSON.stringify({ type: "chat", room, id: `later${i}`, text: "hello" }));
    }
    await ben.expect("chat_received", { where: ({ id }) => id === "later11" });
    await line.close();
  });

  test("five searches may be sent at once, then one a second", async () => {
    const anna = await stage.arrive();
    for (let i = 0; i < 6; ++i) anna.find();
    const error = await anna.expect("error");
    expect(error).toMatchObject({ code: "rate_limited", of: "find", find: 6 });
    expect(error.retry_after_ms).toBeGreaterThan(500);
    expect(error.retry_after_ms).toBeLessThanOrEqual(1_000);
    // The refused search changed nothing: the fifth is still active, and the sixth may be sent again.
    await anna.expect("queued", { where: ({ find }) => find === 5 });
    await pause(error.retry_after_ms ?? 0);
    anna.sendMatch({ type: "find", find: 6, mode: "video" });
    await anna.expect("queued", { where: ({ find }) => find === 6 });
  });

  test("a room takes a hundred messages in ten seconds", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    const { room } = await meet(anna, ben); // The join counts as one of them.
    for (let i = 0; i < 110; ++i) anna.sendRoom({ type: "typing", room, on: i % 2 === 0 });
    const error = await anna.expect("error", { on: "room" });
    expect(error).toMatchObject({ code: "rate_limited", of: "typing" });
    await pause(1_000);
    await talk(anna, ben, "still here");
    const typed = ben.inbox.rest("room").filter(({ type }) => type === "typing").length;
    expect(typed).toBeGreaterThanOrEqual(98);
    expect(typed).toBeLessThanOrEqual(100);
  });
});

describe("A4: a flood of frames that are no messages", () => {
  const stage = useStage(KIND);
  /** Sent at once: ten times as many as a socket may send in 15 s. */
  const COUNT = 20_000;

  test.each(["ping", "pong", "more"] as const)(
    "a flood of pings, pongs or empty fragments (%s) ends its socket within 100 ms of processor time",
    async (kind) => {
      const line = await RawLine.open(stage.deployment.matchUrls[0] ?? "", stage.deployment.origin);
      const used = usedMs(stage.deployment);
      const one = frame({ opcode: OPCODE[kind], fin: kind !== "more" });
      if (kind === "more") line.write(frame({ opcode: OPCODE.text, fin: false }));
      line.write(Buffer.concat(Array.from({ length: COUNT }, () => one)));
      // The client may still be sending when the server is done with it.
      expect([4504, 1006]).toContain((await line.closed).code);
      expect(usedMs(stage.deployment) - used).toBeLessThan(100);
      expect(line.pongs.length).toBeLessThan(COUNT / 5);
    },
  );
});

describe("A4: bodies that do not end", () => {
  /** Begins a request for a reference, and sends the rest of its body never or now. */
  const problem = (deployment: Deployment, localAddress: string, body: string): ClientRequest => {
    const url = `${deployment.origin}/v1/problems`;
    const headers = { Origin: deployment.origin, "Content-Length": "7" };
    const sent = request(url, { method: "POST", agent: false, localAddress, headers });
    sent.on("error", () => {});
    sent.write(body);
    return sent;
  };
  const statusOf = (sent: ClientRequest) =>
    new Promise<number>((resolve) => sent.once("response", (one) => resolve(one.statusCode ?? 0)));

  test("one address cannot keep the evidence of others out", async () => {
    await withDeployment(
      KIND,
      async (deployment) => {
        const held = Array.from({ length: 18 }, () => problem(deployment, "127.0.0.66", "no_"));
        // All but the four that the address may hold are refused.
        const answers = held.map(statusOf);
        const refused: number[] = [];
        for (const one of answers) void one.then((status) => refused.push(status));
        await eventually("the refusals", () => refused.length >= 14);
        expect(refused).toEqual(Array(14).fill(429));
        expect(await statusOf(problem(deployment, "127.0.0.67", "no_path"))).toBe(201);
        for (const one of held) one.destroy();
        await eventually("the address may send again", async () => {
          return (await statusOf(problem(deployment, "127.0.0.66", "no_path"))) === 201;
        });
      },
      { settings: { NEXUS_SERVER_LOOPBACK_IS_EXEMPT: "false" } },
    );
  });
});

describe("A6: JSON that could slow down the server", () => {
  const stage = useStage(KIND, { settings: NO_MESSAGE_LIMITS });
  const NASTY: Readonly<Record<string, string>> = {
    "10,000 arrays": `{"type":"find","find":1,"mode":${"[".repeat(10_000)}${"]".repeat(10_000)}}`,
    "10,000 objects": `${'{"type":'.repeat(5_000)}1${"}".repeat(5_000)}`,
    "60,000 open arrays": "[".repeat(60_000),
    "a number that overflows": '{"type":"cancel","find":1e999}',
    "a number of 60,000 digits": `{"type":"cancel","find":${"9".repeat(60_000)}}`,
    "a fraction of 60,000 digits": `{"type":"cancel","find":0.${"1".repeat(60_000)}}`,
    "the same key twice": '{"type":"cancel","find":1,"find":2}',
    "the same key 5,000 times": `{"type":"cancel"${',"find":1'.repeat(5_000)}}`,
    "5,000 unknown keys": `{"type":"cancel"${Array.from({ length: 5_000 }, (_, i) => `,"k${i}":1`).join("")}}`,
    "the prototype": '{"type":"cancel","find":1,"__proto__":{"find":2}}',
    "an escaped NUL": '{"type":"find","find":1,"mode":"video","home":"\\u0000"}',
    "a NUL": '{"type":"cancel","find":1}\u0000',
    "a lone high surrogate": '{"type":"find","find":1,"mode":"video","home":"\\ud800"}',
    "a lone low surrogate": '{"type":"find","find":1,"mode":"video","home":"\\udc00x"}',
    "surrogates in the wrong order":
      '{"type":"find","find":1,"mode":"video","home":"\\udc00\\ud800"}',
    "60,000 escapes": `{"type":"find","find":1,"mode":"${"\\n".repeat(30_000)}"}`,
  };
  const REFUSALS_MAX = 8;

  test.each(Object.entries(NASTY))("%s: refused within a millisecond", async (_name, text) => {
    const ROUNDS = 6;
    let used = 0;
    for (let round = 0; round < ROUNDS; ++round) {
      const rogue = await stage.arrive();
      const before = usedMs(stage.deployment);
      for (let i = 0; i < REFUSALS_MAX - 1; ++i) {
        rogue.match.send(text);
        const { code } = await rogue.expect("error");
        expect(["malformed", "invalid_field", "unknown_type"]).toContain(code);
      }
      used += usedMs(stage.deployment) - before;
      await rogue.depart();
    }
    // Processor time of the server, including reading and answering.
    expect(used / (ROUNDS * (REFUSALS_MAX - 1))).toBeLessThan(1);
  });

  test("keeps no memory of it", async () => {
    const round = async (): Promise<void> => {
      for (const text of Object.values(NASTY)) {
        const rogue = await stage.arrive();
        for (let i = 0; i < REFUSALS_MAX; ++i) rogue.match.send(text);
        expect((await rogue.match.expectClose()).code).toBe(4501);
        await rogue.depart();
      }
    };
    await round();
    await round();
    const before = residentKib(stage.deployment);
    for (let i = 0; i < 8; ++i) await round();
    expect(residentKib(stage.deployment) - before).toBeLessThanOrEqual(1_024);
  });
});

describe("A8: messages into rooms of other visitors", () => {
  const stage = useStage(KIND, { settings: NO_MESSAGE_LIMITS });

  test("a guessed room id gives no access", async () => {
    const [anna, ben, rogue] = [await stage.arrive(), await stage.arrive(), await stage.arrive()];
    const { room, matched } = await meet(anna, ben);
    const home = matched.get(anna)?.home;
    if (!home) throw new Error("anna was not matched");
    await rogue.goTo(home);
    const guesses = [room, NO_ROOM];
    for (let i = 0; i < room.length; ++i) {
      for (let bit = 0; bit < 7; ++bit) guesses.push(flipBit(room, i, bit) as Id);
    }
    for (const guess of guesses) {
      if (!/^[\w-]{22}$/.test(guess)) continue; // not even the name of a room
      for (const message of [
        { type: "chat", room: guess, id: "a" as MessageId, text: "psst" },
        { type: "typing", room: guess, on: true },
        { type: "media", room: guess, microphone: true, camera: true, screen: true },
        { type: "candidates", room: guess, candidates: [] },
        { type: "leave", room: guess, reason: "stop" },
      ] as const) {
        rogue.sendRoom(message);
        expect((await rogue.expect("error", { on: "room" })).code).toBe("stale_room");
      }
    }
    await talk(anna, ben, "are we alone?");
    await talk(ben, anna, "we are");
    expect([...anna.inbox.rest("room"), ...ben.inbox.rest("room")]).toEqual([]);
  });

  test("a message with a sender field is refused", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    const { room } = await meet(anna, ben);
    for (const field of ["from", "sender", "to", "seat", "role", "sequence", "at_ms"]) {
      const chat = { type: "chat", room, id: "a", text: "it is me, ben", [field]: ben.id };
      anna.roomLine.send(JSON.stringify(chat));
      expect(await anna.expect("error")).toMatchObject({ code: "invalid_field", field });
    }
    // A message that only servers may send is refused from a client.
    const forged = { type: "chat_received", room, id: "a", text: "hi", sequence: 1, at_ms: 1 };
    anna.roomLine.send(JSON.stringify(forged));
    expect((await anna.expect("error")).code).toBe("unknown_type");
    expect(ben.inbox.rest("room")).toEqual([]);
  });
});

describe("on a partner's screen", () => {
  const stage = useStage(KIND);

  test("a chat message shows only its visible characters, without controls that reorder them", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    await meet(anna, ben);
    const { received } = await talk(anna, ben, "pay \u202e001\u202c\u0007 \u2066שלום\u2069\n👩‍👧");
    expect(received.text).toBe("pay 001 שלום\n👩‍👧");
    for (const [index, blank] of ["\u202e\u0001", "\u3164\u200b", "\u2800 \u{e0041}"].entries()) {
      const id = anna.chat(blank);
      expect(await anna.expect("error")).toMatchObject({ code: "invalid_field", field: "text" });
      expect(id).toBe(`m${index + 2}`);
    }
    expect(ben.inbox.rest("room")).toEqual([]);
  });
});

describe("on the public port", () => {
  const stage = useStage(KIND);

  test("there is no endpoint for operators", async () => {
    for (const path of [
      "/metrics",
      "/admin",
      "/stats",
      "/debug",
      "/debug/pprof/",
      "/config",
      "/v1/admin",
      "/v1/metrics",
      "/v1/rooms",
      "/.env",
      "/server-status",
    ]) {
      const response = await fetch(`${stage.deployment.origin}${path}`);
      expect([path, response.status]).toEqual([path, 404]);
    }
  });
});
