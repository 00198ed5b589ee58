// Every golden vector must give exactly the result that its line names, as on the server.
// SPDX-License-Identifier: MIT
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { utf8Length } from "./protocol/validate.ts";
import {
  CLOSE_CODES,
  checkMatchClient,
  checkRoomClient,
  ERROR_CODES,
  parseMatchServer,
  parseRoomServer,
} from "./protocol.ts";

type Vector = { name: string; result: string; text: string };

// A browser's WebSocket fails on broken UTF-8 before the page gets a text; here the broken bytes
// are replaced.
const VECTORS = fileURLToPath(new URL("../../../protocol/vectors.jsonl", import.meta.url));
const vectors = readFileSync(VECTORS, "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line))
  .map(({ base64url, ...vector }): Vector => {
    if (base64url === undefined) return vector;
    return { ...vector, text: Buffer.from(base64url, "base64url").toString() };
  });

const JUDGES = {
  match_client: checkMatchClient,
  match_server: parseMatchServer,
  room_client: checkRoomClient,
  room_server: parseRoomServer,
};

/** Faults that JSON.parse and a string do not show; the server sees them in the bytes. */
const INVISIBLE: Record<string, string> = {
  "match_client.duplicate": "the last of two equal keys wins",
  "match_client.duplicate-escaped": "the last of two equal keys wins",
  "match_client.duplicate-optional": "the last of two equal keys wins",
  "match_client.duplicate-list": "the last of two equal keys wins",
  "match_client.duplicate-type": "the last of two equal keys wins",
  "match_client.duplicate-type-late": "the last of two equal keys wins",
  "room_client.duplicate-nested": "the last of two equal keys wins",
  "room_client.duplicate-in-list": "the last of two equal keys wins",
  "match_client.integer-with-fraction": "1.0 is 1",
  "match_client.integer-with-exponent": "1e3 is 1000",
  "room_client.utf8-lone-continuation": "a text has no broken bytes",
  "room_client.utf8-overlong": "a text has no broken bytes",
  "room_client.utf8-surrogate": "a text has no broken bytes",
  "room_client.utf8-above-unicode": "a text has no broken bytes",
  "room_client.utf8-cut-short": "a text has no broken bytes",
  "room_client.utf8-broken-key": "a text has no broken bytes",
};

function judge({ name, text }: Vector): string {
  const channel = name.split(".")[0] ?? "";
  if (!Object.hasOwn(JUDGES, channel)) throw new Error(`no such channel: ${channel}`);
  const result = JUDGES[channel as keyof typeof JUDGES](text);
  return result.ok ? "valid" : result.code;
}

describe("vectors", () => {
  test("are all there", () => {
    expect(vectors.length).toBeGreaterThan(400);
    const names = new Set(vectors.map((v) => v.name));
    expect(Object.keys(INVISIBLE).filter((name) => !names.has(name))).toEqual([]);
  });

  test("come to the result that their line names", () => {
    const wrong = vectors
      .filter(({ name }) => !Object.hasOwn(INVISIBLE, name))
      .filter((vector) => judge(vector) !== vector.result)
      .map((vector) => `${vector.name} is judged ${judge(vector)}`);
    expect(wrong).toEqual([]);
  });

  test("that are listed as invisible really are", () => {
    const visible = vectors
      .filter(({ name }) => Object.hasOwn(INVISIBLE, name))
      .filter((vector) => judge(vector) === vector.result);
    expect(visible.map((v) => v.name)).toEqual([]);
  });
});

test("a refusal names the type and the path of the field at fault", () => {
  const room = "dGhpcy1pcy1hbi1pZC0xMg";
  const candidates = [{ candidate: "" }, { candidate: "", sdpMid: 1 }];
  expect(checkRoomClient(JSON.stringify({ type: "candidates", room, candidates }))).toEqual({
    ok: false,
    code: "invalid_field",
    type: "candidates",
    field: "candidates.sdpMid",
  });
});

test("a parsed message is typed by its channel", () => {
  const parsed = parseMatchServer('{"type":"queued","find":1,"waiting":3}');
  if (!parsed.ok || parsed.message.type !== "queued") throw new Error("not understood");
  expect(parsed.message.waiting).toBe(3);
});

test("lengths count UTF-8 bytes", () => {
  for (const text of ["", "a", "é", "世", "😀", "a😀é"]) {
    expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
  }
});

test("close codes below 4500 let the client come back, those above do not", () => {
  for (const [code, { reconnect }] of Object.entries(CLOSE_CODES)) {
    if (Number(code) >= 4000) expect(reconnect).toBe(Number(code) < 4500);
  }
  expect(CLOSE_CODES[1006]).toBeUndefined();
  expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length);
});
