// @vitest-environment happy-dom
import { cleanup, render } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { showLocale } from "@/i18n/i18n";
import { App } from "./app";
import { EVERY_STATE, still } from "./every-state";

beforeAll(() => {
  window.matchMedia = vi.fn((media: string) => ({ matches: false, media }) as MediaQueryList);
  Object.defineProperty(navigator, "mediaDevices", { value: undefined, configurable: true });
});
afterEach(cleanup);
afterAll(() => showLocale("en"));

/** Whatever of the page a person may see or hear, apart from names that stay as they are. */
function texts(root: Element): string[] {
  const found: string[] = [document.title.replace("NexusChat", "")];
  for (const element of root.querySelectorAll("*")) {
    if (element.closest('[translate="no"]')) continue;
    for (const name of ["aria-label", "placeholder", "title", "alt", "aria-roledescription"]) {
      found.push(element.getAttribute(name) ?? "");
    }
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent ?? "");
    }
  }
  return found.filter((text) => text.trim() !== "");
}

it.each(EVERY_STATE.map((state) => [state.name, state.snapshot] as const))(
  "%s says nothing that is not translated",
  async (_name, snapshot) => {
    await showLocale("pseudo");
    render(<App runner={still(snapshot)} />);
    const all = texts(document.body);
    expect(all.length).toBeGreaterThan(2);
    expect(all.filter((text) => /[a-z]/i.test(text))).toEqual([]);
  },
);
