// @vitest-environment happy-dom
import type { Id } from "@nexuschat/client/protocol";
import { afterEach, describe, expect, it } from "vitest";
import type { Liked } from "@/features/session/model";
import { keptLiked } from "./kept-liked";

const KEY = "nexuschat.liked";
const LIKED: Liked = { room: "A".repeat(22) as Id, encounter: "sealed", untilMs: 7 };

describe("liked partners over a reload", () => {
  afterEach(() => sessionStorage.clear());

  it("are stored only between two pages", () => {
    expect(keptLiked(() => [LIKED, { ...LIKED, untilMs: null }])).toEqual([]);
    expect(sessionStorage.getItem(KEY)).toBeNull();
    window.dispatchEvent(new Event("pagehide"));
    expect(keptLiked(() => [])).toEqual([LIKED, { ...LIKED, untilMs: null }]);
    expect(sessionStorage.getItem(KEY)).toBeNull();
  });

  it.each(["", "{", "null", "7", '[{"room":"A"}]', '[null,{"room":1,"encounter":"","untilMs":1}]'])(
    "ignore a foreign value: %s",
    (text) => {
      sessionStorage.setItem(KEY, text);
      expect(keptLiked(() => [])).toEqual([]);
    },
  );

  it("are at most as many as a search may name", () => {
    sessionStorage.setItem(KEY, JSON.stringify(Array(20).fill(LIKED)));
    expect(keptLiked(() => [])).toHaveLength(8);
  });
});
