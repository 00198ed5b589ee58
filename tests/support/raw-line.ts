// A WebSocket that sends hand-made frames; the npm package ws, an independent implementation of
// RFC 6455, parses what arrives.
// SPDX-License-Identifier: MIT
import { connect, type Socket } from "node:net";
import { WebSocket } from "ws";
import { SUBPROTOCOL } from "../../clients/js/src/protocol.ts";
import { PATIENCE_MS } from "./inbox.ts";
import type { Closed } from "./line.ts";

export type Frame = {
  readonly opcode: number;
  readonly payload?: string | Uint8Array;
  readonly fin?: boolean;
  /** RSV1 is 4, RSV3 is 1. */
  readonly reserved?: number;
  /** Undefined sends an unmasked frame, which only a server may do. */
  readonly mask?: Uint8Array | undefined;
  /** The number of extra length bytes, 0, 2 or 8; by default the fewest possible. */
  readonly lengthBytes?: 0 | 2 | 8;
  /** A false length for the header. */
  readonly length?: bigint;
};

const MASK = Uint8Array.of(0x12, 0x34, 0x56, 0x78);

export const OPCODE = { more: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** The bytes of one frame, valid or not (RFC 6455, section 5.2). */
export function frame(given: Frame): Buffer {
  const payload = Buffer.from(given.payload ?? "");
  const mask = "mask" in given ? given.mask : MASK;
  const length = given.length ?? BigInt(payload.length);
  const fewest = length < 126n ? 0 : length < 65_536n ? 2 : 8;
  const lengthBytes = given.lengthBytes ?? fewest;
  const first = ((given.fin ?? true) ? 0x80 : 0) | ((given.reserved ?? 0) << 4) | given.opcode;
  const short = lengthBytes === 0 ? Number(length) : lengthBytes === 2 ? 126 : 127;
  const extended = Buffer.alloc(8);
  extended.writeBigUInt64BE(length);
  return Buffer.concat([
    Buffer.of(first, (mask ? 0x80 : 0) | short),
    extended.subarray(8 - lengthBytes),
    mask ?? Buffer.alloc(0),
    mask ? payload.map((byte, i) => byte ^ (mask[i % 4] ?? 0)) : payload,
  ]);
}

export function closeFrame(code: number, reason: string | Uint8Array = ""): Buffer {
  const head = Buffer.alloc(2);
  head.writeUInt16BE(code);
  return frame({ opcode: OPCODE.close, payload: Buffer.concat([head, Buffer.from(reason)]) });
}

export class RawLine {
  readonly texts: string[] = [];
  readonly pongs: string[] = [];
  /** How the server closed it; ws reports 1006 if there was no close frame. */
  readonly closed: Promise<Closed>;
  /** Resolves when the server has ended the TCP connection, too. */
  readonly ended: Promise<void>;
  readonly #tcp: Socket;
  readonly #judge: WebSocket;
  /** The error that ws found in the server's bytes. */
  fault: string | undefined;

  private constructor(tcp: Socket, judge: WebSocket) {
    this.#tcp = tcp;
    this.#judge = judge;
    judge.on("message", (data) => this.texts.push(data.toString()));
    judge.on("pong", (data) => this.pongs.push(data.toString("latin1")));
    judge.on("error", (error) => {
      this.fault = error.message;
    });
    this.ended = new Promise((resolve) => tcp.once("close", () => resolve()));
    this.closed = new Promise((resolve) => {
      judge.once("close", (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  static open(url: string, origin: string): Promise<RawLine> {
    const { hostname, port } = new URL(url);
    const tcp = connect({ host: hostname, port: Number(port), noDelay: true });
    const judge = new WebSocket(url, [SUBPROTOCOL], {
      perMessageDeflate: false,
      handshakeTimeout: PATIENCE_MS,
      origin,
      createConnection: () => tcp,
    });
    const line = new RawLine(tcp, judge);
    return new Promise((resolve, reject) => {
      judge.once("open", () => resolve(line));
      judge.once("error", reject);
    });
  }

  write(bytes: Uint8Array): void {
    this.#tcp.write(bytes);
  }

  /** Resolves once this many texts have arrived. */
  async received(count: number): Promise<readonly string[]> {
    const deadline = Date.now() + PATIENCE_MS;
    while (this.texts.length < count) {
      if (Date.now() > deadline) throw new Error(`received ${this.texts.length} of ${count} texts`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return this.texts;
  }

  cut(): void {
    this.#judge.terminate();
  }
}
