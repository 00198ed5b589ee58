import { type KeptPlace, RoomClient } from "@nexuschat/client/room-client";
import type { Dispatch, Handlers } from "./port";
import { refusedWhy } from "./refused-why";
import { socketOptions } from "./socket-options";

/** The seat in the current room. */
export class RoomPort {
  readonly #client: RoomClient;

  constructor(dispatch: Dispatch) {
    this.#client = new RoomClient(
      {
        message: (message) => dispatch({ type: "room", message }),
        away: () => dispatch({ type: "room-away" }),
        homeless: (room, seat) => dispatch({ type: "room-homeless", room, seat }),
        lost: () => dispatch({ type: "room-lost" }),
        refused: (why) => dispatch({ type: "room-refused", why: refusedWhy(why) }),
      },
      socketOptions(),
    );
  }

  readonly handlers: Handlers<
    "join" | "take-seat" | "move-room" | "room-stays" | "leave" | "send-to-room" | "close-room"
  > = {
    join: ({ room, home, seat }) => this.#client.join(room, home, seat),
    "take-seat": ({ place }) => this.#client.resume(place),
    "move-room": ({ room, home }) => this.#client.move(room, home),
    "room-stays": ({ room, retryAfterMs }) => this.#client.stays(room, retryAfterMs),
    leave: ({ room, reason }) => this.#client.leave(room, reason),
    "send-to-room": ({ message }) => this.#client.send(message),
    "close-room": () => this.#client.close(),
  };

  /** The node that the socket is open to. */
  get node(): string | null {
    return this.#client.node;
  }

  hurry(): void {
    this.#client.hurry();
  }

  unload(): KeptPlace | null {
    return this.#client.unload();
  }

  close(): void {
    this.#client.close();
  }
}
