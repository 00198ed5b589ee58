// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from "vitest";
import { keptShare } from "./kept-share";

const KEY = "nexuschat.share";
const ON = { microphone: true, camera: true };
const NO_CAMERA = { microphone: true, camera: false };

describe("devices that are switched off", () => {
  afterEach(() => sessionStorage.clear());

  it("stay off over a reload, and are stored only between two pages", () => {
    expect(keptShare(() => NO_CAMERA)).toBeNull();
    expect(sessionStorage.getItem(KEY)).toBeNull();
    window.dispatchEvent(new Event("pagehide"));
    expect(keptShare(() => ON)).toEqual(NO_CAMERA);
    expect(sessionStorage.getItem(KEY)).toBeNull();
  });

  it("are stored only if there are any", () => {
    keptShare(() => ON);
    window.dispatchEvent(new Event("pagehide"));
    expect(keptShare(() => ON)).toBeNull();
  });

  it.each(["", "{", "null"])("ignore a foreign value: %s", (text) => {
    sessionStorage.setItem(KEY, text);
    expect(keptShare(() => ON)).toBeNull();
  });
});
