import { type Locale, languageOf } from "./locales";

export type PluralForms = { readonly other: string } & {
  readonly [form in Exclude<Intl.LDMLPluralRule, "other">]?: string;
};

export interface Formats {
  readonly number: (n: number) => string;
  /** The language's plural form for `n`, with `#` replaced by the number. */
  readonly plural: (n: number, forms: PluralForms) => string;
  readonly and: (items: readonly string[]) => string;
  readonly or: (items: readonly string[]) => string;
  /** The time of day. */
  readonly clock: (atMs: number) => string;
  /** The date and the time of day. */
  readonly moment: (atMs: number) => string;
  /** `75000` is "1 minute 15 seconds". */
  readonly duration: (ms: number) => string;
  /** `75000` is "1:15". */
  readonly stopwatch: (ms: number) => string;
  /** The name of a language, given its tag. */
  readonly language: (tag: string) => string;
}

/**
 * Numbers, lists and times in one language; in the visitor's own region of it, if the browser names
 * one.
 */
export function formats(locale: Exclude<Locale, "pseudo">): Formats {
  const tag = regional(locale);
  const numbers = new Intl.NumberFormat(tag);
  const plurals = new Intl.PluralRules(tag);
  const clock = new Intl.DateTimeFormat(tag, { hour: "2-digit", minute: "2-digit" });
  const moment = new Intl.DateTimeFormat(tag, { dateStyle: "full", timeStyle: "short" });
  const seconds = new Intl.NumberFormat(tag, { minimumIntegerDigits: 2 });
  const and = new Intl.ListFormat(tag, { type: "conjunction" });
  const or = new Intl.ListFormat(tag, { type: "disjunction" });
  const together = new Intl.ListFormat(tag, { type: "unit", style: "narrow" });
  const languages = new Intl.DisplayNames(tag, { type: "language" });
  // Text of visitors may have the other direction: it is isolated, so that it does not reorder the
  // sentence.
  const apart = (items: readonly string[]) =>
    locale === "ar" ? items.map((item) => `\u2068${item}\u2069`) : items;
  const unit = (n: number, name: "minute" | "second") =>
    new Intl.NumberFormat(tag, { style: "unit", unit: name, unitDisplay: "long" }).format(n);

  return {
    number: (n) => numbers.format(n),
    plural: (n, forms) =>
      (forms[plurals.select(n)] ?? forms.other).replaceAll("#", numbers.format(n)),
    and: (items) => and.format(apart(items)),
    or: (items) => or.format(apart(items)),
    clock: (atMs) => clock.format(atMs),
    moment: (atMs) => moment.format(atMs),
    duration: (ms) => {
      const total = Math.max(0, Math.round(ms / 1000));
      const [minutes, seconds] = [Math.floor(total / 60), total % 60];
      if (minutes === 0) return unit(seconds, "second");
      if (seconds === 0) return unit(minutes, "minute");
      return together.format([unit(minutes, "minute"), unit(seconds, "second")]);
    },
    stopwatch: (ms) => {
      const total = Math.floor(ms / 1000);
      return `${numbers.format(Math.floor(total / 60))}:${seconds.format(total % 60)}`;
    },
    language: (of) => languages.of(of) ?? of,
  };
}

function regional(locale: string): string {
  const preferred = globalThis.navigator?.languages ?? [];
  return preferred.find((tag) => languageOf(tag) === languageOf(locale)) ?? locale;
}
