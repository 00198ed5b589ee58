import type { VisitorProblem } from "@nexuschat/client/protocol";
import { useEffect } from "react";
import { useMessages } from "@/i18n/i18n";
import { trace } from "@/lib/trace";
import { referenceOf } from "@/transport/problems";
import { CopyButton } from "@/ui/copy-button";
import { useKeyedState } from "@/ui/use-keyed-state";

export interface ReferenceProps {
  readonly problem: VisitorProblem;
  /** Leaves the line out if the server gives no reference. */
  readonly quiet?: boolean;
}

/** A number for the visitor to quote, by which the operator finds this problem in the log. */
export function Reference({ problem, quiet = false }: ReferenceProps) {
  const { reference: m, diagnostics } = useMessages();
  const reference = useReference(problem);
  if (reference === null) return quiet ? null : <p className="text-sm">{m.none}</p>;
  return (
    // The place is taken before the answer comes.
    <p className="flex min-h-9 flex-wrap items-center gap-x-2 text-sm">
      {reference && (
        <>
          <span>
            {m.label}{" "}
            <bdi translate="no" className="font-medium text-foreground">
              {reference}
            </bdi>
          </span>
          <CopyButton
            text={() => reference}
            label={m.copy}
            copiedLabel={diagnostics.copied}
            variant="ghost"
            size="sm"
          />
        </>
      )}
    </p>
  );
}

/** Undefined until the server has answered; null if it gives none. Asks again once online. */
function useReference(problem: VisitorProblem): string | null | undefined {
  const [reference, setReference] = useKeyedState<string | null | undefined>(problem, undefined);
  useEffect(() => {
    const ended = new AbortController();
    askUntilKnown(problem, ended.signal, setReference);
    return () => ended.abort();
  }, [problem, setReference]);
  return reference;
}

/** Asks now, and whenever the browser is online again until the server has given a reference. */
function askUntilKnown(
  problem: VisitorProblem,
  signal: AbortSignal,
  show: (reference: string | null) => void,
): void {
  let known: string | null = null;
  const ask = async () => {
    if (known) return;
    const answer = await referenceOf(problem);
    if (signal.aborted || known) return;
    known = answer;
    trace.add("problem", problem, answer ? `reference ${answer}` : "no reference");
    show(answer);
  };
  void ask();
  window.addEventListener("online", () => void ask(), { signal });
}
