import { useMessages } from "@/i18n/i18n";
import { REACTIONS } from "@/lib/reactions";
import { Button } from "@/ui/button";

export interface EmptyChatProps {
  readonly text: string;
  readonly waved: boolean;
  readonly partnerWaved: boolean;
  /** Null without a partner to wave at. */
  readonly onWave: (() => void) | null;
}

/** In place of the first message: a way to say hello without words. */
export function EmptyChat({ text, waved, partnerWaved, onWave }: EmptyChatProps) {
  const m = useMessages().reactions;
  return (
    <>
      <p>{partnerWaved && onWave ? m.partnerWaved : text}</p>
      {onWave && (
        <Button
          variant="secondary"
          className="mt-3"
          // Disabled but in place, so that the focus is not lost.
          aria-disabled={waved}
          onClick={() => !waved && onWave()}
        >
          <span aria-hidden="true">{REACTIONS.wave}</span>
          {waved ? m.waved : partnerWaved ? m.waveBack : m.wave}
        </Button>
      )}
    </>
  );
}
