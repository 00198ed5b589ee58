import { lazily } from "@/ui/lazily";

// Dialogs that few conversations need. They are not part of the first load, but fetched while the
// page is idle.

export const ReportDialog = lazily(() =>
  import("@/features/talk/report-dialog").then((m) => m.ReportDialog),
);
export const MorePanel = lazily(() =>
  import("@/features/talk/more-panel").then((m) => m.MorePanel),
);
export const ShortcutsDialog = lazily(() =>
  import("@/features/talk/shortcuts-dialog").then((m) => m.ShortcutsDialog),
);
export const CheckDialog = lazily(() =>
  import("@/features/talk/check-dialog").then((m) => m.CheckDialog),
);

/** Loads the dialogs early: to report must not wait, nor depend on the network at that moment. */
export function preloadDialogs(): void {
  void ReportDialog.preload().catch(() => {});
}
