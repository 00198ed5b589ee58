import type { MessageId } from "@nexuschat/client/protocol";
import type { BrowserLanguageDetector, BrowserTranslation } from "@/lib/browser-translation";
import type { ChatLine } from "@/lib/chat";
import { spokenLanguage } from "@/lib/languages";
import { detectLanguage, wordsOf } from "./message-language";
import { QUEUE_MAX, TranslatorModel } from "./translator-model";

/** What is shown below a message in another language. `from` is its language's tag. */
export type Note =
  | { readonly at: "offered" | "failed"; readonly from: string }
  /** `loaded` is the progress of a download, from 0 to 1; null without one. */
  | { readonly at: "waiting"; readonly from: string; readonly loaded: number | null }
  | { readonly at: "done"; readonly from: string; readonly text: string };

/** Messages whose language is still unknown; of more, the oldest count as uncertain. */
export const UNDETECTED_MAX = 5;

export interface PartnerTranslatorOptions {
  readonly api: BrowserTranslation;
  /** The tag of the language of the page. */
  readonly target: string;
  /** Tags of the languages that need no translation. */
  readonly known: readonly string[];
}

/**
 * Translates the partner's messages of one conversation in the visitor's browser. One language at a
 * time has a translator: another one takes its place.
 */
export class PartnerTranslator {
  readonly target: string;
  readonly #api: BrowserTranslation;
  readonly #known: ReadonlySet<string>;
  readonly #listeners = new Set<() => void>();
  /** Whether the browser translates from a language. */
  readonly #pairs = new Map<string, Promise<boolean>>();
  /** The texts of the partner's lines that are still in the chat. */
  #texts = new Map<MessageId, string>();
  #notes = new Map<MessageId, Note>();
  #languages: ReadonlyMap<MessageId, string> = new Map();
  #undetected: MessageId[] = [];
  #detector: BrowserLanguageDetector | null = null;
  /** A detector is being created, or never will be. */
  #creating = false;
  #detecting = false;
  /** The latest line of the visitor. */
  #ownLine: MessageId | null | undefined;
  /** The language of the partner's latest message whose language is certain. */
  #partnerLanguage: string | null = null;
  #model: TranslatorModel | null = null;
  #everything = false;
  /** Lines in translation that the visitor did not press for. */
  readonly #automatic = new Set<MessageId>();
  #latest: MessageId | null = null;
  #changes = 0;
  #closed = false;

