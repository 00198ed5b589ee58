import { MatchClient, type SessionKeeper } from "@nexuschat/client/match-client";
import { loadCode, repeatable } from "@/lib/load-code";
import type { Task } from "@/lib/work/worker";
import type { LinkPort } from "./link-port";
import type { Dispatch, Handlers } from "./port";
import { refusedWhy } from "./refused-why";
import type { RoomPort } from "./room-port";
import { socketOptions } from "./socket-options";

const importSolve = repeatable(
  () => import("@/lib/work/solve"),
  (m) => m.solve,
);

/** The matching service. */
export class MatchPort {
  readonly #dispatch: Dispatch;
  readonly #client: MatchClient;
  readonly #room: RoomPort;
  readonly #link: LinkPort;

  constructor(dispatch: Dispatch, keeper: SessionKeeper, room: RoomPort, link: LinkPort) {
    this.#dispatch = dispatch;
    this.#room = room;
    this.#link = link;
    this.#client = new MatchClient(
      {
        message: (message) => dispatch({ type: "match", message }),
        down: (attempt) => dispatch({ type: "match-down", attempt }),
        refused: (why) => dispatch({ type: "match-refused", why: refusedWhy(why) }),
      },
      keeper,
      socketOptions(),
    );
  }

  readonly handlers: Handlers<
    "connect-match" | "close-match" | "find" | "offer" | "cancel" | "solve" | "send-to-match"
  > = {
    "connect-match": () => this.#client.open(),
    "close-match": () => this.#client.close(),
    find: ({ message, relayOnly }) => {
      const { offer, answer } = this.#link.leavePregenerated(relayOnly);
      const home = this.#room.node;
      this.#client.send({
        ...message,
        ...(home ? { home } : {}),
        ...(offer ? { offer } : {}),
        ...(answer ? { answer } : {}),
      });
    },
    offer: ({ find, relayOnly }) => {
      const offer = this.#link.leaveOffer(relayOnly);
      if (offer) this.#client.send({ type: "offer", find, offer });
    },
    cancel: ({ find }) => this.#client.send({ type: "cancel", find }),
    solve: ({ challenge, bits }) => void this.#solve({ challenge, bits }),
    "send-to-match": ({ message }) => this.#client.send(message),
  };

  async #solve(task: Task): Promise<void> {
    const { challenge } = task;
    const nonce = await loadCode(importSolve)
      .then((solve) => solve(task))
      .catch(() => null);
    this.#dispatch({ type: "solved", challenge, nonce });
  }

  hurry(): void {
    this.#client.hurry();
  }

  close(): void {
    this.#client.close();
  }
}
