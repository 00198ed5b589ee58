import { describe, expect, it } from "vitest";
import { type EmojiNames, searchEmoji } from "./search";

const NAMES: EmojiNames = [
  ["😀", "grinning face happy smile"],
  ["🎂", "birthday cake candle"],
  ["🍰", "shortcake cake sweet"],
  ["☕", "café hot-drink"],
  ["🥮", "moon cake autumn"],
];

describe("a search for emoji", () => {
  it.each([
    ["smile", ["😀"]],
    ["CAFE", ["☕"]],
    ["drink", ["☕"]],
    ["cake moon", ["🥮"]],
    ["cak", ["🎂", "🍰", "🥮"]],
    ["m", ["🥮"]],
    ["xyz", []],
    [" - ", []],
  ])("%j finds %j", (query, found) => {
    expect(searchEmoji(NAMES, query, 10)).toEqual(found);
  });

  it("shows names that begin with the word first, and not too many", () => {
    expect(searchEmoji(NAMES, "c", 2)).toEqual(["☕", "🎂"]);
  });

  it.each(["en", "de", "es", "fr"] as const)("has the names in %s", async (language) => {
    const { names } = await {
      en: () => import("virtual:emoji-names/en"),
      de: () => import("virtual:emoji-names/de"),
      es: () => import("virtual:emoji-names/es"),
      fr: () => import("virtual:emoji-names/fr"),
    }[language]();
    expect(names.length).toBeGreaterThan(1_500);
    const word = { en: "pizza", de: "Geburtstag", es: "gato", fr: "cœur" }[language];
    expect(searchEmoji(names, word, 100)).not.toEqual([]);
  });
});
