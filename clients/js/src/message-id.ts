import type { MessageId } from "./protocol.ts";

/** 96 random bits in base64url: unique among the messages of a room. */
export function newMessageId(): MessageId {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_") as MessageId;
}
