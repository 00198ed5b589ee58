import { describe, expect, it } from "vitest";
import { fitFor, type Size } from "./picture-fit";

const size = (width: number, height: number): Size => ({ width, height });
const [UPRIGHT, OLD, WIDE] = [size(360, 640), size(480, 640), size(1280, 720)];

describe("a picture fills the stage, or fits into it if it would lose more than a fifth", () => {
  it.each([
    ["upright on a desktop", UPRIGHT, size(848, 768), "fit"],
    ["upright on a phone", UPRIGHT, size(390, 844), "fill"],
    ["upright on a phone on its side", UPRIGHT, size(844, 390), "fit"],
    ["3:4 on a desktop", OLD, size(848, 768), "fit"],
    ["3:4 on a phone", OLD, size(390, 844), "fit"],
    ["wide on a desktop", WIDE, size(848, 768), "fit"],
    ["wide on a wide desktop", WIDE, size(1704, 1048), "fill"],
    ["wide on a phone", WIDE, size(390, 844), "fit"],
    ["wide on a phone on its side", WIDE, size(844, 390), "fill"],
    ["losing a fifth", size(100, 100), size(100, 80), "fill"],
    ["losing more", size(100, 100), size(100, 79), "fit"],
  ] as const)("%s", (_, picture, stage, fit) => {
    expect(fitFor(picture, stage)).toBe(fit);
  });

  it.each([
    [size(0, 0), size(390, 844)],
    [WIDE, size(0, 0)],
    [WIDE, size(390, 0)],
    [size(2, 0), size(390, 844)],
  ])("has no answer for %o in %o", (picture, stage) => {
    expect(fitFor(picture, stage)).toBe(null);
  });
});
