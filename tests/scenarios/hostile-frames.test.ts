// Valid and invalid frames by the sections of RFC 6455, against the running program. Another
// implementation (the npm package ws) parses the answers.
// SPDX-License-Identifier: MIT
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LIMITS, SUBPROTOCOL } from "../../clients/js/src/protocol.ts";
import { type Deployment, NO_MESSAGE_LIMITS, startDeployment } from "../support/deployment.ts";
import { closeFrame, frame, OPCODE, RawLine } from "../support/raw-line.ts";
import { NO_ROOM } from "../support/visitor.ts";

const { more, text, binary, close, ping, pong } = OPCODE;
const MAX = LIMITS.frameBytesMax;

let deployment: Deployment;
beforeAll(async () => {
  deployment = await startDeployment("all-in-one", { settings: NO_MESSAGE_LIMITS });
});
afterAll(async () => {
  await deployment.stop();
});

const open = (): Promise<RawLine> =>
  RawLine.open(deployment.nodes[0]?.room ?? "", deployment.origin);

/** A message of exactly this many bytes that the server answers with one text: the room does not exist. */
function question(bytes = 0, chat = "hm"): string {
  const fields = { type: "chat", room: NO_ROOM, id: "a", text: chat };
  const json = JSON.stringify(fields);
  return `${json.slice(0, -1)}${" ".repeat(Math.max(0, bytes - Buffer.byteLength(json)))}}`;
}

type Case = readonly [name: string, bytes: Uint8Array | readonly Uint8Array[]];

const joined = (bytes: Case[1]): Buffer =>
  bytes instanceof Uint8Array ? Buffer.from(bytes) : Buffer.concat(bytes);

/** Sends the bytes and then a question: the server closes with this code and does not answer. */
async function closesWith(code: number, bytes: Case[1]): Promise<void> {
  const line = await open();
  try {
    line.write(joined(bytes));
    line.write(frame({ opcode: text, payload: question() }));
    expect((await line.closed).code).toBe(code);
    await line.ended;
    expect(line.fault).toBeUndefined();
    expect(line.texts).toEqual([]);
  } finally {
    line.cut();
  }
}

/** The server answers `count` questions however the bytes are cut, and the socket still works. */
async function answers(count: number, bytes: Case[1]): Promise<void> {
  const whole = joined(bytes);
  const line = await open();
  try {
    line.write(whole);
    await line.received(count);
    if (whole.length < 1_000) {
      for (const byte of whole) line.write(Buffer.of(byte));
      await line.received(2 * count);
    }
    const before = line.texts.length;
    line.write(frame({ opcode: text, payload: question() }));
    await line.received(before + 1);
    expect(line.texts.every((answer) => JSON.parse(answer).code === "stale_room")).toBe(true);
    expect(line.fault).toBeUndefined();
  } finally {
    line.cut();
  }
}

const asked = (payload: string | Uint8Array = question()) => frame({ opcode: text, payload });

/** The text in fragments of these sizes, with `between` after each but the last. */
function fragments(payload: Uint8Array, sizes: readonly number[], between?: Uint8Array): Buffer[] {
  const frames: Buffer[] = [];
  let at = 0;
  for (const [i, size] of sizes.entries()) {
    const fin = i === sizes.length - 1;
    const end = fin ? payload.length : at + size;
    frames.push(frame({ opcode: i === 0 ? text : more, fin, payload: payload.subarray(at, end) }));
    if (between && !fin) frames.push(Buffer.from(between));
    at = end;
  }
  return frames;
}

const message = Buffer.from(question(0, "Ω😀"));
const pinged = frame({ opcode: ping, payload: "!" });

