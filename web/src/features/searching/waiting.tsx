import { Bell, BellRing, MessageSquareText, Plus } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useMessages } from "@/i18n/i18n";
import { Button } from "@/ui/button";
import { Popover } from "@/ui/popover";

/** The time since `since`, as a stopwatch shows it. */
export function Stopwatch({ since }: { readonly since: number }) {
  const m = useMessages().time;
  const now = useEverySecond();
  return (
    <span role="timer" className="tabular-nums">
      {m.stopwatch(Math.max(0, now - since))}
    </span>
  );
}

function useEverySecond(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

const TIP_MS = 9_000;

/** One tip after another, from a different one in each search. */
export function Tips({ since }: { readonly since: number }) {
  const { tips } = useMessages().searching;
  const [shown, setShown] = useState(since % tips.length);
  useEffect(() => {
    const timer = setInterval(() => setShown((one) => one + 1), TIP_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <p key={shown} className="animate-in fade-in-0 duration-500">
      {tips[shown % tips.length]}
    </p>
  );
}

export interface WaitingActionsProps {
  /** Changes the interests of this search. */
  readonly interestsField: ReactNode;
  /** Null if the visitor already chats by text. */
  readonly onText: (() => void) | null;
  /** Null if this browser cannot notify the visitor. */
  readonly notice: { readonly on: boolean; readonly onChange: (on: boolean) => void } | null;
}

/** What a visitor can do about a long search. */
export function WaitingActions(props: WaitingActionsProps) {
  const { onText, notice } = props;
  const m = useMessages().searching;
  return (
    <div className="mt-1 flex flex-wrap justify-center gap-2 low:*:px-3 dense:*:px-3 squat:hidden">
      <AddInterest>{props.interestsField}</AddInterest>
      {onText && (
        <Action icon={<MessageSquareText />} onPress={onText}>
          {m.byText}
        </Action>
      )}
      {notice && (
        <Action
          icon={notice.on ? <BellRing /> : <Bell />}
          pressed={notice.on}
          onPress={() => notice.onChange(!notice.on)}
        >
          {notice.on ? m.willTell : m.tellMe}
        </Action>
      )}
    </div>
  );
}

function AddInterest({ children }: { readonly children: ReactNode }) {
  const m = useMessages().searching;
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        ref={button}
        variant="glass"
        size="sm"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Plus aria-hidden="true" /> {m.addInterest}
      </Button>
      {open && (
        <Popover
          role="dialog"
          label={m.addInterest}
          anchor={button}
          side="top"
          align="start"
          onClose={() => setOpen(false)}
          className="w-80 max-w-[calc(100vw-1.5rem)] rounded-2xl p-4 scheme-dark"
        >
          {children}
        </Popover>
      )}
    </>
  );
}

interface ActionProps {
  readonly icon: ReactNode;
  readonly pressed?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

function Action({ icon, pressed, onPress, children }: ActionProps) {
  return (
    <Button variant="glass" size="sm" aria-pressed={pressed} onClick={onPress}>
      {icon} {children}
    </Button>
  );
}
