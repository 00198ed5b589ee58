import type {
  Id,
  MatchedMessage,
  MatchServerMessage,
  RoomServerMessage,
} from "@nexuschat/client/protocol";
import type { Event, Wishes } from "./model";

// Events of a visit, for tests.

export const ROOM = "room-aaaaaaaaaaaaaaaaa" as Id;

export const match = (message: MatchServerMessage): Event => ({ type: "match", message });
export const room = (message: RoomServerMessage): Event => ({ type: "room", message });

export const start = (mode: Wishes["mode"], more: Partial<Wishes> = {}): Event => ({
  type: "start",
  wishes: { mode, interests: [], ...more },
});

export const MEDIA_OPEN: Event = { type: "media-open", microphone: true, camera: true };

export const WELCOME = match({
  ...{ type: "welcome", visitor: "visitor-aaaaaaaaaaaaaa" as Id, session: "s", online: 7 },
});

export const matched = (find: number, of = ROOM, more: Partial<MatchedMessage> = {}): Event =>
  match({
    ...{ type: "matched", find, room: of, role: "initiator", seat: "token" },
    ...{ expires_in_ms: 10_000, home: { node: "n1", url: "" }, ice_servers: [] },
    partner: { interests: [], languages: [] },
    ...more,
  });

export const joined = (partner: "awaited" | "present" | "away" = "present", of = ROOM): Event =>
  room({ type: "joined", room: of, role: "initiator", partner, seat: "secret" });

export const linked = (of = ROOM): Event => ({ type: "link-state", room: of, state: "connected" });
