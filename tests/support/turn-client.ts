// A TURN client over UDP that sends a hostile client's requests and returns the answers.
// SPDX-License-Identifier: MIT
import { createHmac } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import {
  type Address,
  ATTRIBUTE,
  type Attribute,
  type Credentials,
  decodeReply,
  encodeRequest,
  longTermKey,
  METHOD,
  newTransaction,
  type Reply,
  readXorAddress,
  xorAddress,
} from "./stun-message.ts";

export type Family = "ipv4" | "ipv6";
export type Allocation = { readonly error: number; readonly relayed?: Address };

const UDP_TRANSPORT = 17;
const FAMILY_CODES = { ipv4: 1, ipv6: 2 } as const;
const RETRANSMIT_MS = 500;
const GIVE_UP_MS = 8_000;

/** The credentials that the service gives a visitor, made outside it. */
export function turnCredentials(
  secret: string,
  visitor: string,
  expiresInSeconds = 600,
): Credentials {
  const username = `${Math.floor(Date.now() / 1000) + expiresInSeconds}:${visitor}`;
  return { username, password: createHmac("sha1", secret).update(username).digest("base64") };
}

/** One five-tuple, so one allocation at most. */
export class TurnClient {
  readonly #socket: Socket;
  readonly #server: Address;
  readonly #credentials: Credentials | undefined;
  readonly #waiting = new Map<string, (reply: Reply) => void>();
  isAllocated = false;
  #realm: Buffer | undefined;
  #nonce: Buffer | undefined;

  private constructor(socket: Socket, server: Address, credentials: Credentials | undefined) {
    this.#socket = socket;
    this.#server = server;
    this.#credentials = credentials;
    socket.on("message", (packet) => {
      const reply = decodeReply(packet);
      if (reply) this.#waiting.get(reply.transaction.toString("hex"))?.(reply);
    });
  }

  /** Without credentials it never authenticates. */
  static async open(server: Address, credentials?: Credentials): Promise<TurnClient> {
    const socket = createSocket("udp4");
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    return new TurnClient(socket, server, credentials);
  }

  async allocate(family: Family = "ipv4"): Promise<Allocation> {
    const { error, attributes, transaction } = await this.#ask(METHOD.allocate, () => [
      [ATTRIBUTE.requestedTransport, Buffer.from([UDP_TRANSPORT, 0, 0, 0])],
      [ATTRIBUTE.requestedFamily, Buffer.from([FAMILY_CODES[family], 0, 0, 0])],
    ]);
    this.isAllocated = error === 0;
    const relayed = attributes.get(ATTRIBUTE.relayedAddress);
    return { error, ...(relayed ? { relayed: readXorAddress(relayed, transaction) } : {}) };
  }

  /** Returns 0, or the code of the error. */
  async permit(ip: string): Promise<number> {
    const { error } = await this.#ask(METHOD.createPermission, (transaction) => [
      [ATTRIBUTE.peerAddress, xorAddress({ ip, port: 9 }, transaction)],
    ]);
    return error;
  }

  /** Ends the allocation if `seconds` is 0. Returns 0, or the code of the error. */
  async refresh(seconds: number): Promise<number> {
    const lifetime = Buffer.alloc(4);
    lifetime.writeUInt32BE(seconds);
    const { error } = await this.#ask(METHOD.refresh, () => [[ATTRIBUTE.lifetime, lifetime]]);
    if (seconds === 0) this.isAllocated = false;
    return error;
  }

  close(): void {
    this.#socket.close();
  }

  /** Sends a request, and repeats it with credentials when the server sends its realm and a nonce. */
  async #ask(method: number, attributes: (transaction: Buffer) => Attribute[]): Promise<Reply> {
    for (let attempt = 0; ; ++attempt) {
      const transaction = newTransaction();
      const asked = attributes(transaction);
      let key: Buffer | undefined;
      if (this.#credentials && this.#realm && this.#nonce) {
        asked.push(
          [ATTRIBUTE.username, Buffer.from(this.#credentials.username)],
          [ATTRIBUTE.realm, this.#realm],
          [ATTRIBUTE.nonce, this.#nonce],
        );
        key = longTermKey(this.#credentials, this.#realm.toString());
      }
      const reply = await this.#exchange(
        transaction,
        encodeRequest(method, transaction, asked, key),
      );
      const isChallenge = (reply.error === 401 && !key) || reply.error === 438;
      if (!isChallenge || !this.#credentials || attempt > 1) return reply;
      this.#realm = reply.attributes.get(ATTRIBUTE.realm) ?? this.#realm;
      this.#nonce = reply.attributes.get(ATTRIBUTE.nonce);
    }
  }

  #exchange(transaction: Buffer, packet: Buffer): Promise<Reply> {
    const id = transaction.toString("hex");
    return new Promise<Reply>((resolve, reject) => {
      const send = (): void => this.#socket.send(packet, this.#server.port, this.#server.ip);
      const again = setInterval(send, RETRANSMIT_MS);
      const end = (): void => {
        clearInterval(again);
        clearTimeout(late);
        this.#waiting.delete(id);
      };
      const late = setTimeout(() => {
        end();
        reject(new Error("the TURN server does not answer"));
      }, GIVE_UP_MS);
      this.#waiting.set(id, (reply) => {
        end();
        resolve(reply);
      });
      send();
    });
  }
}
