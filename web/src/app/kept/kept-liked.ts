import { LIMITS } from "@nexuschat/client/protocol";
import type { Liked } from "@/features/session/model";
import { overReload } from "@/lib/over-reload";

/**
 * Returns the partners that the visitor of the page before a reload would like to meet again.
 * `liked` supplies those that this page stores when it unloads.
 */
export function keptLiked(liked: () => readonly Liked[]): readonly Liked[] {
  const left = overReload("nexuschat.liked", () => {
    const now = liked();
    return now.length > 0 ? JSON.stringify(now) : null;
  });
  try {
    const parsed: unknown = JSON.parse(left ?? "[]");
    return Array.isArray(parsed) ? parsed.filter(isLiked).slice(-LIMITS.againMax) : [];
  } catch {
    return []; // A foreign value.
  }
}

function isLiked(value: unknown): value is Liked {
  if (!value || typeof value !== "object") return false;
  const { room, encounter, untilMs } = value as Record<string, unknown>;
  const isTime = untilMs === null || typeof untilMs === "number";
  return isText(room, 22) && isText(encounter, 256) && isTime;
}

/** A find with any other text would be refused. */
function isText(value: unknown, max: number): boolean {
  return typeof value === "string" && value.length > 0 && value.length <= max;
}