  constructor({ api, target, known }: PartnerTranslatorOptions) {
    this.#api = api;
    this.target = target;
    this.#known = new Set([target, ...known].map(spokenLanguage));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Undefined if nothing is shown below the message. */
  readonly note = (id: MessageId): Note | undefined => this.#notes.get(id);

  /** What is offered for all messages, below the latest translation. */
  readonly offer = (id: MessageId): "everything" | "stop" | null => {
    if (this.#closed || id !== this.#latest) return null;
    return this.#everything ? "stop" : "everything";
  };

  /** The tags of the messages whose language is certain. */
  readonly languages = (): ReadonlyMap<MessageId, string> => this.#languages;

  /** Grows with each change of the notes that may change their height. */
  readonly changes = (): number => this.#changes;

  /** Takes the lines of the conversation, whenever they have changed. */
  update(lines: readonly ChatLine[]): void {
    if (this.#closed) return;
    const received = lines.filter((line) => !line.mine);
    const before = this.#texts;
    this.#texts = new Map(received.map(({ id, text }) => [id, text]));
    for (const id of this.#notes.keys()) if (!this.#texts.has(id)) this.#notes.delete(id);
    for (const { id, text } of received) {
      if (!before.has(id) && wordsOf(text) !== null) this.#undetected.push(id);
    }
    while (this.#undetected.length > UNDETECTED_MAX)
      void this.#place(this.#undetected.shift(), null);
    const own = lines.findLast((line) => line.mine)?.id ?? null;
    // Without its model the detector needs a press of the visitor: to send a message is one.
    if (own !== this.#ownLine) void this.#createDetector();
    this.#ownLine = own;
    void this.#detect();
  }

  /** Translates a message for the visitor who pressed its button. */
  translate(id: MessageId): void {
    const note = this.#notes.get(id);
    if (this.#closed || (note?.at !== "offered" && note?.at !== "failed")) return;
    this.#use(note.from);
    this.#add(id);
  }

  /** Whether messages in the language of the latest translation are translated as they arrive. */
  translateEverything(on: boolean): void {
    const latest = this.#latest && this.#notes.get(this.#latest);
    if (this.#closed || !latest) return;
    this.#everything = on;
    if (on) {
      this.#use(latest.from);
      const offered = [...this.#notes].filter(
        ([, { at, from }]) => at === "offered" && from === latest.from,
      );
      for (const [id] of offered.slice(-QUEUE_MAX)) this.#addAutomatically(id);
    }
    this.#notify();
  }

  /** Ends a download and everything that waits. */
  giveUp(): void {
    this.#everything = false;
    this.#closeModel();
    this.#notify();
  }

  /** Frees the models. Translations stay readable. */
  close(): void {
    this.#closed = true;
    this.#everything = false;
    this.#closeModel();
    this.#detector?.destroy();
    for (const [id, { at }] of this.#notes) if (at !== "done") this.#notes.delete(id);
    this.#notify();
  }

  async #createDetector(): Promise<void> {
    if (this.#detector || this.#creating) return;
    this.#creating = true;
    const { LanguageDetector } = this.#api;
    const availability = await LanguageDetector.availability().catch(() => "unavailable");
    // Browsers of distributions have the API, but not the model. It will not appear by itself.
    if (availability === "unavailable") return;
    const detector = await LanguageDetector.create().catch(() => null);
    this.#creating = false;
    if (this.#closed) return detector?.destroy();
    this.#detector = detector;
    void this.#detect();
  }

  async #detect(): Promise<void> {
    if (this.#detecting || !this.#detector) return;
    this.#detecting = true;
    for (let id = this.#undetected.shift(); id; id = this.#undetected.shift()) {
      const words = wordsOf(this.#texts.get(id) ?? "");
      if (words === null) continue;
      const language = await detectLanguage(this.#detector, words);
      if (this.#closed) return;
      if (language !== null) {
        this.#partnerLanguage = language;
        this.#languages = new Map(
          [...this.#languages, [id, language] as const].filter(([of]) => this.#texts.has(of)),
        );
        this.#notify();
      }
      void this.#place(id, language);
    }
    this.#detecting = false;
  }

  /** Offers to translate a message that the visitor may not understand. */
  async #place(id: MessageId | undefined, language: string | null): Promise<void> {
    const from = language ?? this.#partnerLanguage;
    if (!id || from === null || this.#known.has(spokenLanguage(from))) return;
    if (!(await this.#translates(from)) || this.#closed || !this.#texts.has(id)) return;
    this.#set(id, { at: "offered", from });
    if (this.#everything && this.#model?.from === from) this.#addAutomatically(id);
  }

  #translates(from: string): Promise<boolean> {
    const known = this.#pairs.get(from);
    if (known) return known;
    const possible = this.#api.Translator.availability({
      sourceLanguage: from,
      targetLanguage: this.target,
    }).then(
      (availability) => availability !== "unavailable",
      () => false,
    );
    this.#pairs.set(from, possible);
    return possible;
  }

  /** Creates the translator of a language, unless there is one that works. */
  #use(from: string): void {
    if (this.#model?.from === from && !this.#model.failing) return;
    this.#closeModel();
    this.#model = this.#open(from);
  }

  #open(from: string): TranslatorModel {
    return new TranslatorModel(this.#api, from, this.target, {
      onProgress: (loaded) => {
        // One message shows the download, in whole per cent.
        const [id, note] = [...this.#notes].find(([, { at }]) => at === "waiting") ?? [];
        const part = Math.floor(100 * loaded) / 100;
        if (!id || note?.at !== "waiting" || note.loaded === part) return;
        this.#set(id, { ...note, loaded: part });
      },
      onTranslated: (id, text) => {
        const automatic = this.#automatic.delete(id);
        const original = this.#texts.get(id);
        if (original === undefined) return;
        if (automatic && text === original) return this.#remove(id);
        if (text !== null) this.#latest = id;
        this.#set(id, text === null ? { at: "failed", from } : { at: "done", from, text });
      },
      onLost: (waiting) => {
        this.#model = null;
        this.#automatic.clear();
        for (const id of waiting) if (this.#texts.has(id)) this.#set(id, { at: "failed", from });
      },
    });
  }

  #addAutomatically(id: MessageId): void {
    this.#automatic.add(id);
    this.#add(id);
  }

  #add(id: MessageId): void {
    const text = this.#texts.get(id);
    const model = this.#model;
    if (text === undefined || !model) return;
    this.#set(id, { at: "waiting", from: model.from, loaded: null });
    const dropped = model.add(id, text);
    if (dropped === null) return;
    this.#automatic.delete(dropped);
    if (this.#texts.has(dropped)) this.#set(dropped, { at: "offered", from: model.from });
  }

  #closeModel(): void {
    this.#model?.close();
    this.#model = null;
    this.#automatic.clear();
    for (const [id, { at, from }] of this.#notes) {
      if (at === "waiting") this.#notes.set(id, { at: "offered", from });
    }
  }

  #set(id: MessageId, note: Note): void {
    this.#notes.set(id, note);
    this.#notify();
  }

  #remove(id: MessageId): void {
    this.#notes.delete(id);
    this.#notify();
  }

  #notify(): void {
    this.#changes += 1;
    for (const listener of this.#listeners) listener();
  }
}
