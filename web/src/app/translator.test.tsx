import { cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { App } from "./app";
import { EVERY_STATE, still } from "./every-state";

// ui/jsx/held-text.ts explains why this matters.

beforeEach(() => {
  window.matchMedia = vi.fn((media: string) => ({ matches: false, media }) as MediaQueryList);
});
afterEach(cleanup);

it.each(EVERY_STATE)("$name: every text has an element of its own", ({ snapshot }) => {
  render(<App runner={still(snapshot)} />);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const beside: string[] = [];
  while (walker.nextNode()) {
    const { parentElement, textContent } = walker.currentNode;
    if (parentElement?.childNodes.length !== 1) beside.push(`${textContent}`);
  }
  expect(beside).toEqual([]);
});
