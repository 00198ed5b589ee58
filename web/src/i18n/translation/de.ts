import { formats } from "@/i18n/formats";
import type { TranslationWords } from "./en";

const f = formats("de");

export const words: TranslationWords = {
  label: "Übersetzung",
  translate: "Übersetzen",
  working: "Wird übersetzt …",
  downloading: (tag) => `${f.language(tag)} wird geladen …`,
  cancel: "Abbrechen",
  from: (tag) => `Übersetzt (${f.language(tag)})`,
  everything: "Alle Nachrichten übersetzen",
  stop: "Nicht mehr alles übersetzen",
  onDevice:
    "Dein Browser übersetzt auf diesem Gerät. Nachrichten werden dafür nirgendwohin gesendet.",
  failed: "Das ließ sich nicht übersetzen.",
  again: "Erneut versuchen",
};
