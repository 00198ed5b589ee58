import { RoomClient } from "@/transport/sockets/room-client";
import type { KeptPlace } from "@/transport/sockets/seat-state";
import type { Dispatch, Handlers } from "./port";
import { refusedWhy } from "./refused-why";

/** The seat in the current room. */
export class RoomPort {
  readonly #client: RoomClient;

  constructor(dispatch: Dispatch) {
    this.#client = new RoomClient({
      message: (message) => dispatch({ type: "room", message }),
      away: () => dispatch({ type: "room-away" }),
      homeless: (room, seat) => dispatch({ type: "room-homeless", room, seat }),
      lost: () => dispatch({ type: "room-lost" }),
      refused: (code) => dispatch({ type: "room-refused", why: refusedWhy(code) }),
    });
  }

  readonly handlers: Handlers<
    "join" | "take-seat" | "move-room" | "room-stays" | "leave" | "say-to-room" | "close-room"
  > = {
    join: ({ room, home, seat }) => this.#client.join(room, home, seat),
    "take-seat": ({ place }) => this.#client.takeBack(place),
    "move-room": ({ room, home }) => this.#client.move(room, home),
    "room-stays": ({ room, retryAfterMs }) => this.#client.stays(room, retryAfterMs),
    leave: ({ room, reason }) => this.#client.leave(room, reason),
    "say-to-room": ({ message }) => this.#client.send(message),
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
