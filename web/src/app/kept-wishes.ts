import { LIMITS } from "@nexuschat/client/protocol";
import type { Wishes } from "@/features/session/model";
import { addInterests } from "@/lib/interests";
import { SPOKEN } from "@/lib/languages";
import { recall, remember } from "@/lib/storage";

// The browser stores the visitor's wishes: for example, a visitor who chose to start blurred also
// does after a reload.

const KEY = "nexus.wishes";
const storage = () => localStorage;
const INTERESTS = { count: LIMITS.interestsMax, bytes: LIMITS.interestBytesMax };

/** The stored wishes, as far as they are valid. */
export function recallWishes(): Wishes {
  let kept: Readonly<Record<string, unknown>> = {};
  try {
    const parsed: unknown = JSON.parse(recall(storage, KEY) ?? "{}");
    if (parsed && typeof parsed === "object") kept = parsed as typeof kept;
  } catch {
    // A foreign value.
  }
  const languages = texts(kept.languages).filter((tag) => SPOKEN.includes(tag));
  return {
    mode: kept.mode === "text" ? "text" : "video",
    interests: texts(kept.interests).reduce<readonly string[]>(
      (list, one) => addInterests(list, one, INTERESTS),
      [],
    ),
    ...(languages.length > 0 ? { languages: languages.slice(0, LIMITS.languagesMax) } : {}),
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
