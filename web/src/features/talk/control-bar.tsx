import { MessageSquareText, Mic, MicOff, SkipForward, Square, Video, VideoOff } from "lucide-react";
import { cn } from "@/lib/cn";
import { Button } from "@/ui/button";
import { IconButton } from "@/ui/icon-button";

export interface ControlBarProps {
  /** Null in a text conversation. */
  readonly devices: {
    readonly microphone: boolean;
    readonly camera: boolean;
    readonly hasMicrophone: boolean;
    readonly hasCamera: boolean;
  } | null;
  /** Null when there is no chat to open, or it is always in sight. */
  readonly chat: { readonly open: boolean; readonly unread: number } | null;
  /** Skip stays in its place while there is nobody to skip, so that nothing moves and no focus is lost. */
  readonly canSkip: boolean;
  readonly onMicrophone: (on: boolean) => void;
  readonly onCamera: (on: boolean) => void;
  readonly onChat: () => void;
  readonly onSkip: () => void;
  readonly onStop: () => void;
  readonly className?: string;
}

export function ControlBar(props: ControlBarProps) {
  const { devices, chat, canSkip } = props;
  return (
    <div
      role="toolbar"
      aria-label="Call controls"
      className={cn("flex items-center justify-center gap-2.5 sm:gap-3", props.className)}
    >
      {devices && (
        <>
          <IconButton
            label={devices.microphone ? "Mute microphone" : "Unmute microphone"}
            variant={devices.microphone && devices.hasMicrophone ? "glass" : "off"}
            disabled={!devices.hasMicrophone}
            onClick={() => props.onMicrophone(!devices.microphone)}
          >
            {devices.microphone && devices.hasMicrophone ? <Mic /> : <MicOff />}
          </IconButton>
          <IconButton
            label={devices.camera ? "Turn camera off" : "Turn camera on"}
            variant={devices.camera && devices.hasCamera ? "glass" : "off"}
            disabled={!devices.hasCamera}
            onClick={() => props.onCamera(!devices.camera)}
          >
            {devices.camera && devices.hasCamera ? <Video /> : <VideoOff />}
          </IconButton>
        </>
      )}
      {chat && (
        <span className="relative lg:hidden">
          <IconButton
            label={chat.unread > 0 ? `Open chat, ${chat.unread} unread` : "Open chat"}
            aria-expanded={chat.open}
            variant="glass"
            onClick={props.onChat}
          >
            <MessageSquareText />
          </IconButton>
          {chat.unread > 0 && (
            <span
              aria-hidden="true"
              className="pointer-events-none absolute -top-1 -right-1 grid min-w-5 place-items-center rounded-full bg-primary px-1 text-xs leading-5 font-bold text-primary-foreground"
            >
              {chat.unread > 9 ? "9+" : chat.unread}
            </span>
          )}
        </span>
      )}
      <IconButton
        label="Stop"
        hint="Stop (Esc)"
        variant={devices ? "glass" : "secondary"}
        onClick={props.onStop}
      >
        <Square className="size-[0.85em] fill-current" />
      </IconButton>
      <Button
        className="min-w-28 pr-4"
        aria-disabled={!canSkip}
        onClick={() => canSkip && props.onSkip()}
      >
        Skip
        <SkipForward aria-hidden="true" className="fill-current" />
      </Button>
    </div>
  );
}
