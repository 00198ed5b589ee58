import { LIMITS } from "@nexuschat/client/protocol";
import type { Wishes } from "@/features/session/model";
import { addInterests } from "@/lib/interests";
import { browserLanguages, SPOKEN } from "@/lib/languages";
import { recall, remember } from "@/lib/storage";

// The browser stores the visitor's wishes: for example, a visitor who chose to start blurred also
// does after a reload.

const KEY = "nexus.wishes";
const storage = () => localStorage;
const INTERESTS = { count: LIMITS.interestsMax, bytes: LIMITS.interestBytesMax };

/**
 * The stored wishes, as far as they are valid. The languages of a first visit are those of the
 * browser; a visitor who removes one is not asked again, so a stored list counts, even an empty one.
 */
export function recallWishes(): Wishes {
  let kept: Readonly<Record<string, unknown>> = {};
  try {
    const parsed: unknown = JSON.parse(recall(storage, KEY) ?? "{}");
    if (parsed && typeof parsed === "object") kept = parsed as typeof kept;
  } catch {
    // A foreign value.
  }
  const languages = Array.isArray(kept.languages)
    ? texts(kept.languages).filter((tag) => SPOKEN.includes(tag))
    : browserLanguages(navigator.languages, LIMITS.languagesMax);
  return {
    mode: kept.mode === "text" ? "text" : "video",
    interests: texts(kept.interests).reduce<readonly string[]>(
      (list, one) => addInterests(list, one, INTERESTS),
      [],
    ),
    languages: languages.slice(0, LIMITS.languagesMax),
    ...(kept.relayOnly === true ? { relayOnly: true } : {}),
    ...(kept.blurFirst === true ? { blurFirst: true } : {}),
    ...(typeof kept.lane === "string" ? { lane: kept.lane } : {}),
  };
}

export function rememberWishes(wishes: Wishes): void {
  remember(storage, KEY, JSON.stringify(wishes));
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
