import { lazily } from "@/ui/lazily";

// What a conversation needs now and then: not part of the first load, and fetched while nothing else is going on.

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

/** A visitor who needs to report does not wait, and needs no network that can load something. */
export function preloadDialogs(): void {
  void ReportDialog.preload().catch(() => {});
}
