// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { NOTICED_AFTER_MS, TypingGuard, writes } from "./typing-guard";

describe("a run of keys", () => {
  it("lasts until no key was pressed for a second", () => {
    const guard = new TypingGuard();
    expect(guard.remainingMs(0)).toBe(0);
    for (const at of [5_000, 5_400, 6_300]) guard.typed(at);
    expect(guard.remainingMs(6_300)).toBe(NOTICED_AFTER_MS);
    expect(guard.remainingMs(7_299)).toBe(1);
    expect(guard.remainingMs(7_300)).toBe(0);
  });

  it("ends with a press", () => {
    const guard = new TypingGuard();
    guard.typed(5_000);
    guard.pressed();
    expect(guard.remainingMs(5_001)).toBe(0);
  });
});

describe("a key writes", () => {
  const pressed = (init: KeyboardEventInit, on = "textarea") => {
    const target = document.body.appendChild(document.createElement(on));
    let found = false;
    target.addEventListener("keydown", (event) => {
      found = writes(event);
    });
    target.dispatchEvent(new KeyboardEvent("keydown", { ...init, bubbles: true }));
    target.remove();
    return found;
  };

  it.each(["a", "é", "ß", "שׁ"[0] ?? "", "😀", "Enter", "Backspace", "Process", "Unidentified"])(
    "%s, in a text or beside one",
    (key) => {
      expect([pressed({ key }), pressed({ key }, "main")]).toEqual([true, true]);
    },
  );

  it.each([
    ["Escape", {}, "textarea"],
    ["Tab", {}, "textarea"],
    ["Shift", {}, "textarea"],
    ["r", { altKey: true }, "textarea"],
    ["c", { ctrlKey: true }, "textarea"],
    ["Enter", {}, "button"],
    [" ", {}, "button"],
    ["d", {}, "select"],
  ] as const)("but not %s %o on a %s", (key, init, on) => {
    expect(pressed({ key, ...init }, on)).toBe(false);
  });
});
