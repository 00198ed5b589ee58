import { type BackoffRule, backoffMs, RECONNECT } from "../backoff.ts";
import { CLIENT_CLOSE, SUBPROTOCOL } from "../protocol.ts";
import { mayReconnect } from "./close-codes.ts";

export interface SocketEvents {
  /** The connection is open: send hello. */
  opened(): void;
  text(text: string): void;
  /** The connection is gone. `retryMs` until the next attempt, or null if there will be none. */
  down(attempt: number, retryMs: number | null): void;
  /** The server closed with a code that forbids automatic reconnecting. */
  refused(code: number): void;
}

export interface SocketOptions {
  /** The address of the site, such as `https://chat.example/`. */
  readonly site: string;
  /** Opens a WebSocket. By default, the platform's own. */
  readonly create?: (url: string, subprotocol: string) => WebSocket;
  /** Receives each state of a socket and its close code, for diagnostics. */
  readonly trace?: (...facts: readonly (string | number)[]) => void;
  /** From 0 to 1. By default, `Math.random`. */
  readonly random?: () => number;
  /** By default, `RECONNECT`. */
  readonly backoff?: BackoffRule;
}

/**
 * An attempt that has not opened within this time has failed: some networks drop packets without an
 * answer.
 */
const OPEN_TIMEOUT_MS = 10_000;

/**
 * A WebSocket that reconnects by itself: with exponential, jittered, capped backoff, and never
 * after a close code that forbids it.
 */
export class Socket {
  readonly #url: string;
  readonly #events: SocketEvents;
  readonly #options: Required<Omit<SocketOptions, "trace">>;
  readonly #trace: (...facts: readonly (string | number)[]) => void;
  #ws: WebSocket | null = null;
  #wanted = false;
  #attempt = 0;
  #waitAtLeastMs = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #openTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    name: "match" | "room",
    url: string,
    events: SocketEvents,
    { trace, ...options }: SocketOptions,
  ) {
    this.#url = url;
    this.#events = events;
    this.#trace = (...facts) => trace?.(`${name} socket`, ...facts);
    this.#options = {
      create: (address, subprotocol) => new WebSocket(address, subprotocol),
      random: Math.random,
      backoff: RECONNECT,
      ...options,
    };
  }

  get url(): string {
    return this.#url;
  }

  get isOpen(): boolean {
    return this.#ws?.readyState === 1;
  }

  open(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#attempt = 0;
    this.#dial();
  }

  /** False without a connection: the text is dropped, not kept. */
  send(text: string): boolean {
    if (!this.isOpen) return false;
    this.#ws?.send(text);
    return true;
  }

  /** The server answered: the backoff starts over at the next outage. */
  settled(): void {
    this.#attempt = 0;
  }

  /** The next attempt comes no sooner than this after the connection ends. */
  waitAtLeast(ms: number): void {
    this.#waitAtLeastMs = ms;
  }

  /** The open connection carries no data: a new one replaces it. */
  renew(): void {
    if (!this.isOpen) return;
    this.#drop(CLIENT_CLOSE.renewed);
    this.#ended(0);
  }

  /**
   * Closes because the page unloads. Reconnects if the browser restores the page from its
   * back/forward cache.
   */
  unload(): void {
    if (!this.#ws) return;
    this.#drop(CLIENT_CLOSE.unloads);
    this.#ended(0);
  }

  /** Reconnects at once, for example when the network is up again. */
  hurry(): void {
    if (!this.#wanted || this.#ws) return;
    clearTimeout(this.#retryTimer);
    this.#dial();
  }

  /** Closes for good: the server takes it as leaving. */
  close(): void {
    this.#end(CLIENT_CLOSE.done);
  }

  /** Another socket replaces this one: the server does not take it as leaving. */
  abandon(): void {
    this.#end(CLIENT_CLOSE.renewed);
  }

  #end(code: number): void {
    this.#wanted = false;
    clearTimeout(this.#retryTimer);
    this.#drop(code);
  }

  #dial(): void {
    let ws: WebSocket;
    try {
      ws = this.#options.create(this.#url, SUBPROTOCOL);
    } catch {
      this.#ended(0);
      return;
    }
    this.#ws = ws;
    this.#openTimer = setTimeout(() => {
      if (this.#ws !== ws) return;
      this.#trace("opens too slowly");
      this.#drop(CLIENT_CLOSE.renewed);
      this.#ended(0);
    }, OPEN_TIMEOUT_MS);
    ws.onopen = () => {
      if (this.#ws !== ws) return;
      clearTimeout(this.#openTimer);
      this.#trace("open");
      this.#events.opened();
    };
    ws.onmessage = (event: MessageEvent<unknown>) => {
      if (this.#ws === ws && typeof event.data === "string") this.#events.text(event.data);
    };
    ws.onclose = (event: CloseEvent) => {
      if (this.#ws !== ws) return;
      this.#ws = null;
      clearTimeout(this.#openTimer);
      this.#trace("closed", event.code);
      this.#ended(event.code);
    };
  }

  #drop(code: number): void {
    clearTimeout(this.#openTimer);
    const ws = this.#ws;
    this.#ws = null;
    if (ws) this.#trace("closes", code);
    ws?.close(code);
  }

  #ended(code: number): void {
    if (!this.#wanted) return;
    if (code !== 0 && !mayReconnect(code)) {
      this.#wanted = false;
      this.#events.refused(code);
      return;
    }
    this.#attempt += 1;
    const backoff = backoffMs(this.#options.backoff, this.#attempt, this.#options.random);
    const retryMs = Math.max(backoff, this.#waitAtLeastMs);
    this.#waitAtLeastMs = 0;
    this.#retryTimer = setTimeout(() => this.#dial(), retryMs);
    this.#events.down(this.#attempt, retryMs);
  }
}
