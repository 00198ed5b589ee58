import { Heart, type LucideIcon, ShieldCheck, TriangleAlert, VideoOff } from "lucide-react";
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
  | "liked"
  | "both-like"
  | "met-before"
  | "video-failed"
  | "video-over"
  | `${Device}-${News}`;

type Look = readonly [LucideIcon, string];
const DONE: Look = [ShieldCheck, "text-success"];
const LIKED: Look = [Heart, "fill-current text-partner-strong"];
const NO_VIDEO: Look = [VideoOff, "text-muted-foreground"];
const TROUBLE: Look = [TriangleAlert, "text-destructive"];
const LOOKS: Partial<Record<Notice, Look>> = {
  reported: DONE,
  blocked: DONE,
  liked: LIKED,
  "both-like": LIKED,
  "met-before": LIKED,
  "video-failed": NO_VIDEO,
  "video-over": NO_VIDEO,
};

export interface NoticeNoteProps {
  readonly notice: Notice | null;
  readonly className?: string;
}

/**
 * The result of a report, block or like, the end of a call by two who write, or a device change. The live region always exists, so that
 * screen readers announce it.
 */
export function NoticeNote({ notice, className }: NoticeNoteProps) {
  const { safety, devices, again, videoWish } = useMessages();
  const m: Readonly<Record<Notice, string>> = {
    ...safety.notices,
    ...devices.notices,
    ...again.notices,
    ...videoWish.notices,
  };
  const [Icon, color] = (notice && LOOKS[notice]) ?? TROUBLE;
  return (
    <div role="status" className={className}>
      {notice && (
        <p className="flex items-center gap-2 rounded-2xl border bg-popover px-3 py-2 text-sm font-medium shadow-float animate-in fade-in-0 slide-in-from-top-3">
          <Icon aria-hidden="true" className={cn("size-5 shrink-0", color)} />
          {m[notice]}
        </p>
      )}
    </div>
  );
}
