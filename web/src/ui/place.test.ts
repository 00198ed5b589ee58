// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Placement, place } from "./place";

afterEach(() => vi.unstubAllGlobals());

/** Places an element of 200 by 100 pixels in a window of 400 by `innerHeight`. */
function placed(
  at: readonly [left: number, top: number],
  placement: Placement,
  direction = "ltr",
  innerHeight = 300,
) {
  vi.stubGlobal("innerWidth", 400);
  vi.stubGlobal("innerHeight", innerHeight);
  const element = document.createElement("div");
  element.style.direction = direction;
  document.body.append(element);
  const size = (value: number) => ({ value, configurable: true });
  Object.defineProperties(element, { offsetWidth: size(200), offsetHeight: size(100) });
  const [left, top] = at;
  place(element, { left, top, right: left + 40, bottom: top + 40 }, placement);
  const number = (text: string) => Number.parseFloat(text);
  const { style } = element;
  return [number(style.left), number(style.top), number(style.maxHeight)];
}

describe("place", () => {
  it.each<[string, readonly [number, number], Placement, number[]]>([
    ["below", [150, 20], { side: "bottom", align: "start" }, [150, 68, 220]],
    ["below, at the end of its anchor", [250, 20], { side: "bottom", align: "end" }, [90, 68, 220]],
    ["above", [180, 200], { side: "top", align: "center" }, [100, 92, 180]],
    ["above, without room below", [150, 250], { side: "bottom", align: "start" }, [150, 142, 230]],
    ["below, without room above", [150, 20], { side: "top", align: "start" }, [150, 68, 220]],
    ["within the window, left", [2, 20], { side: "bottom", align: "end" }, [12, 68, 220]],
    ["within the window, right", [350, 20], { side: "bottom", align: "start" }, [188, 68, 220]],
  ])("%s", (_, at, placement, expected) => {
    expect(placed(at, placement)).toEqual(expected);
  });

  it("takes the side with more room, and no more than that, if it fits on neither", () => {
    expect(placed([150, 70], { side: "top", align: "start" }, "ltr", 200)).toEqual([150, 118, 70]);
    expect(placed([150, 90], { side: "bottom", align: "start" }, "ltr", 200)).toEqual([
      150, 12, 70,
    ]);
  });

  it("follows the direction of writing", () => {
    expect(placed([250, 20], { side: "bottom", align: "start" }, "rtl")[0]).toBe(90);
    expect(placed([150, 20], { side: "bottom", align: "end" }, "rtl")[0]).toBe(150);
  });
});
