import { useId } from "react";
import { useMessages } from "@/i18n/i18n";
import { Field, FieldDescription, FieldLabel, FieldRow } from "@/ui/field";
import { Switch } from "@/ui/switch";

export interface BlurFirstFieldProps {
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

/** Whether each conversation starts blurred on both sides. */
export function BlurFirstField({ value, onChange }: BlurFirstFieldProps) {
  const m = useMessages().safety;
  const field = useId();
  const hint = useId();
  return (
    <Field className="gap-2">
      <FieldRow>
        <FieldLabel htmlFor={field}>{m.blurFirst}</FieldLabel>
        <Switch id={field} checked={value} aria-describedby={hint} onCheckedChange={onChange} />
      </FieldRow>
      <FieldDescription id={hint}>{m.blurFirstHint}</FieldDescription>
    </Field>
  );
}
