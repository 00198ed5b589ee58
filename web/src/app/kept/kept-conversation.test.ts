// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from "vitest";
import type { KeptConversation } from "@/features/session/model";
import { keptConversation } from "./kept-conversation";

const KEY = "nexuschat.conversation";
const CONVERSATION = { met: 3 } as KeptConversation;

describe("a conversation over a reload", () => {
  afterEach(() => {
    sessionStorage.clear();
    vi.useRealTimers();
  });

  it("is stored only between two pages, so that a duplicated tab has none", () => {
    expect(keptConversation(() => CONVERSATION)).toBeNull();
    expect(sessionStorage.getItem(KEY)).toBeNull();
    window.dispatchEvent(new Event("pagehide"));
    expect(sessionStorage.getItem(KEY)).toContain('"met":3');
    expect(keptConversation(() => null)).toEqual(CONVERSATION);
    expect(sessionStorage.getItem(KEY)).toBeNull();
  });

  it("is not resumed by a tab that is reopened later", () => {
    vi.useFakeTimers();
    keptConversation(() => CONVERSATION);
    window.dispatchEvent(new Event("pagehide"));
    vi.advanceTimersByTime(30_000);
    expect(keptConversation(() => null)).toBeNull();
  });

  it.each(["", "{", "null", "7", '{"format":2,"at":9e15,"conversation":{}}'])(
    "ignores a foreign value: %s",
    (text) => {
      sessionStorage.setItem(KEY, text);
      expect(keptConversation(() => null)).toBeNull();
    },
  );
});
