// One WebSocket to the server, opened as a browser does.
// SPDX-License-Identifier: MIT
import { WebSocket } from "ws";
import { SUBPROTOCOL } from "../../clients/js/src/protocol.ts";
import { PATIENCE_MS } from "./inbox.ts";

export type Closed = { readonly code: number; readonly reason: string };

export type LineOptions = {
  readonly origin?: string | undefined;
  readonly subprotocols?: readonly string[];
  readonly localAddress?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Receives every text, even one that arrives together with the answer to the handshake. */
  readonly onText?: (text: string) => void;
};

/** The server answered the opening handshake with something other than 101. */
export class Refused extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`refused with ${status}`);
    this.status = status;
  }
}

export class Line {
  readonly url: string;
  /** Resolves when either side has closed the socket. */
  readonly closed: Promise<Closed>;
  onText: (text: string) => void = () => {};
  readonly #socket: WebSocket;

  private constructor(url: string, socket: WebSocket) {
    this.url = url;
    this.#socket = socket;
    socket.on("message", (data) => this.onText(data.toString()));
    socket.on("error", () => {}); // "close" follows
    this.closed = new Promise((resolve) => {
      socket.once("close", (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  /** Rejects with Refused if the server refuses the handshake. */
  static open(url: string, options: LineOptions = {}): Promise<Line> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url, [...(options.subprotocols ?? [SUBPROTOCOL])], {
        perMessageDeflate: false,
        rejectUnauthorized: false, // the tests' certificates are self-signed
        headers: options.headers ?? {},
        handshakeTimeout: 2 * PATIENCE_MS,
        ...(options.origin === undefined ? {} : { origin: options.origin }),
        ...(options.localAddress === undefined ? {} : { localAddress: options.localAddress }),
      });
      const line = new Line(url, socket);
      if (options.onText) line.onText = options.onText;
      socket.once("open", () => resolve(line));
      socket.once("unexpected-response", (request, response) => {
        request.destroy();
        reject(new Refused(response.statusCode ?? 0));
      });
      socket.once("error", reject);
    });
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** Sends a text frame of exactly these bytes, or a binary one. */
  send(data: string | Buffer, binary = false): void {
    this.#socket.send(data, { binary });
  }

  /** Bytes that were sent and have not left this process yet. */
  get queuedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /** Stops reading until resumeReading(). */
  pauseReading(): void {
    this.#socket.pause();
  }

  resumeReading(): void {
    this.#socket.resume();
  }

  /** Closes with a close frame. */
  async close(): Promise<Closed> {
    this.#socket.close(1000);
    return this.closed;
  }

  /** Drops the connection without a close frame, as a crashed browser does. */
  cut(): void {
    this.#socket.terminate();
  }

  /** Waits until the server closes this socket. */
  async expectClose(within = PATIENCE_MS): Promise<Closed> {
    let late: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      late = setTimeout(() => reject(new Error(`${this.url} stays open`)), within);
    });
    try {
      return await Promise.race([this.closed, timeout]);
    } finally {
      clearTimeout(late);
    }
  }
}
