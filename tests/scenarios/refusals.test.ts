// What the protocol forbids is refused with the reason, and no other visitor notices.
// SPDX-License-Identifier: MIT
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { LIMITS, SUBPROTOCOL } from "../../clients/js/src/protocol.ts";
import { DEPLOYMENTS, NO_MESSAGE_LIMITS, SECRET } from "../support/deployment.ts";
import type { SocketName } from "../support/inbox.ts";
import { Line, Refused } from "../support/line.ts";
import { useStage } from "../support/story.ts";
import { flipBit, makeToken, readToken } from "../support/tokens.ts";
import { meet, talk, type Visitor } from "../support/visitor.ts";

const REFUSALS_MAX = 8;
const HELLO_TIMEOUT_MS = 5_000;

type Vector = {
  readonly name: string;
  readonly code: string;
  readonly socket: SocketName;
  readonly bytes: Buffer;
};

const VECTORS = readFileSync(resolve(import.meta.dirname, "../../protocol/vectors.jsonl"), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line))
  .filter(({ name, result }) => /^(match|room)_client\./.test(name) && result !== "valid")
  .map(
    ({ name, result, text, base64url }): Vector => ({
      name,
      code: result,
      socket: name.startsWith("match") ? "match" : "room",
      bytes: base64url === undefined ? Buffer.from(text) : Buffer.from(base64url, "base64url"),
    }),
  );

/** The WebSocket layer closes the socket for these before they become a text that could be answered. */
function closeCodeOf({ bytes }: Vector): number | undefined {
  if (bytes.length > LIMITS.frameBytesMax) return 1009;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return undefined;
  } catch {
    return 1007;
  }
}

async function statusOf(url: string, headers: { origin?: string; subprotocols?: string[] }) {
  try {
    const line = await Line.open(url, headers);
    await line.close();
    return 101;
  } catch (error) {
    if (error instanceof Refused) return error.status;
    throw error;
  }
}

