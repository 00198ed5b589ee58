import { formats } from "@/i18n/formats";

const f = formats("en");

/** The texts around translations of chat messages, which few browsers need. */
export const words = {
  label: "Translation",
  translate: "Translate",
  working: "Translating…",
  downloading: (tag: string) => `Downloading ${f.language(tag)}…`,
  cancel: "Cancel",
  from: (tag: string) => `Translated from ${f.language(tag)}`,
  everything: "Translate everything they write",
  stop: "Stop translating everything",
  onDevice: "Your browser translates on this device. Messages aren’t sent anywhere for it.",
  failed: "That couldn’t be translated.",
  again: "Try again",
};

export type TranslationWords = typeof words;
