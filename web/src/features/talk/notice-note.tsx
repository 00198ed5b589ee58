import { ShieldCheck, TriangleAlert } from "lucide-react";
import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/utils";

type Device = "camera" | "microphone";
type News = "replaced" | "lost" | "denied" | "no-device" | "busy" | "failed";
export type Notice =
  | "reported"
  | "blocked"
  | "not-reported"
  | "evidence-lost"
  | "too-late"
  | `${Device}-${News}`;

export interface NoticeNoteProps {
  readonly notice: Notice | null;
  readonly className?: string;
}

/**
 * The result of a report or block, or a device change. The live region always exists, so that
 * screen readers announce it.
 */
export function NoticeNote({ notice, className }: NoticeNoteProps) {
  const { safety, devices } = useMessages();
  const m: Readonly<Record<Notice, string>> = { ...safety.notices, ...devices.notices };
  const done = notice === "reported" || notice === "blocked";
  const Icon = done ? ShieldCheck : TriangleAlert;
  return (
    <div role="status" className={className}>
      {notice && (
        <p className="flex items-center gap-2 rounded-2xl border bg-popover px-3 py-2 text-sm font-medium shadow-float animate-in fade-in-0 slide-in-from-top-3">
          <Icon
            aria-hidden="true"
            className={cn("size-5 shrink-0", done ? "text-success" : "text-destructive")}
          />
          {m[notice]}
        </p>
      )}
    </div>
  );
}
