import { expect, it } from "vitest";
import { isFewEmoji } from "./few";

it.each(["👋", "😀😀😀", "❤️", "👍🏽 👍🏽", "👩‍👩‍👧‍👦", "🇩🇪🇫🇷", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "🏳️‍🌈"])(
  "%s is shown large",
  (text) => {
    expect(isFewEmoji(text)).toBe(true);
  },
);

it.each(["", "a", "👋 hi", "1", "12", "#", "😀😀😀😀", "…", "🇩", "👋\n\n👋"])(
  "%s is not",
  (text) => {
    expect(isFewEmoji(text)).toBe(false);
  },
);
