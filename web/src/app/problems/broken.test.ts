// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { isOurs } from "./broken";

const OURS = "https://chat.example/assets/";

function thrownAt(place: string, message = "broken"): Error {
  const error = new TypeError(message);
  error.stack = `TypeError: ${message}\n    at f (${place})\n    at g (${OURS}index.js:1:2)`;
  return error;
}

describe("an uncaught error", () => {
  it.each([
    ["a script of the page", thrownAt(`${OURS}call-1.js:9:9`), true],
    [
      "a script of the page, on an address",
      thrownAt(`${OURS}a.js:1:1`, "no https://x.example"),
      true,
    ],
    ["an extension that the page called", thrownAt("chrome-extension://abc/inject.js:1:1"), false],
    ["a script that an extension put into the page", thrownAt("https://chat.example/:1:20"), false],
    ["what the browser refuses", new DOMException("busy", "NotReadableError"), false],
    ["a ResizeObserver that is late", null, false],
    ["a rejection without an error", "no", false],
  ])("of %s", (_, error, ours) => {
    expect(isOurs(error, OURS)).toBe(ours);
  });

  it("is recognized in the format of Firefox and Safari too", () => {
    const error = new RangeError("broken");
    error.stack = `f@${OURS}call-1.js:9:9\ng@${OURS}index.js:1:2`;
    expect(isOurs(error, OURS)).toBe(true);
  });
});
