import { Lock, MessageSquareText, SkipForward, Video } from "lucide-react";
import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/utils";

export interface HowItWorksProps {
  readonly mode: "video" | "text";
  readonly className?: string;
}

/** What will happen after Start, in three lines. */
export function HowItWorks({ mode, className }: HowItWorksProps) {
  const m = useMessages().entrance;
  const lines = [
    {
      icon: mode === "video" ? <Video /> : <MessageSquareText />,
      title: m.one.title,
      body: m.one[mode],
    },
    { icon: <SkipForward className="rtl:-scale-x-100" />, ...m.skip },
    { icon: <Lock />, ...m.gone },
  ];
  return (
    <ul
      aria-label={m.how}
      className={cn("flex flex-col gap-2.5 low:gap-1.5 low:text-sm", className)}
    >
      {lines.map(({ icon, title, body }) => (
        <li key={title} className="flex gap-3">
          <span
            aria-hidden="true"
            className="grid h-6 w-5 shrink-0 low:h-5 place-items-center text-accent [&_svg]:size-[1.125rem] [&_svg]:stroke-[1.9]"
          >
            {icon}
          </span>
          <p className="leading-6 text-muted-foreground low:leading-5">
            <strong className="font-semibold text-foreground">{title}.</strong> {body}
          </p>
        </li>
      ))}
    </ul>
  );
}
