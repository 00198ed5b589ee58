import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/utils";
import { Button } from "@/ui/button";

export interface VideoWishNoteProps {
  /**
   * `asking`: the browser asks the visitor for the camera. `waiting`: for the partner's answer.
   * `asked`: by the partner.
   */
  readonly state: "asking" | "waiting" | "asked" | null;
  readonly onAccept: () => void;
  readonly onDecline: () => void;
  readonly onTakeBack: () => void;
}

/** A quiet line about a wish for video. The live region always exists, as screen readers need. */
export function VideoWishNote({ state, onAccept, onDecline, onTakeBack }: VideoWishNoteProps) {
  const m = useMessages().videoWish;
  return (
    <div
      className={cn(
        "flex flex-wrap items-center gap-x-2",
        // In the lowest windows the messages need its place; the button in the bar answers as well.
        state && "border-b bg-secondary/60 py-1 ps-4 pe-2 text-sm squat:border-0 squat:p-0",
      )}
    >
      <p
        role="status"
        className={cn(
          state && "min-w-48 flex-1 py-1.5 leading-snug font-medium text-pretty squat:sr-only",
        )}
      >
        {state && m.states[state]}
      </p>
      {state && (
        <span className="ms-auto flex items-center gap-1 squat:hidden">
          {state === "asked" ? (
            <>
              <Button variant="ghost" size="sm" onClick={onDecline}>
                {m.decline}
              </Button>
              <Button variant="secondary" size="sm" onClick={onAccept}>
                {m.accept}
              </Button>
            </>
          ) : (
            <Button variant="ghost" size="sm" onClick={onTakeBack}>
              {m.takeBack}
            </Button>
          )}
        </span>
      )}
    </div>
  );
}
