// Every golden vector must come to exactly the result that its path names, as on the server.
// SPDX-License-Identifier: MIT
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  CLOSE_CODES,
  checkMatchClient,
  checkRoomClient,
  ERROR_CODES,
  parseMatchServer,
  parseRoomServer,
} from "./messages";
import { utf8Length } from "./validate";

const FOLDER = join(process.cwd(), "../protocol/vectors");
// Not quite what a browser does with bytes: a WebSocket fails at broken UTF-8 before anybody sees a text.
const vectors = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".json"))
  .map((path) => ({ path, text: readFileSync(join(FOLDER, path), "utf8") }));

const JUDGES = {
  match_client: checkMatchClient,
  match_server: parseMatchServer,
  room_client: checkRoomClient,
  room_server: parseRoomServer,
};

/** What JSON.parse and a text cannot show; the server sees it in the bytes. */
const INVISIBLE: Record<string, string> = {
  "invalid/invalid_field/match_client.duplicate.json": "the last of two equal keys wins",
  "invalid/invalid_field/match_client.duplicate-escaped.json": "the last of two equal keys wins",
  "invalid/invalid_field/match_client.duplicate-type.json": "the last of two equal keys wins",
  "invalid/invalid_field/match_client.duplicate-type-late.json": "the last of two equal keys wins",
  "invalid/invalid_field/room_client.duplicate-nested.json": "the last of two equal keys wins",
  "invalid/invalid_field/match_client.integer-with-fraction.json": "1.0 is 1",
  "invalid/invalid_field/match_client.integer-with-exponent.json": "1e3 is 1000",
  "invalid/malformed/room_client.utf8-lone-continuation.json": "a text has no broken bytes",
  "invalid/malformed/room_client.utf8-overlong.json": "a text has no broken bytes",
  "invalid/malformed/room_client.utf8-surrogate.json": "a text has no broken bytes",
  "invalid/malformed/room_client.utf8-above-unicode.json": "a text has no broken bytes",
  "invalid/malformed/room_client.utf8-cut-short.json": "a text has no broken bytes",
  "invalid/malformed/room_client.utf8-broken-key.json": "a text has no broken bytes",
};

function judge(path: string, text: string): string {
  const channel = path.slice(path.lastIndexOf("/") + 1).split(".")[0] ?? "";
  if (!Object.hasOwn(JUDGES, channel)) throw new Error(`no such channel: ${channel}`);
  const result = JUDGES[channel as keyof typeof JUDGES](text);
  return result.ok ? "valid" : `invalid/${result.code}`;
}

describe("vectors", () => {
  test("are all there", () => {
    expect(vectors.length).toBeGreaterThan(400);
    const paths = new Set(vectors.map((v) => v.path));
    expect(Object.keys(INVISIBLE).filter((path) => !paths.has(path))).toEqual([]);
  });

  test("come to the result that their folder names", () => {
    const wrong = vectors
      .filter(({ path }) => !Object.hasOwn(INVISIBLE, path))
      .map(({ path, text }) => ({ path, result: judge(path, text) }))
      .filter(({ path, result }) => !path.startsWith(`${result}/`))
      .map(({ path, result }) => `${path} is judged ${result}`);
    expect(wrong).toEqual([]);
  });

  test("that are listed as invisible really are", () => {
    const visible = vectors
      .filter(({ path }) => Object.hasOwn(INVISIBLE, path))
      .filter(({ path, text }) => path.startsWith(`${judge(path, text)}/`));
    expect(visible.map((v) => v.path)).toEqual([]);
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
