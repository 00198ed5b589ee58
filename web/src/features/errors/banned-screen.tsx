import { Ban } from "lucide-react";
import type { ReactNode } from "react";
import { useMessages } from "@/i18n/i18n";
import { Button } from "@/ui/button";
import { CopyDiagnostics } from "@/ui/copy-diagnostics";
import { Screen, ScreenIcon } from "@/ui/screen";
import { useSecondsUntil } from "@/ui/use-seconds";

export interface BannedScreenProps {
  /** In the operator's own words. */
  readonly reason: string | undefined;
  /** Undefined if no end is set. */
  readonly untilMs: number | undefined;
  /** How to object. */
  readonly appeal: ReactNode;
  readonly onRetry: () => void;
  readonly onHome: () => void;
}

/** Shows the reason and the end of a ban. A retry is offered only after the ban's end. */
export function BannedScreen({ reason, untilMs, appeal, onRetry, onHome }: BannedScreenProps) {
  const m = useMessages().banned;
  const isOver = useSecondsUntil(untilMs ?? null) === 0 && untilMs !== undefined;
  return (
    <Screen
      title={isOver ? m.titleOver : m.title}
      art={<ScreenIcon of={Ban} />}
      actions={
        <>
          {isOver && <Button onClick={onRetry}>{m.again}</Button>}
          <Button variant="outline" onClick={onHome}>
            {m.back}
          </Button>
          <CopyDiagnostics />
        </>
      }
    >
      <p>{m.body}</p>
      {reason && (
        <div>
          <p>{m.reason}</p>
          <blockquote
            dir="auto"
            className="mt-1.5 border-s-2 border-accent ps-3.5 whitespace-pre-line text-foreground [overflow-wrap:anywhere]"
          >
            {reason}
          </blockquote>
        </div>
      )}
      <p role="status">{untilMs === undefined ? m.noEnd : isOver ? m.over : m.until(untilMs)}</p>
      {!isOver && appeal}
    </Screen>
  );
}
