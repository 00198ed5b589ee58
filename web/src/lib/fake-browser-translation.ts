// For tests: a browser that translates, after the specification
// (https://webmachinelearning.github.io/translation-api/). Its words begin with their language:
// "fr bonjour" is French, "fr? ok" is uncertain, and "en bonjour" is its translation into English.
import type {
  Availability,
  BrowserTranslation,
  BrowserTranslator,
  DownloadMonitor,
  LanguagePair,
} from "./browser-translation";

interface Pending {
  readonly text: string;
  readonly answer: (translation: string) => void;
  readonly fail: (name: string) => void;
}

/** A download in progress. */
interface Download {
  readonly progress: (loaded: number) => void;
  readonly finish: () => void;
  readonly fail: (name: string) => void;
}

export class FakeBrowserTranslation {
  /** Of each pair; the pairs that are not named are available. */
  readonly availability = new Map<string, Availability>();
  /** The visitor has pressed something lately. A download consumes that. */
  activated = true;
  detectorAvailability: Availability = "available";
  /** Translations are answered at once; otherwise they stay in `pending`. */
  answersAtOnce = true;
  readonly pending: Pending[] = [];
  readonly downloads: Download[] = [];
  readonly created: LanguagePair[] = [];
  readonly detected: string[] = [];
  readonly alive = { translators: 0, detectors: 0 };

  readonly api: BrowserTranslation = {
    Translator: {
      availability: async ({ sourceLanguage, targetLanguage }) =>
        this.availability.get(`${sourceLanguage}-${targetLanguage}`) ?? "available",
      create: async (options) => {
        const { sourceLanguage, targetLanguage, signal, monitor } = options;
        const pair = `${sourceLanguage}-${targetLanguage}`;
        const availability = this.availability.get(pair) ?? "available";
        signal?.throwIfAborted();
        this.#allow(availability);
        this.created.push({ sourceLanguage, targetLanguage });
        if (availability !== "available") {
          await this.#download(monitor, signal);
          this.availability.set(pair, "available");
        }
        return this.#translator(targetLanguage);
      },
    },
    LanguageDetector: {
      availability: async () => this.detectorAvailability,
      create: async () => {
        this.#allow(this.detectorAvailability);
        this.alive.detectors += 1;
        return {
          detect: async (text) => {
            this.detected.push(text);
            const [, tag, uncertain] = /^\s*([\w-]+)(\??) /.exec(text) ?? [];
            if (tag === undefined) return [{ detectedLanguage: "und", confidence: 1 }];
            return [
              { detectedLanguage: tag, confidence: uncertain ? 0.3 : 0.9 },
              { detectedLanguage: "und", confidence: 0.1 },
            ];
          },
          destroy: () => {
            this.alive.detectors -= 1;
          },
        };
      },
    },
  };

  #allow(availability: Availability): void {
    if (availability === "unavailable") throw new DOMException("no model", "NotSupportedError");
    if (availability === "available") return;
    if (!this.activated) throw new DOMException("no activation", "NotAllowedError");
    this.activated = false;
  }

  #download(
    monitor: ((monitor: DownloadMonitor) => void) | undefined,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const listeners: ((event: { readonly loaded: number }) => void)[] = [];
    monitor?.({ addEventListener: (_, listener) => void listeners.push(listener) });
    return new Promise((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason));
      this.downloads.push({
        progress: (loaded) => {
          for (const listener of listeners) listener({ loaded });
        },
        finish: resolve,
        fail: (name) => reject(new DOMException("failed", name)),
      });
    });
  }

  #translator(target: string): BrowserTranslator {
    this.alive.translators += 1;
    let destroyed = false;
    return {
      translate: (text, options) =>
        new Promise((resolve, reject) => {
          if (destroyed) return reject(new DOMException("destroyed", "InvalidStateError"));
          const { signal } = options ?? {};
          signal?.addEventListener("abort", () => reject(signal.reason));
          if (this.answersAtOnce) return resolve(text.replace(/^\S+/, target));
          const fail = (name: string) => reject(new DOMException("failed", name));
          this.pending.push({ text, answer: resolve, fail });
        }),
      destroy: () => {
        if (!destroyed) this.alive.translators -= 1;
        destroyed = true;
      },
    };
  }
}
