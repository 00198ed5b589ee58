import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { byteLength, cleanText, clipBytes } from "./text";

interface Case {
  readonly case: string;
  readonly text: string;
  readonly shown: string;
}

const TABLE = join(process.cwd(), "../protocol/chat-text.json");
const cases: readonly Case[] = JSON.parse(readFileSync(TABLE, "utf8"));

describe("cleanText, as on the server", () => {
  it.each(cases)("$case", ({ text, shown }) => {
    expect(cleanText(text)).toBe(shown);
    expect(cleanText(shown)).toBe(shown);
  });

  it.each([" ", "\t ", "\n", "\u3000", "\u0301", "\u200d\u0301"])(
    "takes little time for a long run of %j",
    (blank) => {
      // With work that grows with the square of the length, this would take longer than a test may.
      expect(cleanText(`a${blank.repeat(60_000)}b`)).toMatch(/^a.*b$/s);
    },
  );

  it("replaces a lone surrogate, which no server ever sees", () => {
    expect(cleanText("a\ud800b")).toBe("a\ufffdb");
  });
});

describe("clipBytes", () => {
  it("cuts between characters, never inside one", () => {
    expect(clipBytes("ab👋c", 5)).toBe("ab");
    expect(clipBytes("ab👋c", 6)).toBe("ab👋");
    expect(byteLength(clipBytes("é".repeat(40), 48))).toBe(48);
  });
});
