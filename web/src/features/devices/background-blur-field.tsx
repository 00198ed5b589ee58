import { RotateCw } from "lucide-react";
import { useId, useSyncExternalStore } from "react";
import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/utils";
import {
  blurState,
  blurWished,
  watchBlurState,
  watchBlurWish,
  wishBlur,
} from "@/transport/media/background-blur";
import { Button } from "@/ui/button";
import { Field, FieldLabel, FieldRow } from "@/ui/field";
import { Switch } from "@/ui/switch";

/** Blurs what is behind the visitor, for the partner and in the visitor's own picture. */
export function BackgroundBlurField({ className }: { readonly className?: string }) {
  const m = useMessages().devices.blur;
  const wished = useSyncExternalStore(watchBlurWish, blurWished);
  const field = useId();
  return (
    <Field className={className}>
      <FieldRow className="min-h-9">
        <FieldLabel htmlFor={field}>{m.label}</FieldLabel>
        <Switch
          id={field}
          checked={wished}
          aria-describedby={`${field}-state`}
          onCheckedChange={wishBlur}
        />
      </FieldRow>
      <BackgroundBlurNote id={`${field}-state`} />
    </Field>
  );
}

export interface BackgroundBlurNoteProps {
  readonly id?: string;
  readonly className?: string;
  /** After a failure, once the visitor has decided. Devices that are open need no other call. */
  readonly onAgain?: () => void;
}

/** Why nobody sees the visitor yet, or at all. The live region always exists, for screen readers. */
export function BackgroundBlurNote({ id, className, onAgain }: BackgroundBlurNoteProps) {
  const { devices, mediaProblem } = useMessages();
  const m = devices.blur;
  const state = useSyncExternalStore(watchBlurState, blurState);
  const failed = state === "failed";
  const wish = (on: boolean) => {
    wishBlur(on);
    if (failed) onAgain?.();
  };
  return (
    <div className={state === "idle" ? "contents" : cn("flex flex-col gap-2", className)}>
      <p id={id} role="status" className="text-sm text-muted-foreground empty:hidden">
        {state === "idle" ? null : m[state]}
      </p>
      {state !== "idle" && (
        <div className="flex flex-wrap gap-2">
          {failed && (
            <Button variant="secondary" size="sm" onClick={() => wish(true)}>
              <RotateCw aria-hidden="true" /> {mediaProblem.retry}
            </Button>
          )}
          <Button variant="outline" size="sm" onClick={() => wish(false)}>
            {m.without}
          </Button>
        </div>
      )}
    </div>
  );
}
