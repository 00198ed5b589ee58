// The Translator and Language Detector APIs of browsers, as far as the page uses them:
// https://webmachinelearning.github.io/translation-api/. Both run on the visitor's device.

export interface DownloadMonitor {
  /** `loaded` grows from 0 to 1. */
  addEventListener(
    type: "downloadprogress",
    listener: (event: { readonly loaded: number }) => void,
  ): void;
}

export interface LanguagePair {
  readonly sourceLanguage: string;
  readonly targetLanguage: string;
}

interface CreateOptions {
  readonly signal?: AbortSignal;
  readonly monitor?: (monitor: DownloadMonitor) => void;
}

export interface BrowserTranslator {
  translate(text: string, options?: { readonly signal?: AbortSignal }): Promise<string>;
  destroy(): void;
}

export interface BrowserLanguageDetector {
  /** The most likely language first. */
  detect(
    text: string,
    options?: { readonly signal?: AbortSignal },
  ): Promise<
    readonly { readonly detectedLanguage?: string | null; readonly confidence?: number }[]
  >;
  destroy(): void;
}

export type Availability = "unavailable" | "downloadable" | "downloading" | "available";

/** `create` rejects without a recent press of the visitor if the model must be downloaded. */
export interface BrowserTranslation {
  readonly Translator: {
    availability(pair: LanguagePair): Promise<Availability>;
    create(options: LanguagePair & CreateOptions): Promise<BrowserTranslator>;
  };
  readonly LanguageDetector: {
    availability(): Promise<Availability>;
    create(options?: CreateOptions): Promise<BrowserLanguageDetector>;
  };
}

/** Null in a browser without the APIs, and on a page that is not secure. */
export function browserTranslation(): BrowserTranslation | null {
  const here: Partial<BrowserTranslation> = globalThis as object;
  const { Translator, LanguageDetector } = here;
  return Translator && LanguageDetector ? { Translator, LanguageDetector } : null;
}
