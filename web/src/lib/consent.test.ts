// @vitest-environment happy-dom
import { afterEach, expect, it } from "vitest";
import { hasConsented, rememberConsent } from "./consent";

afterEach(() => localStorage.clear());

it("remembers a consent until the terms change", () => {
  expect(hasConsented()).toBe(false);
  rememberConsent();
  expect(hasConsented()).toBe(true);
  localStorage.setItem("nexus.consent", "0");
  expect(hasConsented()).toBe(false);
});

it("is separate for each lane", () => {
  rememberConsent("general");
  expect([hasConsented("general"), hasConsented(), hasConsented("adult")]).toEqual([
    true,
    true,
    false,
  ]);
  rememberConsent("adult");
  expect([hasConsented("adult"), hasConsented("music")]).toEqual([true, false]);
});
