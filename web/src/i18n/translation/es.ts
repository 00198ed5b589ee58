import { formats } from "@/i18n/formats";
import type { TranslationWords } from "./en";

const f = formats("es");

export const words: TranslationWords = {
  label: "Traducción",
  translate: "Traducir",
  working: "Traduciendo…",
  downloading: (tag) => `Descargando ${f.language(tag)}…`,
  cancel: "Cancelar",
  from: (tag) => `Traducido del ${f.language(tag)}`,
  everything: "Traducir todo lo que escriba",
  stop: "Dejar de traducir todo",
  onDevice:
    "Tu navegador traduce en este dispositivo. Para ello, los mensajes no se envían a ningún sitio.",
  failed: "No se pudo traducir.",
  again: "Intentar de nuevo",
};
