import { type ReactNode, useEffect, useState } from "react";
import type { SessionView, Snapshot } from "@/features/session/effects";
import type { Complaint, Met } from "@/features/session/model";
import { preloadDialogs, ReportDialog } from "./lazy-dialogs";

export interface ComplaintControl {
  /** Null before anybody was met. */
  readonly open: (() => void) | null;
  readonly dialog: ReactNode;
}

/** Reporting and blocking the partner of the present or the latest conversation. */
export function useComplaint(
  { session }: Snapshot,
  dispatch: SessionView["dispatch"],
): ComplaintControl {
  const { phase, lastMet } = session;
  /** Whom the open dialog is about. */
  const [accused, setAccused] = useState<Met | null>(null);
  useEffect(preloadDialogs, []);
  const counting = phase.at === "partner-left" && phase.nextAt !== null;
  useEffect(() => {
    // The partner left, or was gone before: whoever is about to complain is not carried off to the next one.
    if (accused && counting) dispatch({ type: "stay" });
  }, [accused, counting, dispatch]);
  const complain = (report: Complaint["report"]) => {
    if (accused) dispatch({ type: "complain", complaint: { ...accused, report } });
    setAccused(null);
  };
  return {
    open: lastMet && (() => setAccused(lastMet)),
    dialog: accused && (
      <ReportDialog
        onReport={(reason, note) => complain({ reason, ...(note ? { note } : {}) })}
        onBlock={() => complain(null)}
        onClose={() => setAccused(null)}
      />
    ),
  };
}
