import { ChevronDown } from "lucide-react";
import { useId, useState } from "react";
import type { Messages } from "@/i18n/en";
import { useMessages } from "@/i18n/i18n";
import { repeatable } from "@/lib/load-code";
import { cn } from "@/lib/utils";
import { lazily } from "@/ui/lazily";
import type { WishFieldsProps } from "./wish-fields";

export const WishFields = lazily(
  repeatable(
    () => import("./wish-fields"),
    (m) => m.WishFields,
  ),
);

/** "Who would you like to meet?": closed it names what is chosen, open it has the fields. */
export function Wishes(props: Omit<WishFieldsProps, "onClose">) {
  const messages = useMessages();
  const [open, setOpen] = useState(false);
  const panel = useId();
  const summary = useId();
  return (
    <div className="relative rounded-2xl border bg-card/60">
      <h2>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={open ? panel : undefined}
          aria-describedby={open ? undefined : summary}
          // Closed, all of the box opens it.
          className={cn(
            "flex min-h-11 w-full items-center justify-between gap-3 rounded-2xl px-4 py-2 text-start text-[0.9375rem] leading-6 font-medium low:text-sm",
            !open && "after:absolute after:inset-0",
          )}
          onClick={() => setOpen(!open)}
        >
          {messages.entrance.who}
          <ChevronDown
            aria-hidden="true"
            className={cn(
              "size-4.5 shrink-0 text-muted-foreground transition-transform",
              open && "rotate-180",
            )}
          />
        </button>
      </h2>
      {open ? (
        <div id={panel} className="flex flex-col gap-5 px-4 pt-1 pb-4">
          <WishFields {...props} onClose={() => setOpen(false)} />
        </div>
      ) : (
        <p id={summary} className="flex flex-wrap gap-1.5 px-4 pb-3 text-sm text-muted-foreground">
          {chosen(props, messages).map((wish) => (
            <bdi key={wish} className="max-w-full truncate rounded-full bg-secondary px-2.5 py-0.5">
              {wish}
            </bdi>
          ))}
        </p>
      )}
    </div>
  );
}

/** The wishes in words; a chip for each. */
function chosen(
  { choice, lane, lanes, mayHideAddress }: Omit<WishFieldsProps, "onClose">,
  { welcome, entrance, safety }: Messages,
): readonly string[] {
  const { interests, languages = [], relayOnly, blurFirst } = choice;
  const named: Readonly<Record<string, string>> = welcome.lanes;
  const all = [
    ...(lane !== null && lanes.length > 1 ? [named[lane] ?? lane] : []),
    ...interests,
    ...languages.map(welcome.languageName),
    ...(blurFirst ? [safety.blurFirst] : []),
    ...(relayOnly && mayHideAddress ? [entrance.addressHidden] : []),
  ];
  return all.length > 0 ? [...new Set(all)] : [entrance.anyone];
}
