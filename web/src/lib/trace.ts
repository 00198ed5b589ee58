/** Beyond this number the oldest entries are dropped. */
export const ENTRIES_MAX = 300;

/** Names and codes of this page. A name cannot hold an address, SDP or a chat message. */
const NAME = /^[a-z][\w -]{0,39}$/i;

export type Fact = string | number;

interface Entry {
  readonly atMs: number;
  readonly facts: readonly Fact[];
}

/**
 * The page's recent states and codes, for a visitor to send to the operator. It stays in memory, is
 * bounded, and contains nothing that a person wrote and no location.
 */
export class Trace {
  readonly #now: () => number;
  readonly #entries: Entry[] = [];

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Records `?` for a fact that is neither a number nor a NAME, and nothing for an empty one. */
  add(...facts: readonly Fact[]): void {
    const told = facts.filter((fact) => fact !== "").map(harmless);
    this.#entries.push({ atMs: this.#now(), facts: told });
    if (this.#entries.length > ENTRIES_MAX) this.#entries.shift();
  }

  /** The kind of an error and the line of the page's script that threw it, without its message. */
  addError(error: unknown): void {
    if (!(error instanceof Error)) {
      this.add("error", typeof error);
      return;
    }
    const [, file = "?", line = "", column = ""] =
      /([\w-]+)\.[jt]sx?:(\d+):(\d+)/.exec(error.stack ?? "") ?? [];
    this.add("error", error.name, file, Number(line), Number(column));
  }

  /** One entry a line, each with the seconds since the page was opened. */
  text(): string {
    return this.#entries
      .map(({ atMs, facts }) => `${(atMs / 1000).toFixed(3)} ${facts.join(" ")}`)
      .join("\n");
  }
}

function harmless(fact: Fact): Fact {
  return typeof fact === "number" || NAME.test(fact) ? fact : "?";
}

/** The trace of this page. */
export const trace = new Trace();

/** The text that a visitor copies: the browser and the trace. */
export function diagnostics(of: Trace = trace): string {
  const { userAgent, language, onLine } = navigator;
  const facts = [
    `NexusChat ${new Date().toISOString()}`,
    `${userAgent}; ${language}; ${onLine ? "online" : "offline"}; ${(performance.now() / 1000).toFixed(3)} s open`,
  ];
  return `${facts.join("\n")}\n${of.text()}\n`;
}
