import { describe, expect, it } from "vitest";
import { addInterests } from "./interests";

const bounds = { count: 3, bytes: 8 };

describe("addInterests", () => {
  it.each([
    ["splits at commas", [], "Music, chess", ["music", "chess"]],
    ["splits at Arabic commas", [], "شعر، سفر", ["شعر", "سفر"]],
    ["splits at Japanese commas", [], "音楽、将棋", ["音楽", "将棋"]],
    ["splits at Chinese commas", [], "旅行，茶", ["旅行", "茶"]],
    ["splits at halfwidth commas", [], "ｶﾞ､ﾊ", ["ガ", "ハ"]],
    ["squeezes spaces and lowers case", [], "  Old   TV ", ["old tv"]],
    ["adds nothing twice", ["music"], "MUSIC,music", ["music"]],
    ["takes both ways to write é for the same", ["café"], "CAFE\u0301", ["café"]],
    ["takes the dotted capital of Turkish for an i", ["izmir"], "İzmir", ["izmir"]],
    ["adds nothing that nobody sees", [], "\u200b, \u3164", []],
    ["stops at the count", ["a", "b"], "c,d", ["a", "b", "c"]],
    ["clips long ones", [], "philosophy", ["philosop"]],
    ["ignores emptiness", ["a"], " , ,", ["a"]],
  ])("%s", (_name, list, typed, expected) => {
    expect(addInterests(list, typed, bounds)).toEqual(expected);
  });
});
