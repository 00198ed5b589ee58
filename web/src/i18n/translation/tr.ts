import { formats } from "@/i18n/formats";
import type { TranslationWords } from "./en";

const f = formats("tr");

export const words: TranslationWords = {
  label: "Çeviri",
  translate: "Çevir",
  working: "Çevriliyor…",
  downloading: (tag) => `${f.language(tag)} indiriliyor…`,
  cancel: "Vazgeç",
  from: (tag) => `Çevrildi (${f.language(tag)})`,
  everything: "Yazdığı her şeyi çevir",
  stop: "Her şeyi çevirmeyi bırak",
  onDevice: "Tarayıcın bu cihazda çeviriyor. Mesajlar bunun için hiçbir yere gönderilmiyor.",
  failed: "Bu çevrilemedi.",
  again: "Yeniden dene",
};
