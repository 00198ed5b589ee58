import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { twMerge } from "tailwind-merge";
import { describe, expect, it } from "vitest";
import { mergeClasses } from "./merge-classes";

/** Every class list in the sources: what stands in quotes and has classes in it. */
function classLists(): readonly string[] {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" });
  const texts = files
    .filter((file) => file.endsWith(".tsx") && !file.endsWith(".test.tsx"))
    .map((file) => readFileSync(join("src", file), "utf8"));
  const quoted = texts.flatMap((text) => text.match(/"[^"\n]*"/g) ?? []);
  return quoted
    .map((text) => text.slice(1, -1))
    .filter((text) => /(^|\s)(flex|grid|size-|p[xy]?-|text-|rounded|bg-|h-|w-|gap-)/.test(text));
}

/** Without repetitions, which change nothing. */
const once = (names: string) => [...new Set(names.split(" "))].sort().join(" ");

/** Classes of our own, which tailwind-merge takes for colours. */
const OWN = /(^|\s)\S*(text-display|text-title|bg-night|bg-glow|shadow-float|pb-safe|animate-)/;

describe("classes that set the same", () => {
  it.each([
    ["size-44 size-72", "size-72"],
    ["w-4 h-4 size-5", "size-5"],
    ["size-5 w-4", "size-5 w-4"],
    ["px-2 ps-3 p-4", "p-4"],
    ["p-4 px-2", "p-4 px-2"],
    ["sm:p-4 p-2", "sm:p-4 p-2"],
    ["hover:bg-a hover:bg-b/50", "hover:bg-b/50"],
    ["text-sm text-danger text-base", "text-danger text-base"],
    ["text-title text-danger", "text-title text-danger"],
    ["border border-danger border-0", "border-danger border-0"],
    ["rounded-full rounded-2xl", "rounded-2xl"],
    ["[&_svg]:size-4 [&_svg]:size-5", "[&_svg]:size-5"],
    ["-mx-2 mx-4", "mx-4"],
    ["inline-flex hidden block", "block"],
    ["unknown unknown-2", "unknown unknown-2"],
  ])("%s is %s", (names, kept) => {
    expect(mergeClasses(names)).toBe(kept);
  });

  it("are merged as by tailwind-merge, wherever one part of the page meets another", () => {
    const lists = classLists().filter((list) => !OWN.test(list));
    expect(lists.length).toBeGreaterThan(200);
    const different: Record<string, readonly string[]> = {};
    for (const list of lists) {
      const [own, theirs] = [once(mergeClasses(list)), once(twMerge(list))];
      if (own !== theirs) different[list] = [own, theirs];
    }
    for (const base of lists) {
      for (const change of lists) {
        const both = `${base} ${change}`;
        const [own, theirs] = [once(mergeClasses(both)), once(twMerge(both))];
        if (own !== theirs) different[both] = [own, theirs];
      }
    }
    // What differs is missing in KEYWORDS, NAMES or PARTS, or a class of our own.
    expect(different).toEqual({});
  });
});
