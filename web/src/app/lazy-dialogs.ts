import { lazily } from "@/ui/lazily";

// What a conversation needs now and then: not part of the first load, and fetched while nothing else is going on.

const loadReport = () => import("@/features/talk/report-dialog").then((m) => m.ReportDialog);

export const ReportDialog = lazily(loadReport);
export const MorePanel = lazily(() =>
  import("@/features/talk/more-panel").then((m) => m.MorePanel),
);
export const ShortcutsDialog = lazily(() =>
  import("@/features/talk/shortcuts-dialog").then((m) => m.ShortcutsDialog),
);
export const CheckDialog = lazily(() =>
  import("@/features/talk/check-dialog").then((m) => m.CheckDialog),
);

/** Whoever needs to report shall not have to wait, nor need a network that is good enough to load something. */
export function preloadDialogs(): void {
  void loadReport().catch(() => {});
}
