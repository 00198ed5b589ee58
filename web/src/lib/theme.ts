import { useSyncExternalStore } from "react";
import { recall, remember } from "./storage";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** public/theme.js reads it too, before the first paint. */
const KEY = "nexus.theme";

const listeners = new Set<() => void>();

/** The visitor's own choice; "system" without one. */
function chosenTheme(): Theme {
  return document.documentElement.dataset.theme === "light"
    ? "light"
    : document.documentElement.dataset.theme === "dark"
      ? "dark"
      : "system";
}

export function chooseTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  remember(() => localStorage, KEY, theme === "system" ? null : theme);
  colourBrowser();
  for (const listener of listeners) listener();
}

/** Restores the choice of an earlier visit. */
export function restoreTheme(): void {
  const theme = recall(() => localStorage, KEY);
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  colourBrowser();
}

/** Gives the browser's own bars the page's colour. */
function colourBrowser(): void {
  const theme = chosenTheme();
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const of = meta.dataset.of as "light" | "dark";
    meta.media =
      theme === "system" ? `(prefers-color-scheme: ${of})` : theme === of ? "all" : "not all";
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, chosenTheme);
}
