import { formats } from "@/i18n/formats";
import type { TranslationWords } from "./en";

const f = formats("ar");

export const words: TranslationWords = {
  label: "الترجمة",
  translate: "ترجم",
  working: "جارٍ الترجمة…",
  downloading: (tag) => `جارٍ تنزيل ${f.language(tag)}…`,
  cancel: "إلغاء",
  from: (tag) => `مترجم من ${f.language(tag)}`,
  everything: "ترجم كل ما يكتبه الطرف الآخر",
  stop: "أوقف ترجمة كل شيء",
  onDevice: "يترجم متصفحك على هذا الجهاز، ولا تُرسل الرسائل إلى أي مكان من أجل ذلك.",
  failed: "تعذرت الترجمة.",
  again: "حاول مرة أخرى",
};
