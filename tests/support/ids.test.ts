// Checks the search for ids in texts: a search that finds nothing would let any server pass.
// SPDX-License-Identifier: MIT
import { createHmac, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { holdsId } from "./ids.ts";

const bytes = randomBytes(16);
const id = bytes.toString("base64url");
const other = randomBytes(16).toString("base64url");

test.each([
  ["as it is written", `{"visitor":"${id}"}`],
  ["in the payload of a signature", `${other}${id}.abcd.${other}`],
  ["as base64", JSON.stringify({ padded: bytes.toString("base64") })],
  ["in hex", bytes.toString("hex")],
  ["as text within base64url", Buffer.from(`x~${id}~y`).toString("base64url")],
  ...[0, 1, 2].map((at): [string, string] => [
    `as bytes within base64url, ${at} behind its beginning`,
    `k.${Buffer.concat([Buffer.alloc(at), bytes, randomBytes(20)]).toString("base64url")}`,
  ]),
  ["two base64 deep", Buffer.from(Buffer.from(`..${id}`).toString("base64")).toString("base64url")],
])("an id is found %s", (_, text) => {
  expect(holdsId(text, id)).toBe(true);
  expect(holdsId(text, randomBytes(16).toString("base64url"))).toBe(false);
});

test("an id is not found in a keyed hash of it", () => {
  expect(holdsId(createHmac("sha512", "key").update(bytes).digest("base64url"), id)).toBe(false);
});
