// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Wishes } from "@/features/session/model";
import { recallWishes, rememberWishes } from "./kept-wishes";

const browserSpeaks = (...languages: string[]) =>
  vi.spyOn(navigator, "languages", "get").mockReturnValue(languages);

beforeEach(() => void browserSpeaks());
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
    expect(recallWishes()).toEqual({ mode: "video", interests: [], languages: [] });
  });

  it("begin with the languages of the browser that can be chosen", () => {
    browserSpeaks("de-AT", "de", "en-US", "tlh", "nb-NO", "fr", "es");
    expect(recallWishes().languages).toEqual(["de", "en", "no", "fr"]);
  });

  it("stay without a language that the visitor removed", () => {
    browserSpeaks("de", "en");
    rememberWishes({ ...recallWishes(), languages: ["de"] });
    expect(recallWishes().languages).toEqual(["de"]);
    rememberWishes({ ...recallWishes(), languages: [] });
    expect(recallWishes().languages).toEqual([]);
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
