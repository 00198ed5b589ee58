// The web app's session in Node, without a picture: the code that visitors run, in thousands of copies.
// SPDX-License-Identifier: MIT
import { WebSocket as NodeWebSocket } from "ws";
import { newMessageId } from "../../clients/js/src/message-id.ts";
import type { Session } from "../../web/src/features/session/model.ts";
import type { SessionRunner } from "../../web/src/features/session/runner.ts";
import type { ChatLine } from "../../web/src/lib/chat.ts";

export type Page = {
  readonly name: string;
  readonly session: () => Session;
  readonly start: (interests: readonly string[]) => void;
  readonly say: (text: string) => void;
  readonly lines: () => readonly ChatLine[];
  /** The room of the current conversation. */
  readonly room: () => string | undefined;
  /** The reason and time of each end of a conversation. */
  readonly endings: readonly string[];
  readonly leave: () => void;
};

/** The browser interfaces that the session uses; all pages of this process are at `origin`. */
function actAsBrowser(origin: string): void {
  const { protocol, host, href } = new URL(origin);
  class BrowserSocket extends NodeWebSocket {
    constructor(url: string, subprotocol: string) {
      // The tests' certificates are self-signed.
      super(url, subprotocol, {
        origin,
        perMessageDeflate: false,
        rejectUnauthorized: false,
      });
      this.on("error", () => {}); // "close" follows
    }
  }
  const stage = new EventTarget();
  const globals = {
    WebSocket: BrowserSocket,
    location: { protocol, host },
    window: stage,
    navigator: {}, // Without devices.
    document: Object.assign(new EventTarget(), { visibilityState: "visible", baseURI: href }),
  };
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, {
      value,
      configurable: true,
      writable: true,
    });
  }
}

/** Pages of the site at `origin`. */
export async function pagesOf(origin: string): Promise<(name: string) => Page> {
  actAsBrowser(origin);
  const { SessionRunner } = await import("../../web/src/features/session/runner.ts");
  return (name) => pageOf(name, makeRunner(SessionRunner));
}

function makeRunner(Runner: typeof SessionRunner): SessionRunner {
  let kept: string | null = null;
  return new Runner({
    makeLink: { value: null, load: async () => {} }, // A page without a picture makes no link.
    keeper: {
      load: () => kept,
      save: (session) => {
        kept = session;
      },
    },
    pregeneratesOffers: false,
    hindrance: null,
    now: Date.now,
    whenToShow: (show: () => void) => show(),
  });
}

function pageOf(name: string, runner: SessionRunner): Page {
  const session = (): Session => runner.snapshot().session;
  const endings: string[] = [];
  runner.subscribe(() => {
    const { phase } = session();
    if (phase.at !== "partner-left" || endings.at(-1)?.endsWith(`${phase.nextAt}`)) return;
    endings.push(`${phase.reason} ${phase.nextAt}`);
  });
  return {
    name,
    session,
    start: (interests) => runner.dispatch({ type: "start", wishes: { mode: "text", interests } }),
    say: (text) => runner.dispatch({ type: "send-chat", id: newMessageId(), text }),
    lines: () => {
      const { phase } = session();
      return "talk" in phase ? phase.talk.lines : [];
    },
    room: () => {
      const { phase } = session();
      return phase.at === "talking" ? phase.room.id : undefined;
    },
    endings,
    leave: () => runner.dispatch({ type: "stop" }),
  };
}
