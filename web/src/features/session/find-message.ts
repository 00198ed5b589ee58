import type { MatchClientMessage } from "@/protocol/messages";
import type { Effect } from "./model";

/** What only the runner knows of a find: the node of the open room socket, and what was made ahead. */
export interface Beside {
  readonly home: string | null;
  readonly offer: string | null;
  readonly answer: string | null;
}

export function findMessage(
  { find, wishes, place }: Extract<Effect, { do: "find" }>,
  { home, offer, answer }: Beside,
): MatchClientMessage {
  return {
    type: "find",
    find,
    mode: wishes.mode,
    ...(wishes.interests.length > 0 ? { interests: wishes.interests } : {}),
    ...(wishes.languages?.length ? { languages: wishes.languages } : {}),
    ...(wishes.lane ? { lane: wishes.lane } : {}),
    ...(home ? { home } : {}),
    ...(wishes.relayOnly ? { relay_only: true } : {}),
    ...(place ? { place } : {}),
    ...(offer ? { offer } : {}),
    ...(answer ? { answer } : {}),
  };
}
