// For tests: the app over a session that only records the visitor's events.
import type { Id } from "@nexuschat/client/protocol";
import { act, render } from "@testing-library/react";
import type { Event, Room, Session } from "@/features/session/model";
import type { SessionView } from "@/features/session/runner";
import type { Snapshot } from "@/features/session/store";
import { App } from "./app";

/** A room with a partner that has no wish in common. */
export const ROOM = {
  id: "AAAAAAAAAAAAAAAAAAAAAA" as Id,
  role: "initiator",
  iceServers: [],
  relayOnly: false,
  shared: { interests: [], languages: [] },
} as const satisfies Room;

export function showApp(session: Session, rest: Partial<Snapshot> = {}) {
  const events: Event[] = [];
  let snapshot: Snapshot = { media: { at: "closed" }, remote: null, ...rest, session };
  const listeners = new Set<() => void>();
  const runner: SessionView = {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => snapshot,
    dispatch: (event) => void events.push(event),
  };
  render(<App runner={runner} />);
  /** Changes the session, and the stream of the partner if `remote` is given. Renders nothing. */
  const receive = (session: Session, remote = snapshot.remote) => {
    snapshot = { ...snapshot, session, remote };
  };
  /** Shows another session, and another stream of the partner if `remote` is given. */
  const go = (next: Session, remote = snapshot.remote) =>
    act(() => {
      receive(next, remote);
      for (const listener of listeners) listener();
    });
  return { events, receive, go, snapshot: () => snapshot };
}
