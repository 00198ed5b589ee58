import { formats } from "@/i18n/formats";
import type { TranslationWords } from "./en";

const f = formats("fr");

export const words: TranslationWords = {
  label: "Traduction",
  translate: "Traduire",
  working: "Traduction en cours…",
  downloading: (tag) => `Téléchargement (${f.language(tag)})…`,
  cancel: "Annuler",
  from: (tag) => `Traduit (${f.language(tag)})`,
  everything: "Traduire tous ses messages",
  stop: "Ne plus tout traduire",
  onDevice:
    "Ton navigateur traduit sur cet appareil. Pour cela, les messages ne sont envoyés nulle part.",
  failed: "Ce message n’a pas pu être traduit.",
  again: "Réessayer",
};
