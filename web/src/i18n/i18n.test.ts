// @vitest-environment happy-dom
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { formats } from "./formats";
import { chooseLocale, preferredLocale, showLocale, translation } from "./i18n";
import { bestLocale, LOCALES } from "./locales";
import { strange } from "./pseudo";

afterEach(async () => {
  localStorage.clear();
  vi.restoreAllMocks();
  await showLocale("en");
});

describe("the language of the page", () => {
  it.each([
    [["de-AT", "en"], "de"],
    [["ja", "ar-EG"], "ar"],
    [["FR"], "fr"],
    [["pt-PT"], "pt-BR"],
    [["PT-br", "en"], "pt-BR"],
    [["tr-TR"], "tr"],
    [["ja"], "en"],
    [[], "en"],
  ] as const)("of %j is %s", (preferred, expected) => {
    expect(bestLocale(preferred)).toBe(expected);
  });

  it("is the visitor's own choice on the next visit", async () => {
    vi.spyOn(navigator, "languages", "get").mockReturnValue(["fr"]);
    expect(preferredLocale()).toBe("fr");
    await chooseLocale("de");
    expect(preferredLocale()).toBe("de");
    localStorage.setItem("nexus.language", "klingon");
    expect(preferredLocale()).toBe("fr");
  });

  it("sets the document's language and direction", async () => {
    await showLocale("ar");
    expect(document.documentElement.lang).toBe("ar");
    expect(document.documentElement.dir).toBe("rtl");
    await showLocale("pt-BR");
    expect(document.documentElement.lang).toBe("pt-BR");
    expect(document.documentElement.dir).toBe("ltr");
  });

  it("is the one chosen last, whichever arrives first", async () => {
    await Promise.all([showLocale("es"), showLocale("de")]);
    expect(translation().locale).toBe("de");
  });
});

describe("every language", () => {
  /** All texts by their path; functions with a few arguments each. */
  function texts(value: unknown, path = ""): [string, string][] {
    if (typeof value === "string") return [[path, value]];
    if (typeof value === "function") {
      const args = /startingWith|bothLike|emptyShared/.test(path)
        ? [["7", "8"]]
        : path.endsWith("languageName")
          ? ["de"]
          : [0, 1, 2, 5, 11, 100];
      return args.map((arg) => [`${path}(${arg})`, String(value(arg))]);
    }
    return Object.entries(value as object).flatMap(([key, inner]) =>
      texts(inner, `${path}.${key}`),
    );
  }

  it.each(["offline.html", "outdated.html"])("%s has a section of each", (page) => {
    const text = readFileSync(`public/${page}`, "utf8");
    for (const { id } of LOCALES) expect(text).toMatch(new RegExp(`<section lang="${id}"`));
  });

  it.each(LOCALES.filter((l) => l.id !== "en").map((l) => l.id))("%s is complete", async (id) => {
    await showLocale("en");
    const english = texts(translation().messages);
    await showLocale(id);
    const own = texts(translation().messages);
    expect(own.map(([path]) => path)).toEqual(english.map(([path]) => path));
    for (const [path, text] of own) expect(text.trim(), path).not.toBe("");
    // A sentence that equals the English one was not translated. Single words may be equal.
    const forgotten = own.filter(([, text], i) => text.includes(" ") && text === english[i]?.[1]);
    expect(forgotten.filter(([path]) => !path.startsWith(".time"))).toEqual([]);
  });

  it.each(LOCALES.map((l) => l.id))("%s has the apostrophes and quotes of print", async (id) => {
    await showLocale(id);
    const straight = texts(translation().messages).filter(([, text]) => /['"]/.test(text));
    expect(straight).toEqual([]);
  });

  it("en speaks as people do, with contractions", async () => {
    await showLocale("en");
    const stiff =
      /\b(cannot|(is|are|was|were|do|does|did|has|have|had|can|could|will|would) not|(it|that|there|you|we|they|I) (is|are|am|have|will)(?= ))\b/i;
    expect(texts(translation().messages).filter(([, text]) => stiff.test(text))).toEqual([]);
  });

  it("fr has a space before its high punctuation that does not break", async () => {
    await showLocale("fr");
    const loose = /[^\u00a0\u202f\d][?!;:»]|«[^\u00a0\u202f]/;
    const own = texts(translation().messages).filter(([path]) => !path.startsWith(".time"));
    expect(own.filter(([, text]) => loose.test(text))).toEqual([]);
  });
});

describe("formats", () => {
  it("knows the six forms of Arabic", async () => {
    await showLocale("ar");
    const { people } = translation().messages.searching;
    expect(new Set([1, 2, 3, 11, 100].map(people)).size).toBe(5);
  });

  it("writes numbers as the language does", () => {
    expect(formats("de").number(12_345)).toBe("12.345");
    expect(formats("pt-BR").number(12_345)).toBe("12.345");
    expect(formats("en").plural(1234, { one: "# bee", other: "# bees" })).toBe("1,234 bees");
  });

  it("formats the date and the time", () => {
    const noon = new Date(2026, 3, 1, 12, 30).getTime();
    expect(formats("en").moment(noon)).toMatch(/^Wednesday, .*April.* 2026 at 12:30/);
    expect(formats("de").moment(noon)).toBe("Mittwoch, 1. April 2026 um 12:30");
    expect(formats("pt-BR").moment(noon)).toMatch(/^quarta-feira, 1 de abril de 2026.*12:30$/);
    expect(formats("tr").moment(noon)).toMatch(/^1 Nisan 2026 Çarşamba.*12:30$/);
  });

  it("formats durations", () => {
    expect(formats("en").duration(75_000)).toBe("1 minute 15 seconds");
    expect(formats("en").duration(120_000)).toBe("2 minutes");
    expect(formats("fr").duration(1_000)).toMatch(/^1\sseconde$/);
    expect(formats("tr").duration(75_000)).toBe("1 dakika 15 saniye");
  });

  it("are those of the visitor's own region", () => {
    vi.spyOn(navigator, "languages", "get").mockReturnValue(["en", "pt-PT"]);
    expect(formats("pt-BR").number(12_345)).toMatch(/^12\s345$/);
  });
});

describe("the pseudo language", () => {
  it("is longer and has no plain letter", () => {
    expect(strange("Say hello")).toMatch(/^⟦[^a-z]+⟧$/i);
    expect(strange("Say hello").length).toBeGreaterThan(9 * 1.4);
  });
});
