import type { MessageId } from "@nexuschat/client/protocol";
import type { NamedState } from "@/app/every-state";
import type { Snapshot } from "@/features/session/store";
import type { BrowserTranslation } from "@/lib/browser-translation";
import type { ChatLine } from "@/lib/chat";

export const TRANSLATED = "talking, text, translated";

/** A browser that takes Cyrillic for Russian, and translates it into signs without letters. */
const BROWSER: BrowserTranslation = {
  Translator: {
    availability: async () => "available",
    create: async () => ({
      translate: async (text) => text.replace(/\p{L}+/gu, "🙂"),
      destroy: () => {},
    }),
  },
  LanguageDetector: {
    availability: async () => "available",
    create: async () => ({
      detect: async (text) => [
        { detectedLanguage: /\p{Script=Cyrillic}/u.test(text) ? "ru" : "und", confidence: 1 },
      ],
      destroy: () => {},
    }),
  },
};
Object.assign(globalThis, BROWSER);

/** A conversation with a partner who writes Russian. */
export function translated({ session }: Snapshot): readonly NamedState[] {
  const { phase } = session;
  if (phase.at !== "talking") return [];
  const said = (text: string, minute: number): ChatLine => ({
    ...{ id: `${minute}` as MessageId, mine: false, text, mark: "received" },
    atMs: Date.UTC(2026, 0, 2, 18, minute),
  });
  const lines = [said("Привет! 👋", 41), said("А ты откуда?", 43)];
  const shown = { ...phase, talk: { ...phase.talk, lines } };
  const snapshot = {
    session: { ...session, phase: shown },
    media: { at: "closed" },
    remote: null,
  } as const;
  return [{ name: TRANSLATED, snapshot }];
}

const TRANSLATION = "[role=log] fieldset p";

/** Presses "Translate" below the first message, and waits until the translation is shown. */
export async function translateFirst(): Promise<void> {
  if (document.querySelector(TRANSLATION)) return;
  const button = await shown("[role=log] fieldset button");
  button.click();
  await shown(TRANSLATION);
}

async function shown(selector: string): Promise<HTMLElement> {
  for (;;) {
    const found = document.querySelector<HTMLElement>(selector);
    if (found) return found;
    await new Promise(requestAnimationFrame);
  }
}
