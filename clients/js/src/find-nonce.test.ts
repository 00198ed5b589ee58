import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { findNonce } from "./find-nonce.ts";

/** Leading zero bits of the hash, by another implementation. */
function zeroBits(text: string): number {
  return Math.clz32(createHash("sha256").update(text).digest().readUInt32BE(0));
}

it("finds the smallest nonce, the same as the server", () => {
  // server/credentials/work_challenge_test.cpp has the same numbers.
  expect(findNonce("nexuschat", 0)).toBe(0);
  expect(findNonce("nexuschat", 8)).toBe(315);
  expect(findNonce("nexuschat", 14)).toBe(4921);
});

it("hashes texts of every length, over the ends of blocks", () => {
  for (let length = 1; length <= 256; length++) {
    const challenge = "x".repeat(length);
    const nonce = findNonce(challenge, 6);
    expect(zeroBits(`${challenge}:${nonce}`), `length ${length}`).toBeGreaterThanOrEqual(6);
    for (let smaller = 0; smaller < nonce; smaller++) {
      expect(zeroBits(`${challenge}:${smaller}`)).toBeLessThan(6);
    }
  }
});
