import { describe, expect, it } from "vitest";
import { LINKS_MAX, linkParts } from "./links";

const links = (text: string) =>
  linkParts(text).flatMap((part) => (part.kind === "link" ? [part.url] : []));

describe("links in a message", () => {
  it.each([
    ["see https://example.org/a?b=1#c now", ["https://example.org/a?b=1#c"]],
    ["(https://example.org/a).", ["https://example.org/a"]],
    ["https://example.org/a_(b)", ["https://example.org/a_(b)"]],
    [
      "http://one.example and HTTPS://two.example!",
      ["http://one.example/", "https://two.example/"],
    ],
    ["no link: example.org, javascript:alert(1), data:text/html,x, ftp://x.example", []],
    ["https://bank.example@evil.example/", []],
    ["https://", []],
    ["https://exаmple.org", ["https://xn--exmple-4nf.org/"]], // a Cyrillic а
  ])("%s", (text, urls) => {
    expect(links(text)).toEqual(urls);
    expect(
      linkParts(text)
        .map((part) => part.text)
        .join(""),
    ).toBe(text);
  });

  // With work that grows with the square of the length, these would take longer than a test may.
  it.each([
    ["a long run of dots", `http://a${".".repeat(60_000)}a`, 1],
    ["brackets", `http://a/${"(".repeat(30_000)}${")".repeat(30_000)}a`, 1],
    ["many addresses that are none", "http://: ".repeat(20_000), 0],
    ["one address that is none", "http://:".repeat(20_000), 0],
  ])("are found in little time in a message with %s", (_, text, count) => {
    expect(links(text)).toHaveLength(count);
    expect(linkParts(text).at(-1)?.text).toMatch(/[a: ]$/);
  });

  it("are limited to five; the rest of the message is one text", () => {
    const text = Array.from({ length: 200 }, (_, i) => `http://a.b/${i}`).join(" ");
    const parts = linkParts(text);
    expect(LINKS_MAX).toBe(5);
    expect(links(text)).toHaveLength(LINKS_MAX);
    expect(parts).toHaveLength(2 * LINKS_MAX);
    expect(parts.map((part) => part.text).join("")).toBe(text);
  });
});
