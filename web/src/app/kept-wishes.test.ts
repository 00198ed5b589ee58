// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from "vitest";
import type { Wishes } from "@/features/session/model";
import { recallWishes, rememberWishes } from "./kept-wishes";

afterEach(() => localStorage.clear());

describe("a visitor's wishes", () => {
  it("are restored on the next visit", () => {
    const wishes: Wishes = {
      mode: "text",
      interests: ["chess", "café"],
      languages: ["de", "ar"],
      relayOnly: true,
      blurFirst: true,
      lane: "adult",
    };
    rememberWishes(wishes);
    expect(recallWishes()).toEqual(wishes);
  });

  it.each([
    ["nothing", ""],
    ["no JSON", "{"],
    ["null", "null"],
    [
      "wishes of the wrong kind",
      '{"mode":7,"interests":"chess","languages":[1],"blurFirst":"yes"}',
    ],
    ["languages that there are not", '{"languages":["klingon"]}'],
  ])("fall back to the default if %s is stored", (_, kept) => {
    if (kept) localStorage.setItem("nexus.wishes", kept);
    expect(recallWishes()).toEqual({ mode: "video", interests: [] });
  });

  it("stay within the protocol's limits", () => {
    const interests = Array.from({ length: 50 }, (_, i) => `${i} ${"x".repeat(500)}`);
    localStorage.setItem(
      "nexus.wishes",
      JSON.stringify({ interests, languages: ["de", "en", "fr", "es", "it"] }),
    );
    const wishes = recallWishes();
    expect(wishes.interests).toHaveLength(8);
    expect(wishes.languages).toHaveLength(4);
  });
});
