import { useSyncExternalStore } from "react";
import { LoadError, loadCode, repeatable } from "@/lib/load-code";
import { recall, remember } from "@/lib/storage";
import type { Messages } from "./en";
import { bestLocale, directionOf, LOCALES, type Locale } from "./locales";

// The language of the page: one at a time, and only that one is loaded.

export interface Translation {
  readonly locale: Locale;
  readonly direction: "ltr" | "rtl";
  readonly messages: Messages;
}

const KEY = "nexus.language";

/** A made-up language that shows which texts are translated. Not part of the build. */
const HAS_PSEUDO = import.meta.env.MODE !== "production";

const LOADERS: Readonly<Record<Locale, () => Promise<Messages>>> = {
  en: repeatable(
    () => import("./en"),
    (m) => m.en,
  ),
  de: repeatable(
    () => import("./de"),
    (m) => m.de,
  ),
  es: repeatable(
    () => import("./es"),
    (m) => m.es,
  ),
  fr: repeatable(
    () => import("./fr"),
    (m) => m.fr,
  ),
  "pt-BR": repeatable(
    () => import("./pt-br"),
    (m) => m.ptBr,
  ),
  tr: repeatable(
    () => import("./tr"),
    (m) => m.tr,
  ),
  ar: repeatable(
    () => import("./ar"),
    (m) => m.ar,
  ),
  pseudo: HAS_PSEUDO
    ? repeatable(
        () => import("./pseudo"),
        (m) => m.pseudo,
      )
    : () => LOADERS.en(),
};

let current: Translation | null = null;
let latest = 0;
const listeners = new Set<() => void>();

/** The visitor's own choice; without one, the browser's preference. */
export function preferredLocale(): Locale {
  const chosen = recall(() => localStorage, KEY);
  if (LOCALES.some((l) => l.id === chosen) || (chosen === "pseudo" && HAS_PSEUDO)) {
    return chosen as Locale;
  }
  return bestLocale(navigator.languages);
}

/**
 * Loads a language and shows the page in it. If it fails to load, rejects and leaves the page as it
 * is.
 */
export async function showLocale(locale: Locale): Promise<void> {
  const call = ++latest;
  const messages = await loadCode(LOADERS[locale]);
  if (call !== latest) return; // The visitor chose another one meanwhile.
  current = { locale, direction: directionOf(locale), messages };
  if (typeof document !== "undefined") {
    document.documentElement.lang = locale === "pseudo" ? "en" : locale;
    document.documentElement.dir = current.direction;
  }
  for (const listener of listeners) listener();
}

/**
 * Shows the language that the visitor chose, and stores the choice. If an upgrade removed the file,
 * the page reloads: the new version has the language.
 */
export async function chooseLocale(locale: Locale): Promise<void> {
  const store = () => remember(() => localStorage, KEY, locale);
  try {
    await showLocale(locale);
    store();
  } catch (error) {
    if (!(error instanceof LoadError && error.why === "gone")) throw error;
    store();
    location.reload();
  }
}

/** The language that the page is in. One must be loaded before the first render. */
export function translation(): Translation {
  if (!current) throw new Error("no language is loaded");
  return current;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTranslation(): Translation {
  return useSyncExternalStore(subscribe, translation);
}

/** Every text of the page, in the visitor's language. */
export function useMessages(): Messages {
  return useTranslation().messages;
}
