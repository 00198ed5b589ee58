import { describe, expect, it } from "vitest";
import { CHECK_EMOJI, checkEmoji } from "./emoji-check";

describe("the check of a connection", () => {
  it("has 64 different emoji", () => {
    expect(CHECK_EMOJI).toHaveLength(64);
    expect(new Set(CHECK_EMOJI).size).toBe(64);
  });

  it("is the same on both sides, and different for other keys", async () => {
    const ours = await checkEmoji({ local: "sha-256 aa:bb", remote: "sha-256 cc:dd" });
    expect(ours).toHaveLength(4);
    expect(await checkEmoji({ local: "sha-256 cc:dd", remote: "sha-256 aa:bb" })).toEqual(ours);
    expect(await checkEmoji({ local: "sha-256 aa:bb", remote: "sha-256 cc:de" })).not.toEqual(ours);
  });

  it("encodes the first 24 bits of SHA-256 over both in sorted order", async () => {
    const seen: string[] = [];
    const emoji = await checkEmoji({ local: "b", remote: "a" }, async (data) => {
      seen.push(new TextDecoder().decode(data));
      return new Uint8Array([0b000000_00, 0b0001_0000, 0b10_111111]).buffer;
    });
    expect(seen).toEqual(["a\nb"]);
    expect(emoji).toEqual([0, 1, 2, 63].map((i) => CHECK_EMOJI[i]));
  });
});
