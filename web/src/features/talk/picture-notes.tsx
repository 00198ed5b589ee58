import { Eye, EyeOff, ScanEye } from "lucide-react";
import { useMessages } from "@/i18n/i18n";
import { Button } from "@/ui/button";

interface BlurNoteProps {
  /** Whether this visitor agrees to be seen clearly. */
  readonly revealed: boolean;
  readonly onReveal: () => void;
}

/** Over a blurred partner: the reason, and how to end it. */
export function BlurNote({ revealed, onReveal }: BlurNoteProps) {
  const m = useMessages().safety;
  return (
    <div className="stage-words grid place-items-center">
      <div className="flex max-w-sm flex-col items-center gap-2.5 rounded-3xl bg-popover/90 px-6 py-5 squat:gap-1 squat:rounded-2xl squat:px-4 squat:py-2 flat:bg-transparent flat:p-0 flat:shadow-none text-center shadow-float">
        <p className="font-semibold flat:sr-only">{m.blurred}</p>
        <p role="status" className="text-sm text-muted-foreground squat:sr-only">
          {revealed ? m.blurredTheirs : m.blurredMine}
        </p>
        {!revealed && (
          <Button className="mt-1 flat:mt-0" onClick={onReveal}>
            <Eye aria-hidden="true" /> {m.reveal}
          </Button>
        )}
      </div>
    </div>
  );
}

interface NudityNoteProps {
  readonly why: "unseen" | "bare" | "unknown";
  readonly onShowAnyway: () => void;
}

/** Over a partner whom the nudity check hides. */
export function NudityNote({ why, onShowAnyway }: NudityNoteProps) {
  const m = useMessages().safety;
  const { title, body } = m.nudityCheck[why];
  return (
    <div className="stage-words grid place-items-center" data-testid="nudity-note">
      <div className="flex max-w-sm flex-col items-center gap-2.5 rounded-3xl bg-popover/90 px-6 py-5 squat:gap-1 squat:rounded-2xl squat:px-4 squat:py-2 flat:bg-transparent flat:p-0 flat:shadow-none text-center shadow-float">
        <ScanEye className="size-7 text-accent squat:hidden" strokeWidth={1.6} aria-hidden="true" />
        <div role="status" className="flex flex-col gap-1">
          <p className="font-semibold flat:sr-only">{title}</p>
          <p className="text-sm text-muted-foreground squat:sr-only">{body}</p>
        </div>
        <Button variant="secondary" className="mt-1 flat:mt-0" onClick={onShowAnyway}>
          <Eye aria-hidden="true" /> {m.showAnyway}
        </Button>
      </div>
    </div>
  );
}

/** In place of a partner whom the visitor has hidden. */
export function HiddenNote() {
  const m = useMessages().safety;
  return (
    <div className="absolute inset-0 bg-stage" data-testid="hidden">
      <div className="stage-words grid place-items-center text-center">
        <p className="flex flex-col items-center gap-3 text-muted-foreground">
          <EyeOff className="size-9 squat:hidden" strokeWidth={1.5} aria-hidden="true" />
          {m.hidden}
        </p>
      </div>
    </div>
  );
}
