import { formats } from "@/i18n/formats";
import type { TranslationWords } from "./en";

const f = formats("ar");

export const words: TranslationWords = {
  label: "الترجمة",
  translate: "ترجمة",
  working: "جارٍ الترجمة…",
  downloading: (tag) => `جارٍ تنزيل ${f.language(tag)}…`,
  cancel: "إلغاء",
  from: (tag) => `تُرجمت من ${f.language(tag)}`,
  everything: "ترجمة كل ما يكتبه الطرف الآخر",
  stop: "إيقاف ترجمة كل شيء",
  onDevice: "يترجم متصفحك على هذا الجهاز، ولا تُرسل الرسائل إلى أي مكان من أجل ذلك.",
  failed: "تعذرت الترجمة.",
  again: "إعادة المحاولة",
};
