import { MessageSquareText, Mic, MicOff, SkipForward, Square, Video, VideoOff } from "lucide-react";
import type { ReactNode } from "react";
import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/utils";
import { Button } from "@/ui/button";
import { IconButton } from "@/ui/icon-button";
import { useSecondsUntil } from "@/ui/use-seconds";

type Device = "microphone" | "camera";
type Problem = "denied" | "busy" | "failed";

export interface ControlBarProps {
  /** Null in a text conversation. */
  readonly devices: {
    readonly microphone: boolean;
    readonly camera: boolean;
    readonly hasMicrophone: boolean;
    readonly hasCamera: boolean;
    /** Why a device failed to open. A press asks for it again. */
    readonly problems: Readonly<Partial<Record<Device, Problem>>>;
  } | null;
  /** The button that asks for video in a text conversation. */
  readonly videoWish: ReactNode;
  /** Null in a text conversation, where the chat is always visible. */
  readonly chat: {
    readonly open: boolean;
    readonly unread: number;
    /** Without anybody to write to it stays in place, as Skip does. */
    readonly enabled: boolean;
  } | null;
  /**
   * Without a partner Skip is disabled but stays in place, so that nothing moves and no focus is
   * lost.
   */
  readonly canSkip: boolean;
  /**
   * Set after the partner left. `at`: when the next search starts automatically; null if it does
   * not.
   */
  readonly next: { readonly at: number | null } | null;
  readonly onMicrophone: (on: boolean) => void;
  readonly onCamera: (on: boolean) => void;
  readonly onAskAgain: (device: Device) => void;
  readonly onChat: () => void;
  readonly onSkip: () => void;
  readonly onStop: () => void;
  readonly className?: string;
}

export function ControlBar(props: ControlBarProps) {
  const { controls: m, left, devices: words } = useMessages();
  const { devices, chat, canSkip, next } = props;
  const nextAt = next?.at ?? null;
  const again = (device: Device) => {
    const problem = devices?.problems[device];
    return problem && words.again(words.notices[`${device}-${problem}`]);
  };
  return (
    <div
      role="toolbar"
      aria-label={m.label}
      className={cn(
        "flex items-center justify-center gap-2.5 narrow:gap-1.5 narrow:@max-[19rem]/stage:gap-0.5 worded:gap-2",
        props.className,
      )}
    >
      {/* Far from Skip, because visitors press Skip without looking. */}
      <IconButton
        label={m.stop}
        hint={m.stopHint}
        word={m.stop}
        variant={devices ? "end" : "destructive"}
        className="me-1 narrow:me-0 worded:me-3"
        onClick={props.onStop}
      >
        <Square className="size-[0.85em] fill-current" />
      </IconButton>
      {devices && (
        <>
          <Toggle
            on={devices.microphone}
            available={devices.hasMicrophone}
            problem={again("microphone")}
            labels={[m.mute, m.unmute, m.noMicrophone]}
            word={m.microphone}
            icons={[<Mic key="on" />, <MicOff key="off" />]}
            onChange={props.onMicrophone}
            onAskAgain={() => props.onAskAgain("microphone")}
          />
          <Toggle
            on={devices.camera}
            available={devices.hasCamera}
            problem={again("camera")}
            labels={[m.cameraOff, m.cameraOn, m.noCamera]}
            word={m.camera}
            icons={[<Video key="on" />, <VideoOff key="off" />]}
            onChange={props.onCamera}
            onAskAgain={() => props.onAskAgain("camera")}
          />
        </>
      )}
      {props.videoWish}
      {chat && (
        <span className="relative">
          <IconButton
            label={chat.unread > 0 ? m.openChatUnread(chat.unread) : m.openChat}
            word={m.chat}
            aria-expanded={chat.open}
            variant="glass"
            aria-disabled={!chat.enabled}
            onClick={() => chat.enabled && props.onChat()}
          >
            <MessageSquareText />
          </IconButton>
          {chat.unread > 0 && (
            <span
              aria-hidden="true"
              className="pointer-events-none absolute -top-1 -end-1 grid min-w-5 place-items-center rounded-full bg-primary px-1 text-xs leading-5 font-bold text-primary-foreground"
            >
              {chat.unread > 9 ? m.unreadMany(9) : m.unread(chat.unread)}
            </span>
          )}
        </span>
      )}
      <Button
        className="relative min-w-28 overflow-hidden pe-4 narrow:min-w-24 narrow:px-3 narrow:@max-[19rem]/stage:min-w-20 aria-disabled:bg-secondary aria-disabled:text-muted-foreground"
        aria-disabled={!canSkip}
        onClick={() => canSkip && props.onSkip()}
      >
        {nextAt !== null && (
          <span
            // A new countdown restarts the animation.
            key={nextAt}
            aria-hidden="true"
            className="absolute inset-0 origin-right animate-drain rtl:origin-left bg-primary-drain"
          />
        )}
        {/* As wide as the longer label, so that nothing moves. */}
        <span className="relative grid *:[grid-area:1/1]">
          <span aria-hidden={next !== null} className={cn(next && "invisible")}>
            {m.skip}
          </span>
          <span aria-hidden={next === null} className={cn(!next && "invisible")}>
            {left.next}
          </span>
        </span>
        {nextAt === null ? (
          <SkipForward aria-hidden="true" className="fill-current narrow:hidden rtl:-scale-x-100" />
        ) : (
          <Seconds until={nextAt} />
        )}
      </Button>
    </div>
  );
}

/** Takes the icon's place, so that nothing moves. */
function Seconds({ until }: { readonly until: number }) {
  const m = useMessages().left;
  return (
    <span aria-hidden="true" className="relative w-[1.15em] text-center tabular-nums narrow:hidden">
      {m.seconds(useSecondsUntil(until))}
    </span>
  );
}

interface ToggleProps {
  readonly on: boolean;
  readonly available: boolean;
  /** Why an existing device does not work. */
  readonly problem: string | undefined;
  /** The button's labels: device on, device off, no such device. */
  readonly labels: readonly [on: string, off: string, none: string];
  readonly word: string;
  readonly icons: readonly [on: ReactNode, off: ReactNode];
  readonly onChange: (on: boolean) => void;
  readonly onAskAgain: () => void;
}

function Toggle(props: ToggleProps) {
  const { on, available, problem } = props;
  const [whenOn, whenOff, none] = props.labels;
  return (
    <IconButton
      label={available ? (on ? whenOn : whenOff) : (problem ?? none)}
      word={props.word}
      variant={available ? (on ? "glass" : "off") : problem ? "off" : "glass"}
      disabled={!available && !problem}
      onClick={() => (available ? props.onChange(!on) : props.onAskAgain())}
    >
      {props.icons[on && available ? 0 : 1]}
    </IconButton>
  );
}
