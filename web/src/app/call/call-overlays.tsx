import { useEffect, useState } from "react";
import type { Complaint, LastMet, Met } from "@/features/session/model";
import { LeaveBar } from "@/features/talk/leave-bar";
import { useCall } from "./call-context";
import { CallMore } from "./call-more";
import { CheckDialog, preloadDialogs, ReportDialog, ShortcutsDialog } from "./lazy-dialogs";
import { useReportEvidence } from "./use-report-evidence";

/** The layers over the call: the question of leaving, dialogs and panels. */
export function CallOverlays() {
  const { video, leaving, keep, skip, stop, conversation, dialog, setDialog } = useCall();
  const close = () => setDialog(null);
  useEffect(preloadDialogs, []);
  return (
    <>
      {leaving && (
        <LeaveBar
          onLeave={stop}
          onSkip={skip}
          onKeep={keep}
          // In the dark colours of the stage.
          className={video ? "scheme-dark" : ""}
        />
      )}
      {dialog?.what === "report" && <CallReport accused={dialog.accused} onClose={close} />}
      <CallMore />
      {dialog?.what === "shortcuts" && <ShortcutsDialog video={video} onClose={close} />}
      {dialog?.what === "check" && dialog.of === conversation && (
        <CheckDialog ends={dialog.ends} onClose={close} />
      )}
    </>
  );
}

interface CallReportProps {
  readonly accused: LastMet;
  readonly onClose: () => void;
}

/** Reports and blocks the partner of the current or latest conversation. */
function CallReport({ accused, onClose }: CallReportProps) {
  const { phase, runner, info } = useCall();
  const { dispatch } = runner;
  // As it was when the dialog opened: the words do not change under the visitor.
  const [last] = useState(!("room" in phase && phase.room.id === accused.room));
  const evidence = useReportEvidence(accused);
  const counting = phase.at === "partner-left" && phase.nextAt !== null;
  useEffect(() => {
    // The partner has left: the countdown must not interrupt the report.
    if (counting) dispatch({ type: "stay" });
  }, [counting, dispatch]);
  const complain = (complaint: Omit<Complaint, keyof Met>) => {
    const { room, encounter } = accused;
    dispatch({ type: "complain", complaint: { room, encounter, ...complaint } });
    onClose();
  };
  return (
    <ReportDialog
      last={last}
      evidence={evidence}
      hotlineUrl={info?.site.hotlineUrl}
      onReport={({ reason, note, pictures, chat }) => {
        const along = evidence?.chosen(pictures, chat);
        complain({
          report: { reason, ...(note ? { note } : {}) },
          ...(along ? { evidence: along } : {}),
        });
      }}
      onBlock={accused.blocked ? null : () => complain({ report: null })}
      onClose={onClose}
    />
  );
}
