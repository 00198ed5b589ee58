import { ShieldCheck, TriangleAlert } from "lucide-react";
import { useMessages } from "@/i18n/i18n";

type Device = "camera" | "microphone";
type News = "replaced" | "lost" | "denied" | "no-device" | "busy" | "failed";
export type Notice = "reported" | "blocked" | "not-reported" | "too-late" | `${Device}-${News}`;

/** What became of a report, a block or a device. The region is always there, so that its words are read out. */
export function NoticeNote({ notice }: { readonly notice: Notice | null }) {
  const { safety, devices } = useMessages();
  const m: Readonly<Record<Notice, string>> = { ...safety.notices, ...devices.notices };
  const done = notice === "reported" || notice === "blocked";
  const Icon = done ? ShieldCheck : TriangleAlert;
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-4 top-20 z-40 grid place-items-center lg:top-8"
    >
      {notice && (
        <p className="flex items-center gap-2.5 rounded-full border bg-popover px-4.5 py-2.5 text-[0.9375rem] font-medium shadow-float animate-in fade-in-0 slide-in-from-top-3">
          <Icon
            aria-hidden="true"
            className={done ? "size-5 text-success" : "size-5 text-destructive"}
          />
          {m[notice]}
        </p>
      )}
    </div>
  );
}
