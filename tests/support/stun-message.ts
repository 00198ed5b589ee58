// STUN messages (RFC 8489) with the attributes that a TURN client needs (RFC 8656).
// SPDX-License-Identifier: MIT
import { createHash, createHmac, randomBytes } from "node:crypto";
import { isIPv6, SocketAddress } from "node:net";

export const METHOD = {
  binding: 0x001,
  allocate: 0x003,
  refresh: 0x004,
  createPermission: 0x008,
} as const;

export const ATTRIBUTE = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  lifetime: 0x000d,
  peerAddress: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  relayedAddress: 0x0016,
  requestedFamily: 0x0017,
  requestedTransport: 0x0019,
} as const;

export type Attribute = readonly [type: number, value: Buffer];
export type Address = { readonly ip: string; readonly port: number };
export type Credentials = { readonly username: string; readonly password: string };

export type Reply = {
  readonly transaction: Buffer;
  /** 0 for success, otherwise the code of the error. */
  readonly error: number;
  readonly attributes: ReadonlyMap<number, Buffer>;
};

const COOKIE = 0x2112a442;
const HEADER_BYTES = 20;
const INTEGRITY_BYTES = 24;
const CLASS_SUCCESS = 0x100;
const CLASS_ERROR = 0x110;

/** The 16 bytes of an IPv6 address, or the 4 of an IPv4 one. */
function bytesOf(ip: string): Buffer {
  if (!isIPv6(ip)) return Buffer.from(ip.split(".").map(Number));
  // The last four bytes may be written as IPv4.
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(ip);
  const [, start = "", ...digits] = dotted ?? [];
  const [a = 0, b = 0, c = 0, d = 0] = digits.map(Number);
  const hex = dotted ? `${start}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}` : ip;
  const [left = "", right] = hex.split("::");
  const words = (part: string): number[] =>
    part === "" ? [] : part.split(":").map((word) => Number.parseInt(word, 16));
  const [head, tail] = [words(left), words(right ?? "")];
  const gap = right === undefined ? 0 : 8 - head.length - tail.length;
  const all = [...head, ...new Array<number>(gap).fill(0), ...tail];
  return Buffer.from(all.flatMap((word) => [word >> 8, word & 0xff]));
}

/** XORs with the cookie and the transaction, which is its own inverse. */
function mask(bytes: Buffer, transaction: Buffer): Buffer {
  const cookie = Buffer.alloc(4);
  cookie.writeUInt32BE(COOKIE);
  const key = Buffer.concat([cookie, transaction]);
  return Buffer.from(bytes.map((byte, i) => byte ^ (key[i] ?? 0)));
}

export function xorAddress({ ip, port }: Address, transaction: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head[1] = isIPv6(ip) ? 2 : 1;
  head.writeUInt16BE(port ^ (COOKIE >>> 16), 2);
  return Buffer.concat([head, mask(bytesOf(ip), transaction)]);
}

export function readXorAddress(value: Buffer, transaction: Buffer): Address {
  const bytes = mask(value.subarray(4), transaction);
  const words = Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readUInt16BE(i * 2));
  const ip =
    value[1] === 1
      ? bytes.join(".")
      : new SocketAddress({
          address: words.map((word) => word.toString(16)).join(":"),
          family: "ipv6",
        }).address;
  return { ip, port: value.readUInt16BE(2) ^ (COOKIE >>> 16) };
}

export function newTransaction(): Buffer {
  return randomBytes(12);
}

function encodeAttribute([type, value]: Attribute): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

/** The key of long-term credentials. */
export function longTermKey({ username, password }: Credentials, realm: string): Buffer {
  return createHash("md5").update(`${username}:${realm}:${password}`).digest();
}

/** A request, with MESSAGE-INTEGRITY if there is a key. */
export function encodeRequest(
  method: number,
  transaction: Buffer,
  attributes: readonly Attribute[],
  key?: Buffer,
): Buffer {
  const body = Buffer.concat(attributes.map(encodeAttribute));
  const head = Buffer.alloc(8);
  head.writeUInt16BE(method, 0);
  // The length includes the integrity attribute, which is appended next.
  head.writeUInt16BE(body.length + (key ? INTEGRITY_BYTES : 0), 2);
  head.writeUInt32BE(COOKIE, 4);
  const plain = Buffer.concat([head, transaction, body]);
  if (!key) return plain;
  const mac = createHmac("sha1", key).update(plain).digest();
  return Buffer.concat([plain, encodeAttribute([ATTRIBUTE.messageIntegrity, mac])]);
}

/** Parses the reply to one of this client's requests; undefined for any other packet. */
export function decodeReply(packet: Buffer): Reply | undefined {
  if (packet.length < HEADER_BYTES || packet.readUInt32BE(4) !== COOKIE) return undefined;
  const kind = packet.readUInt16BE(0) & 0x110;
  if (kind !== CLASS_SUCCESS && kind !== CLASS_ERROR) return undefined;
  const attributes = new Map<number, Buffer>();
  for (let at = HEADER_BYTES; at + 4 <= packet.length; ) {
    const size = packet.readUInt16BE(at + 2);
    attributes.set(packet.readUInt16BE(at), packet.subarray(at + 4, at + 4 + size));
    at += 4 + size + ((4 - (size % 4)) % 4);
  }
  const code = attributes.get(ATTRIBUTE.errorCode);
  const error = kind === CLASS_ERROR ? (code?.[2] ?? 0) * 100 + (code?.[3] ?? 0) : 0;
  return { transaction: packet.subarray(8, HEADER_BYTES), error, attributes };
}
