import { formats } from "@/i18n/formats";
import type { TranslationWords } from "./en";

const f = formats("pt-BR");

export const words: TranslationWords = {
  label: "Tradução",
  translate: "Traduzir",
  working: "Traduzindo…",
  downloading: (tag) => `Baixando ${f.language(tag)}…`,
  cancel: "Cancelar",
  from: (tag) => `Traduzido do ${f.language(tag)}`,
  everything: "Traduzir tudo o que a pessoa escrever",
  stop: "Parar de traduzir tudo",
  onDevice:
    "Seu navegador traduz neste aparelho. Para isso, as mensagens não são enviadas a lugar nenhum.",
  failed: "Não foi possível traduzir.",
  again: "Tentar de novo",
};
