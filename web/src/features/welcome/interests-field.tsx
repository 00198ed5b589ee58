import { LIMITS } from "@nexuschat/client/protocol";
import { Plus } from "lucide-react";
import { useId, useRef, useState } from "react";
import { useMessages } from "@/i18n/i18n";
import { addInterests, hasComma } from "@/lib/interests";
import { mayConvert, onKey } from "@/lib/keys";
import { Chip } from "./chip";

export interface InterestsFieldProps {
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
  /** Interests that many visitors have at the moment, to choose from. */
  readonly popular?: readonly string[];
}

/** The limit for all interests together; longer pasted text is cut. */
const TYPED_MAX = LIMITS.interestsMax * (LIMITS.interestBytesMax + 2);

const BOUNDS = { count: LIMITS.interestsMax, bytes: LIMITS.interestBytesMax };

/** Interests, as chips. Enter or a comma adds one, Backspace removes the last one. */
export function InterestsField({ value, onChange, popular = [] }: InterestsFieldProps) {
  const m = useMessages().welcome;
  const [typed, setTyped] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const field = useId();
  const hint = useId();
  const full = value.length >= LIMITS.interestsMax;

  const commit = (text: string) => {
    const next = addInterests(value, text, BOUNDS);
    if (next.length !== value.length) onChange(next);
    setTyped("");
  };

  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={field} className="text-sm font-medium">
        {m.interests} <span className="font-normal text-muted-foreground">{m.optional}</span>
      </label>
      <div className="flex min-h-12 flex-wrap items-center gap-1.5 pointer-coarse:gap-y-2 rounded-2xl border border-input bg-background/60 p-1.5 focus-within:outline-2 focus-within:outline-offset-0 focus-within:outline-ring">
        {value.map((interest) => (
          <Chip
            key={interest}
            text={interest}
            removeLabel={m.remove(interest)}
            onRemove={() => onChange(value.filter((i) => i !== interest))}
          />
        ))}
        <input
          ref={input}
          id={field}
          value={typed}
          maxLength={TYPED_MAX}
          disabled={full}
          aria-describedby={hint}
          autoComplete="off"
          autoCapitalize="none"
          enterKeyHint="done"
          placeholder={value.length === 0 ? m.interestsExample : ""}
          className="h-9 min-w-24 flex-1 pointer-coarse:-my-1 pointer-coarse:h-11 bg-transparent px-2 text-base outline-none placeholder:text-muted-foreground/80"
          onChange={(event) => {
            const text = event.target.value;
            if (hasComma(text) && !mayConvert(event)) commit(text);
            else setTyped(text);
          }}
          onCompositionEnd={({ currentTarget: { value: text } }) => hasComma(text) && commit(text)}
          onBlur={() => commit(typed)}
          onKeyDown={onKey((key, event) => {
            if (key === "Enter") {
              event.preventDefault();
              commit(typed);
            }
            if (key === "Backspace" && typed === "" && value.length > 0) {
              onChange(value.slice(0, -1));
            }
          })}
        />
      </div>
      <p id={hint} className="text-sm text-muted-foreground">
        {full ? m.interestsFull(LIMITS.interestsMax) : m.interestsHint}
      </p>
      {!full && (
        <PopularInterests
          interests={popular.filter((one) => !value.includes(one))}
          onChoose={(one, byKey) => {
            onChange([...value, one]);
            // Its button disappears. A press by touch must not open the keyboard.
            if (byKey) input.current?.focus();
          }}
        />
      )}
    </div>
  );
}

interface PopularInterestsProps {
  readonly interests: readonly string[];
  readonly onChoose: (interest: string, byKey: boolean) => void;
}

function PopularInterests({ interests, onChoose }: PopularInterestsProps) {
  const m = useMessages().welcome;
  if (interests.length === 0) return null;
  return (
    <fieldset className="flex flex-wrap items-center gap-1.5">
      <legend className="sr-only">{m.popular}</legend>
      <span className="text-sm text-muted-foreground" aria-hidden="true">
        {m.popular}
      </span>
      {interests.map((interest) => (
        <button
          key={interest}
          type="button"
          aria-label={m.addInterest(interest)}
          className="touch inline-flex h-9 max-w-full items-center gap-1 rounded-full border border-input px-3 text-sm hover:bg-secondary"
          onClick={(event) => onChoose(interest, event.detail === 0)}
        >
          <Plus className="size-3.5 shrink-0" aria-hidden="true" />
          <bdi className="truncate">{interest}</bdi>
        </button>
      ))}
    </fieldset>
  );
}