describe.each(DEPLOYMENTS)("%s", (kind) => {
  // The messages are sent without limits on their rate: this test judges their content.
  const stage = useStage(kind, { settings: NO_MESSAGE_LIMITS });

  /** A visitor with a room socket that is in no room. */
  const arriveWithRoomSocket = async (): Promise<Visitor> => {
    const visitor = await stage.arrive();
    const url = stage.deployment.nodes.find((node) => node.room)?.room ?? "";
    await visitor.goTo({ node: "", url });
    return visitor;
  };

  describe.each(["match", "room"] as const)("on the %s socket", (socket) => {
    test("each bad message gets its error, and no other visitor notices", async () => {
      const [anna, ben] = [await stage.arrive(), await stage.arrive()];
      await meet(anna, ben);
      const vectors = VECTORS.filter((vector) => vector.socket === socket);
      expect(vectors.length).toBeGreaterThan(60);
      const wrong: string[] = [];
      let rogue = await arriveWithRoomSocket();
      let refusals = 0;
      for (const vector of vectors) {
        const line = socket === "match" ? rogue.match : rogue.roomLine;
        line.send(vector.bytes);
        const closeCode = closeCodeOf(vector);
        if (closeCode !== undefined) {
          const { code } = await line.expectClose();
          if (code !== closeCode) wrong.push(`${vector.name}: closed with ${code}`);
        } else {
          const error = await rogue.expect("error", { on: socket });
          if (error.code !== vector.code) wrong.push(`${vector.name}: ${error.code}`);
          refusals += 1;
        }
        if (closeCode !== undefined || refusals === REFUSALS_MAX - 1) {
          expect(rogue.inbox.rest()).toEqual([]);
          await rogue.depart();
          rogue = await arriveWithRoomSocket();
          refusals = 0;
          await talk(anna, ben, `after ${vector.name}`);
        }
      }
      expect(wrong).toEqual([]);
      expect([...anna.inbox.rest(), ...ben.inbox.rest()]).toEqual([]);
    });

    test("too many refusals close it", async () => {
      const rogue = await arriveWithRoomSocket();
      const line = socket === "match" ? rogue.match : rogue.roomLine;
      for (let i = 0; i < REFUSALS_MAX; ++i) {
        expect(line.isOpen).toBe(true);
        line.send("{}");
        expect((await rogue.expect("error", { on: socket })).code).toBe("unknown_type");
      }
      expect((await line.expectClose()).code).toBe(4501);
    });

    test("a binary message, invalid UTF-8 and too long a text close it", async () => {
      const say = async (data: string | Buffer, binary: boolean): Promise<number> => {
        const rogue = await arriveWithRoomSocket();
        const line = socket === "match" ? rogue.match : rogue.roomLine;
        line.send(data, binary);
        return (await line.expectClose()).code;
      };
      expect(await say(Buffer.from("{}"), true)).toBe(1003);
      expect(await say(Buffer.from([0x22, 0xc3, 0x28, 0x22]), false)).toBe(1007);
      expect(await say(" ".repeat(LIMITS.frameBytesMax + 1), false)).toBe(1009);
    });

    test("silence at the start closes it", async () => {
      const node = stage.deployment.nodes.find((one) => one[socket]);
      const line = await Line.open(node?.[socket] ?? "", { origin: stage.deployment.origin });
      const since = Date.now();
      const { code } = await line.expectClose();
      expect(code).toBe(4502);
      expect(Date.now() - since).toBeGreaterThan(HELLO_TIMEOUT_MS - 500);
    });

    test("only pages of the site itself may open it", async () => {
      const node = stage.deployment.nodes.find((one) => one[socket]);
      const url = node?.[socket] ?? "";
      const { origin } = stage.deployment;
      const { port } = new URL(origin);
      const strangers = [
        "null",
        "",
        "http://127.0.0.1",
        `https://127.0.0.1:${port}0`,
        `http://127.0.0.1:${Number(port) + 1}`,
        `${origin}/`,
        `${origin}.evil.test`,
        `${origin}@evil.test`,
        `http://evil.test#${origin}`,
        `http://evil.test/${origin}`,
        `ws://127.0.0.1:${port}`,
        `HTTP://127.0.0.1:${port}`,
        `http://localhost:${port}`,
        `http://127.1:${port}`,
        `http://[::ffff:127.0.0.1]:${port}`,
        `http://x127.0.0.1:${port}`,
        `127.0.0.1:${port}`,
        ` ${origin} x`,
        `${origin}, ${origin}`,
        "*",
        "https://evil.test",
      ];
      expect(await statusOf(url, { origin })).toBe(101);
      expect(await statusOf(url, {})).toBe(403);
      for (const stranger of strangers) {
        expect(`${stranger}: ${await statusOf(url, { origin: stranger })}`).toBe(
          `${stranger}: 403`,
        );
      }
    });

    test("it speaks its subprotocol only", async () => {
      const node = stage.deployment.nodes.find((one) => one[socket]);
      const url = node?.[socket] ?? "";
      const { origin } = stage.deployment;
      for (const subprotocols of [[], ["nexuschat.v3"], ["NexusChat.v2"]]) {
        expect(await statusOf(url, { origin, subprotocols })).toBe(400);
      }
      expect(await statusOf(url, { origin, subprotocols: ["other", SUBPROTOCOL] })).toBe(101);
      expect((await fetch(url.replace("ws:", "http:"))).status).toBe(426);
    });
  });

  test("another version of the protocol is refused", async () => {
    const line = await Line.open(stage.deployment.matchUrls[0] ?? "", {
      origin: stage.deployment.origin,
    });
    const texts: string[] = [];
    line.onText = (text) => texts.push(text);
    line.send('{"type":"hello","protocol":3}');
    expect((await line.expectClose()).code).toBe(4506);
    expect(texts.map((text) => JSON.parse(text).code)).toEqual(["version"]);
  });

  test("a third visitor does not get in, whatever token it shows", async () => {
    const [anna, ben, rogue] = [await stage.arrive(), await stage.arrive(), await stage.arrive()];
    const { room, matched } = await meet(anna, ben);
    const a = matched.get(anna);
    if (!a) throw new Error("anna was not matched");
    const { home } = a;
    const genuine = readToken(a.seat);
    expect(makeToken(genuine)).toBe(a.seat);
    expect(genuine.room).toBe(room);

    const refuse = async (token: string): Promise<string> => {
      await rogue.sendJoin({ home, seat: token });
      return (await rogue.expect("error", { on: "room" })).code;
    };
    const others = { "0": "1", "1": "0" };
    const other = Buffer.alloc(16, 7).toString("base64url");
    const late = Date.now() - 61_000;
    const forged = {
      "the same once more": [a.seat, "seat_taken"],
      "for the other seat": [
        makeToken({ ...genuine, role: others[genuine.role as "0"] }),
        "token_invalid",
      ],
      "of another ticket": [makeToken({ ...genuine, ticket: other }), "token_invalid"],
      "for another node": [makeToken({ ...genuine, home: "elsewhere" }), "token_invalid"],
      "of last minute": [makeToken({ ...genuine, issued: late }), "token_expired"],
      "signed with another secret": [makeToken(genuine, "x".repeat(32)), "token_invalid"],
      "without a signature": [a.seat.split(".")[0] ?? "", "token_invalid"],
      "signed for another purpose": [makeToken(genuine, SECRET, "place"), "token_invalid"],
      "of an encounter": [a.encounter ?? "", "token_invalid"],
      "that is no token": ["let me in", "token_invalid"],
    } as const;
    for (const [what, [token, code]] of Object.entries(forged)) {
      expect(`${what}: ${await refuse(token)}`).toBe(`${what}: ${code}`);
    }
    expect(rogue.room).toBeUndefined();
    await talk(anna, ben, "just the two of us");
    await talk(ben, anna, "yes");
    expect([...anna.inbox.rest(), ...ben.inbox.rest()]).toEqual([]);
  });

  test("a repeated join disturbs nobody", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    const { matched } = await meet(anna, ben);
    for (const [visitor, match] of matched) {
      await visitor.sendJoin(match);
      expect((await visitor.expect("error", { on: "room" })).code).toBe("seat_taken");
    }
    await talk(anna, ben, "still here");
    await talk(ben, anna, "so am I");
  });

  test("a token of another room opens nothing here", async () => {
    const visitors = await Promise.all([1, 2, 3, 4].map(() => stage.arrive()));
    const [anna, ben, cleo, dora] = visitors;
    if (!anna || !ben || !cleo || !dora) throw new Error("four visitors are needed");
    const first = await meet(anna, ben);
    const second = await meet(cleo, dora);
    const [mine, hers] = [first.matched.get(anna), second.matched.get(cleo)];
    if (!mine || !hers) throw new Error("somebody was not matched");
    const rogue = await stage.arrive();
    const mixed = makeToken({ ...readToken(mine.seat), room: second.room, home: hers.home.node });
    await rogue.sendJoin({ home: hers.home, seat: mixed });
    expect((await rogue.expect("error")).code).toBe("token_invalid");
    if (mine.home.node !== hers.home.node) {
      await rogue.sendJoin({ home: hers.home, seat: mine.seat });
      expect((await rogue.expect("error")).code).toBe("token_invalid");
    }
    await talk(cleo, dora, "nobody else here");
    await talk(anna, ben, "nor here");
  });

  test("no token with a flipped bit is accepted", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    await anna.wait();
    ben.find();
    const [a, b] = await Promise.all([anna.matched(), ben.matched()]);
    await anna.join(a);
    // Ben's seat is free, so a forged token would open it.
    const rogue = await stage.arrive();
    await rogue.goTo(b.home);
    let flips = 0;
    for (let index = 0; index < b.seat.length; ++index) {
      for (let bit = 0; bit < 8; ++bit) {
        const token = flipBit(b.seat, index, bit);
        rogue.sendRoom({ type: "join", seat: token });
        flips += 1;
      }
    }
    for (let i = 0; i < flips; ++i) {
      expect((await rogue.expect("error", { on: "room" })).code).toBe("token_invalid");
    }
    await ben.join(b);
    await talk(anna, ben, "so it was you");
  });

  test("a used token opens nothing once the room is over", async () => {
    const [anna, ben, rogue] = [await stage.arrive(), await stage.arrive(), await stage.arrive()];
    const { matched } = await meet(anna, ben);
    anna.leave();
    await ben.expect("partner_left");
    for (const [visitor, match] of matched) {
      await visitor.sendJoin(match);
      expect((await visitor.expect("error")).code).toBe("room_closed");
      await rogue.sendJoin(match);
      expect((await rogue.expect("error")).code).toBe("room_closed");
    }
  });

  test("no visitor can send into another room", async () => {
    const visitors = await Promise.all([1, 2, 3, 4].map(() => stage.arrive()));
    const [anna, ben, cleo, dora] = visitors;
    if (!anna || !ben || !cleo || !dora) throw new Error("four visitors are needed");
    const { room } = await meet(anna, ben);
    const other = await meet(cleo, dora);
    const id = cleo.chat("psst", room);
    cleo.sendRoom({ type: "typing", room, on: true });
    cleo.sendRoom({ type: "description", room, description: { type: "offer", sdp: "" } });
    cleo.sendRoom({ type: "leave", room, reason: "stop" });
    expect(await cleo.expect("error")).toMatchObject({ code: "stale_room", of: "chat" });
    expect(id).toBe("m1");
    for (const of of ["typing", "description", "leave"]) {
      expect(await cleo.expect("error")).toMatchObject({ code: "stale_room", of });
    }
    await talk(anna, ben, "did you receive something?");
    await talk(ben, anna, "no");
    await talk(cleo, dora, "they receive nothing of mine");
    const received = [anna, ben, dora].flatMap((visitor) => visitor.inbox.rest("room"));
    expect(received).toEqual([]);
    expect(other.room).not.toBe(room);
  });

  test("nothing can be sent to a partner who has not joined", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    await anna.wait();
    ben.find();
    const [a, b] = await Promise.all([anna.matched(), ben.matched()]);
    await anna.join(a);
    const id = anna.chat("hello?");
    expect(await anna.expect("error")).toMatchObject({ code: "unexpected", of: "chat", id });
    await ben.join(b);
    await talk(anna, ben, "hello");
  });
});
