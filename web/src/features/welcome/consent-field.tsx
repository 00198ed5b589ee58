import { type ReactNode, type Ref, useId, useState } from "react";
import { useMessages } from "@/i18n/i18n";
import { Checkbox } from "@/ui/checkbox";
import { Dialog } from "@/ui/dialog";

export interface ConsentFieldProps {
  /** The lane's visitors may show nudity, which needs a further consent. */
  readonly adult: boolean;
  /** The id of the form that the field belongs to. */
  readonly form: string;
  /** Null once these terms were accepted, on this visit or an earlier one. */
  readonly box: {
    readonly checked: boolean;
    /** The visitor pressed Start without consent. */
    readonly missing: boolean;
    readonly onChange: (checked: boolean) => void;
  } | null;
  readonly boxRef: Ref<HTMLInputElement>;
  /** Links to the operator, below the rules. */
  readonly links: ReactNode;
}

/** Confirms age and rules; without it no search starts. */
export function ConsentField({ form, adult, box, boxRef, links }: ConsentFieldProps) {
  const m = useMessages().consent;
  const [reading, setReading] = useState(false);
  const field = useId();
  const error = useId();
  const read = (
    <button
      type="button"
      aria-haspopup="dialog"
      className="rounded font-medium text-foreground underline underline-offset-3"
      onClick={() => setReading(true)}
    >
      {m.read}
    </button>
  );
  return (
    <div className="flex flex-col gap-1 text-sm">
      {/* The space is reserved, so that nothing moves. */}
      {box && (
        <p id={error} role="alert" className="min-h-5 ps-9 font-medium text-danger">
          {box.missing && m.missing}
        </p>
      )}
      {box ? (
        <div className="flex gap-3">
          <Checkbox
            ref={boxRef}
            id={field}
            form={form}
            checked={box.checked}
            aria-invalid={box.missing}
            aria-describedby={box.missing ? error : undefined}
            onChange={(event) => box.onChange(event.target.checked)}
          />
          <p className="pt-0.5 leading-snug text-muted-foreground">
            <label htmlFor={field} className="text-foreground">
              {adult ? m.confirmAdult : m.confirm}
            </label>{" "}
            {read}
          </p>
        </div>
      ) : (
        <p className="leading-snug text-muted-foreground">
          {adult ? m.givenAdult : m.given} {read}
        </p>
      )}
      {reading && (
        <Dialog title={m.title} closeLabel={m.close} onClose={() => setReading(false)}>
          <p>{m.intro}</p>
          <ul className="flex list-disc flex-col gap-2 ps-5 marker:text-accent">
            {m.rules.map((rule) => (
              <li key={rule}>{rule}</li>
            ))}
          </ul>
          <p className="text-muted-foreground">{m.outro}</p>
          {links}
        </Dialog>
      )}
    </div>
  );
}
