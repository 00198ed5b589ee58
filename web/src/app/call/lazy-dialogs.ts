import { repeatable } from "@/lib/load-code";
import { lazily } from "@/ui/lazily";

// Dialogs that few conversations need. They are not part of the first load, but fetched while the
// page is idle.

export const ReportDialog = lazily(
  repeatable(
    () => import("@/features/talk/report-dialog"),
    (m) => m.ReportDialog,
  ),
);
export const MorePanel = lazily(
  repeatable(
    () => import("@/features/talk/more-panel"),
    (m) => m.MorePanel,
  ),
);
export const ShortcutsDialog = lazily(
  repeatable(
    () => import("@/features/talk/shortcuts-dialog"),
    (m) => m.ShortcutsDialog,
  ),
);
export const CheckDialog = lazily(
  repeatable(
    () => import("@/features/talk/check-dialog"),
    (m) => m.CheckDialog,
  ),
);

/** Loads the dialogs early: to report must not wait, nor depend on the network at that moment. */
export function preloadDialogs(): void {
  void ReportDialog.preload().catch(() => {});
}
