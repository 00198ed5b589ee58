import { describe, expect, it } from "vitest";
import { byteLength, cleanText, clipBytes } from "./text";

describe("cleanText", () => {
  it.each([
    ["keeps ordinary text", "Hello, wörld", "Hello, wörld"],
    ["keeps newlines and tabs", "a\n\tb", "a\n\tb"],
    ["turns CRLF and CR into newlines", "a\r\nb\rc", "a\nb\nc"],
    ["removes NUL, bell and escape", "a\u0000b\u0007c\u001b[31m", "abc[31m"],
    ["removes C1 controls", "a\u0085b\u009bc", "abc"],
    ["removes direction overrides", "file\u202egpj.exe", "filegpj.exe"],
    ["removes isolates and marks", "\u2066a\u2069\u200eb\u200fc\u061cd", "abcd"],
    ["removes byte order marks and separators", "\ufeffa\u2028b\u2029c", "abc"],
    ["removes invisible tag characters", "a\u{e0041}b", "ab"],
    ["keeps Arabic and Hebrew", "مرحبا שלום", "مرحبا שלום"],
    ["keeps joined emoji", "👩‍👩‍👧 नमस्‍ते", "👩‍👩‍👧 नमस्‍ते"],
    ["replaces a lone surrogate", "a\ud800b", "a\ufffdb"],
  ])("%s", (_name, input, output) => {
    expect(cleanText(input)).toBe(output);
  });
});

describe("clipBytes", () => {
  it("cuts between characters, never inside one", () => {
    expect(clipBytes("ab👋c", 5)).toBe("ab");
    expect(clipBytes("ab👋c", 6)).toBe("ab👋");
    expect(byteLength(clipBytes("é".repeat(40), 48))).toBe(48);
  });
});
