import { useId } from "react";
import { Field, FieldDescription, FieldLabel, FieldRow } from "./field";
import { Switch } from "./switch";

export interface SwitchFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  readonly className?: string;
}

/** A switch with its label beside it and its explanation below. */
export function SwitchField({ label, hint, value, onChange, className }: SwitchFieldProps) {
  const id = useId();
  return (
    <Field className={className}>
      <FieldRow>
        <FieldLabel htmlFor={id}>{label}</FieldLabel>
        <Switch
          id={id}
          checked={value}
          aria-describedby={`${id}-hint`}
          onCheckedChange={onChange}
        />
      </FieldRow>
      <FieldDescription id={`${id}-hint`}>{hint}</FieldDescription>
    </Field>
  );
}