/** Valid by sections 5.3, 5.4, 5.5.3, 5.6 and 8.1. */
const GOOD: readonly (readonly [count: number, ...Case])[] = [
  [1, "5.2: a length of 125", asked(question(125))],
  [1, "5.2: a length of 126", asked(question(126))],
  [1, "5.2: a length of 65535", asked(question(65_535))],
  [1, "5.2: the longest message", asked(question(MAX))],
  [
    1,
    "5.3: a mask of zeros",
    frame({ opcode: text, payload: question(), mask: new Uint8Array(4) }),
  ],
  [
    1,
    "5.3: a mask of ones",
    frame({ opcode: text, payload: question(), mask: new Uint8Array(4).fill(255) }),
  ],
  [3, "5.4: messages in one packet", [asked(), asked(), asked()]],
  [1, "5.4: two fragments", fragments(message, [10, 0])],
  [1, "5.4: a fragment for each byte", fragments(message, Array(message.length).fill(1))],
  [1, "5.4: empty fragments", fragments(message, [0, 5, 0, 0])],
  [1, "5.4: a last fragment that is empty", fragments(message, [message.length, 0])],
  [1, "5.4: pings between fragments", fragments(message, [5, 5, 5, 0], pinged)],
  [1, "5.4: pongs between fragments", fragments(message, [5, 0], frame({ opcode: pong }))],
  [
    1,
    "5.4: the longest message in fragments",
    fragments(Buffer.from(question(MAX)), [1, MAX - 2, 1]),
  ],
  [1, "5.5.3: an unsolicited pong", [frame({ opcode: pong, payload: "?" }), asked()]],
  [1, "8.1: one byte to four bytes", asked(question(0, "\u007f\u0080\u07ff\u0800\uffff"))],
  [1, "8.1: the last character", asked(question(0, "\u{10ffff}"))],
  [1, "8.1: characters around the surrogates", asked(question(0, "\ud7ff\ue000"))],
];

const reservedOpcodes = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15];
const badCloseCodes = [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535];
const goodCloseCodes = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000];
const brokenTexts: Readonly<Record<string, readonly number[]>> = {
  "a lone continuation byte": [0x80],
  "an overlong slash": [0xc0, 0xaf],
  "an overlong NUL": [0xc0, 0x80],
  "three bytes for a two-byte character": [0xe0, 0x80, 0xaf],
  "four bytes for a three-byte character": [0xf0, 0x80, 0x80, 0xaf],
  "a surrogate": [0xed, 0xa0, 0x80],
  "a pair of surrogates": [0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80],
  "beyond the last code point": [0xf4, 0x90, 0x80, 0x80],
  "five bytes": [0xf8, 0x88, 0x80, 0x80, 0x80],
  "a character cut short": [0x61, 0xe2, 0x82],
  "a byte that UTF-8 never uses": [0xff],
};

const BAD: readonly (readonly [code: number, ...Case])[] = [
  [1002, "5.1: an unmasked text", frame({ opcode: text, payload: "{}", mask: undefined })],
  [1002, "5.1: an unmasked ping", frame({ opcode: ping, mask: undefined })],
  ...[4, 2, 1, 7].map(
    (reserved) =>
      [1002, `5.2: reserved bits ${reserved}`, frame({ opcode: text, reserved })] as const,
  ),
  [1002, "5.2: a reserved bit on a ping", frame({ opcode: ping, reserved: 4 })],
  ...reservedOpcodes.map(
    (opcode) => [1002, `5.2: opcode ${opcode}`, frame({ opcode, payload: "x" })] as const,
  ),
  [1002, "5.2: a length of 2^63", frame({ opcode: text, length: 1n << 63n })],
  [1002, "5.2: a length of 2^64-1", frame({ opcode: text, length: (1n << 64n) - 1n })],
  [1002, "5.2: two length bytes for a short length", frame({ opcode: text, lengthBytes: 2 })],
  [
    1002,
    "5.2: eight length bytes for a short length",
    frame({ opcode: text, payload: "{}", lengthBytes: 8 }),
  ],
  [1009, "5.2: a length of 2^62", frame({ opcode: text, length: 1n << 62n })],
  [1009, "10.4: one byte too many", asked(question(MAX + 1))],
  [1009, "10.4: one byte too many in fragments", fragments(Buffer.alloc(MAX + 1, 32), [MAX, 1])],
  [1002, "5.4: a continuation without a first frame", frame({ opcode: more, payload: "x" })],
  [
    1002,
    "5.4: a text within a text",
    [frame({ opcode: text, fin: false, payload: "{" }), asked("}")],
  ],
  [1002, "5.5: a ping in fragments", frame({ opcode: ping, fin: false, payload: "x" })],
  [1002, "5.5: a close in fragments", frame({ opcode: close, fin: false })],
  [1002, "5.5: a ping of 126 bytes", frame({ opcode: ping, payload: "x".repeat(126) })],
  [1002, "5.5: a pong of 126 bytes", frame({ opcode: pong, payload: "x".repeat(126) })],
  [1002, "5.5: a close of 126 bytes", closeFrame(1000, "x".repeat(124))],
  [1002, "5.5.1: a close of one byte", frame({ opcode: close, payload: "x" })],
  [1007, "5.5.1: a close reason that is not UTF-8", closeFrame(1000, Uint8Array.of(0xc3, 0x28))],
  [1003, "5.6: a binary message", frame({ opcode: binary, payload: question() })],
  [1003, "5.6: a binary message in fragments", frame({ opcode: binary, fin: false })],
  ...badCloseCodes.map((code) => [1002, `7.4: close code ${code}`, closeFrame(code)] as const),
  ...Object.entries(brokenTexts).map(
    ([name, bytes]) => [1007, `8.1: ${name}`, asked(Uint8Array.from(bytes))] as const,
  ),
  [
    1007,
    "8.1: a broken character across fragments",
    fragments(Uint8Array.of(0xe2, 0x82, 0x41), [2, 0]),
  ],
];

