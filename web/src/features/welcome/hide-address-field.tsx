import { useId } from "react";
import { useMessages } from "@/i18n/i18n";
import { Field, FieldDescription, FieldLabel, FieldRow } from "@/ui/field";
import { Switch } from "@/ui/switch";

export interface HideAddressFieldProps {
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

/** Whether to hide the own address from partners. Shown if the site lets its visitors choose. */
export function HideAddressField({ value, onChange }: HideAddressFieldProps) {
  const m = useMessages().welcome;
  const field = useId();
  const hint = useId();
  return (
    <Field className="gap-2">
      <FieldRow>
        <FieldLabel htmlFor={field}>{m.hideAddress}</FieldLabel>
        <Switch id={field} checked={value} aria-describedby={hint} onCheckedChange={onChange} />
      </FieldRow>
      <FieldDescription id={hint}>{m.hideAddressHint}</FieldDescription>
    </Field>
  );
}
