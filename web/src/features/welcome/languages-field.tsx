import { LIMITS } from "@nexuschat/client/protocol";
import { useId, useMemo } from "react";
import { useMessages } from "@/i18n/i18n";
import { sortedLanguages } from "@/lib/languages";
import { Select } from "@/ui/select";
import { Chip } from "./chip";

export interface LanguagesFieldProps {
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

/** The languages of the visitor. Partners with a common language come first. */
export function LanguagesField({ value, onChange }: LanguagesFieldProps) {
  const { welcome: m, entrance } = useMessages();
  const field = useId();
  const hint = useId();
  const all = useMemo(() => sortedLanguages(m.languageName, navigator.languages), [m.languageName]);
  const left = all.filter(({ tag }) => !value.includes(tag));
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={field} className="text-sm font-medium">
        {m.languages} <span className="font-normal text-muted-foreground">{m.optional}</span>
      </label>
      <div className="flex flex-wrap items-center gap-1.5">
        {value.map((tag) => (
          <Chip
            key={tag}
            text={m.languageName(tag)}
            removeLabel={m.remove(m.languageName(tag))}
            onRemove={() => onChange(value.filter((other) => other !== tag))}
          />
        ))}
        {value.length < LIMITS.languagesMax && (
          <Select
            id={field}
            value=""
            aria-describedby={hint}
            className="min-w-40 flex-1"
            onChange={(event) => onChange([...value, event.target.value])}
          >
            <option value="" disabled>
              {value.length === 0 ? m.anyLanguage : m.anotherLanguage}
            </option>
            {left.map(({ tag, name }) => (
              <option key={tag} value={tag}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </div>
      <p id={hint} className="text-sm text-muted-foreground">
        {entrance.languagesHint}
      </p>
    </div>
  );
}
