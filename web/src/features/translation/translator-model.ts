import { LIMITS, type MessageId } from "@nexuschat/client/protocol";
import type { BrowserTranslation, BrowserTranslator } from "@/lib/browser-translation";
import { cleanText, clipBytes } from "@/lib/text";

/** Further messages push the oldest waiting one out, so that a flood costs a limited amount. */
export const QUEUE_MAX = 5;
/** Other languages take more letters; a longer translation is cut. */
export const TRANSLATION_BYTES_MAX = 2 * LIMITS.chatBytesMax;

export interface ModelEvents {
  /** The progress of a download, from 0 to 1. */
  readonly onProgress: (loaded: number) => void;
  /** The translation, clean and cut; null if it failed. */
  readonly onTranslated: (id: MessageId, text: string | null) => void;
  /** The browser could not create the translator; nothing follows. */
  readonly onLost: (waiting: readonly MessageId[]) => void;
}

/** Translates messages of one language, one after the other. Silent once it is closed. */
export class TranslatorModel {
  readonly from: string;
  readonly #events: ModelEvents;
  readonly #abort = new AbortController();
  #translator: BrowserTranslator | null = null;
  #queue: { readonly id: MessageId; readonly text: string }[] = [];
  #working = false;
  /** The last translation failed. */
  #failing = false;

  /** Creates the translator at once: browsers require the visitor's press for a download. */
  constructor(api: BrowserTranslation, from: string, to: string, events: ModelEvents) {
    this.from = from;
    this.#events = events;
    const { signal } = this.#abort;
    api.Translator.create({
      ...{ sourceLanguage: from, targetLanguage: to, signal },
      monitor: (monitor) =>
        monitor.addEventListener("downloadprogress", ({ loaded }) => {
          if (!signal.aborted && !this.#translator) events.onProgress(loaded);
        }),
    }).then(
      (translator) => {
        if (signal.aborted) return translator.destroy();
        this.#translator = translator;
        void this.#work();
      },
      () => {
        if (signal.aborted) return;
        this.#abort.abort();
        events.onLost(this.#queue.map(({ id }) => id));
      },
    );
  }

  get failing(): boolean {
    return this.#failing;
  }

  /** Returns the message that lost its place in the queue. */
  add(id: MessageId, text: string): MessageId | null {
    this.#queue.push({ id, text });
    void this.#work();
    return this.#queue.length > QUEUE_MAX ? (this.#queue.shift()?.id ?? null) : null;
  }

  /** Ends a download, drops what waits, and frees the model. */
  close(): void {
    this.#abort.abort();
    this.#queue = [];
    this.#translator?.destroy();
  }

  async #work(): Promise<void> {
    const { signal } = this.#abort;
    if (this.#working || !this.#translator) return;
    this.#working = true;
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      const text = await this.#translator.translate(next.text, { signal }).then(
        (translated) => cleanText(clipBytes(translated, TRANSLATION_BYTES_MAX)) || null,
        () => null,
      );
      if (signal.aborted) return;
      this.#failing = text === null;
      this.#events.onTranslated(next.id, text);
    }
    this.#working = false;
  }
}