describe("RFC 6455", () => {
  test.each(GOOD)("%i answered: %s", (count, _name, bytes) => answers(count, bytes));

  test.each(BAD)("%i for %s", (code, _name, bytes) => closesWith(code, bytes));

  test("5.5.2: each ping is answered with its own payload, in order", async () => {
    const line = await open();
    const payloads = ["", "x", "\u0000ÿ", "y".repeat(125), ...Array.from({ length: 50 }, String)];
    for (const one of payloads) {
      line.write(frame({ opcode: ping, payload: Buffer.from(one, "latin1") }));
    }
    line.write(asked());
    await line.received(1);
    expect(line.pongs).toEqual(payloads);
    line.cut();
  });

  test.each(goodCloseCodes)(
    "5.5.1: close %i is echoed, and the server closes the connection",
    async (code) => {
      const line = await open();
      line.write(closeFrame(code, "bye"));
      expect((await line.closed).code).toBe(code);
      await line.ended;
      expect(line.fault).toBeUndefined();
    },
  );

  test("5.5.1: an empty close is echoed", async () => {
    const line = await open();
    line.write(frame({ opcode: close }));
    expect((await line.closed).code).toBe(1005);
    await line.ended;
  });

  test("5.5.1: frames after a close are ignored", async () => {
    const line = await open();
    line.write(Buffer.concat([closeFrame(1000), asked(), pinged]));
    expect((await line.closed).code).toBe(1000);
    expect(line.texts).toEqual([]);
    expect(line.pongs).toEqual([]);
  });

  test("4.2.1: a handshake with a missing or wrong header is refused", async () => {
    const complete = {
      Upgrade: "websocket",
      Connection: "Upgrade",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
      "Sec-WebSocket-Protocol": SUBPROTOCOL,
      Origin: deployment.origin,
    };
    const statusOf = (method: string, headers: Readonly<Record<string, string>>) =>
      new Promise<number>((resolve, reject) => {
        const { hostname, port } = new URL(deployment.origin);
        const sent = request({ hostname, port, path: "/v1/room", method, headers, agent: false });
        sent.on("response", (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        });
        sent.on("upgrade", (response, socket) => {
          socket.destroy();
          resolve(response.statusCode ?? 0);
        });
        sent.on("error", reject);
        sent.end();
      });
    const but = (headers: Readonly<Record<string, string>>) => ({ ...complete, ...headers });
    expect(await statusOf("GET", complete)).toBe(101);
    expect(await statusOf("GET", but({ Connection: "keep-alive, upgrade" }))).toBe(101);
    expect(await statusOf("GET", but({ Upgrade: "WebSocket" }))).toBe(101);
    expect(await statusOf("POST", complete)).toBe(405);
    expect(await statusOf("GET", but({ Upgrade: "h2c" }))).toBe(426);
    expect(await statusOf("GET", but({ Connection: "close" }))).toBe(426);
    for (const version of ["", "8", "12", "14", "013", "13, 8"]) {
      expect(await statusOf("GET", but({ "Sec-WebSocket-Version": version }))).toBe(426);
    }
    for (const key of ["", "AAAA", "AAAAAAAAAAAAAAAAAAAAAA=", "A".repeat(24), "*".repeat(24)]) {
      expect(await statusOf("GET", but({ "Sec-WebSocket-Key": key }))).toBe(400);
    }
  });
});
