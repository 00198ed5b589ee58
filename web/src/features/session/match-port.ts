import type { MatchClientMessage } from "@/protocol/messages";
import { siteSocketUrl } from "@/transport/sockets/addresses";
import { MatchClient, type SessionKeeper } from "@/transport/sockets/match-client";
import type { LinkPort } from "./link-port";
import type { Effect } from "./model";
import type { Dispatch, Handlers } from "./port";
import { refusedWhy } from "./refused-why";
import type { RoomPort } from "./room-port";

/** The matching service. */
export class MatchPort {
  readonly #client: MatchClient;
  readonly #room: RoomPort;
  readonly #link: LinkPort;

  constructor(dispatch: Dispatch, keeper: SessionKeeper, room: RoomPort, link: LinkPort) {
    this.#room = room;
    this.#link = link;
    this.#client = new MatchClient(
      siteSocketUrl("/v1/match"),
      {
        message: (message) => dispatch({ type: "match", message }),
        down: (attempt) => dispatch({ type: "match-down", attempt }),
        refused: (code) => dispatch({ type: "match-refused", why: refusedWhy(code) }),
      },
      keeper,
    );
  }

  readonly handlers: Handlers<
    "connect-match" | "close-match" | "find" | "offer" | "cancel" | "say-to-match"
  > = {
    "connect-match": () => this.#client.open(),
    "close-match": () => this.#client.close(),
    find: (effect) => {
      const left = this.#link.leaveAhead(effect.relayOnly);
      this.#client.send(findMessage(effect, { home: this.#room.node, ...left }));
    },
    offer: ({ find, relayOnly }) => {
      const offer = this.#link.leaveOffer(relayOnly);
      if (offer) this.#client.send({ type: "offer", find, offer });
    },
    cancel: ({ find }) => this.#client.send({ type: "cancel", find }),
    "say-to-match": ({ message }) => this.#client.send(message),
  };

  hurry(): void {
    this.#client.hurry();
  }

  close(): void {
    this.#client.close();
  }
}

/**
 * Parts of a find that the session does not hold: the node of the open room socket, and
 * pre-generated descriptions.
 */
interface Beside {
  readonly home: string | null;
  readonly offer: string | null;
  readonly answer: string | null;
}

function findMessage(
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
