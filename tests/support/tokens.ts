// Seat tokens made outside the server, to test which of them it accepts.
// SPDX-License-Identifier: MIT
import { createHmac } from "node:crypto";
import type { Role } from "../../clients/js/src/protocol.ts";
import { SECRET } from "./deployment.ts";

/** How tokens name a role; a mark may follow. */
export const ROLE_DIGITS: Readonly<Record<Role, string>> = { initiator: "0", responder: "1" };

export type SeatToken = {
  readonly room: string;
  readonly role: string;
  readonly ticket: string;
  readonly visitor: string;
  readonly issued: number;
  /** NONE in the token of a match, which has no `boot` either. */
  readonly secret: string;
  readonly boot: string;
  readonly home: string;
};

function mac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

/** The id of zeros, for an absent one. */
export const NONE = "A".repeat(22);

/** Signs as the server does, by default with the secret of the tests. */
export function makeToken(token: SeatToken, secret = SECRET, purpose = "seat"): string {
  const key = mac(secret, purpose);
  const keyId = mac(key, "key id").subarray(0, 3).toString("base64url");
  const { room, role, ticket, visitor, issued, secret: own, boot, home } = token;
  const covered = `${[room, role, ticket, visitor, issued, own, boot, home].join("~")}.${keyId}`;
  return `${covered}.${mac(key, covered).toString("base64url")}`;
}

export function readToken(text: string): SeatToken {
  const payload = text.split(".").slice(0, -2).join(".");
  const [room, role, ticket, visitor, issued, secret, boot, ...home] = payload.split("~");
  if (!room || !role || !ticket || !visitor || !issued || !secret || !boot)
    throw new Error(`not a seat token: ${text}`);
  const rest = { secret, boot, home: home.join("~") };
  return { room, role, ticket, visitor, issued: Number(issued), ...rest };
}

/** The text with one bit of one character flipped. */
export function flipBit(text: string, index: number, bit: number): string {
  const flipped = String.fromCharCode(text.charCodeAt(index) ^ (1 << bit));
  return text.slice(0, index) + flipped + text.slice(index + 1);
}
