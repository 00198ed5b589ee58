import {
  ArrowLeftRight,
  Copy,
  Download,
  Expand,
  EyeOff,
  Keyboard,
  Maximize,
  MonitorUp,
  MonitorX,
  PictureInPicture2,
  ShieldCheck,
  Shrink,
  SwitchCamera,
  UserRound,
  UserRoundX,
} from "lucide-react";
import { type ReactNode, type RefObject, useId, useState } from "react";
import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/utils";
import { Button } from "@/ui/button";
import { Popover } from "@/ui/popover";
import { Slider } from "@/ui/slider";
import { Switch } from "@/ui/switch";
import type { Fit } from "./picture-fit";

export interface MorePanelProps {
  /** The button that opened the panel; it gets the focus back. */
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
  /** Null in a text conversation. */
  readonly video: {
    readonly volume: number;
    readonly onVolume: (volume: number) => void;
    readonly sharing: boolean;
    /** Null if the browser does not support it, or at this moment. */
    readonly onShareScreen: (() => void) | null;
    readonly fit: Fit;
    readonly onFit: (() => void) | null;
    readonly onPictureInPicture: (() => void) | null;
    readonly onFullscreen: (() => void) | null;
    /** Exchanges the places of the two pictures; null if that is impossible at this moment. */
    readonly onSwap: (() => void) | null;
    /** Whether the visitor sees the own picture. */
    readonly selfShown: boolean;
    readonly onSelf: (shown: boolean) => void;
    readonly onTurnCamera: (() => void) | null;
    /** The device pickers, if there are devices to choose from. */
    readonly devices: ReactNode;
    readonly onBlurAgain: (() => void) | null;
    readonly onCheck: () => void;
  } | null;
  readonly sounds: boolean;
  readonly onSounds: (on: boolean) => void;
  readonly icebreakers: boolean;
  readonly onIcebreakers: (on: boolean) => void;
  /** Returns the conversation as text; null without a conversation. */
  readonly transcript: (() => string) | null;
  readonly onShortcuts: () => void;
}

/** Actions that a conversation needs now and then. */
export function MorePanel(props: MorePanelProps) {
  const { anchor, onClose, video, transcript } = props;
  const m = useMessages();
  const [copied, setCopied] = useState(false);
  const volumeId = useId();
  const fits = video?.fit === "fit";
  const closing = (act: (() => void) | null) =>
    act &&
    (() => {
      onClose();
      act();
    });
  return (
    <Popover
      role="dialog"
      label={m.comfort.more}
      anchor={anchor}
      side="bottom"
      align="end"
      onClose={onClose}
      className={cn(
        "flex w-72 flex-col gap-1 rounded-3xl p-3",
        "low:grid low:w-116 low:grid-cols-2 low:[&>hr]:col-span-2",
        video && "scheme-dark", // Matches the stage below it.
      )}
    >
      {video && (
        <>
          <label htmlFor={volumeId} className="flex flex-col gap-1 px-3 py-1.5 text-sm">
            {m.comfort.volume}
            <Slider
              id={volumeId}
              min={0}
              max={1}
              step={0.05}
              value={video.volume}
              onChange={(event) => video.onVolume(event.target.valueAsNumber)}
            />
          </label>
          {video.devices}
          <hr className="mx-3 mb-1" />
          <Item icon={fits ? <Expand /> : <Shrink />} onPress={closing(video.onFit)}>
            {fits ? m.comfort.fill : m.comfort.fit}
          </Item>
          <Item icon={<PictureInPicture2 />} onPress={closing(video.onPictureInPicture)}>
            {m.comfort.pictureInPicture}
          </Item>
          <Item icon={<Maximize />} onPress={closing(video.onFullscreen)}>
            {m.comfort.fullscreen}
          </Item>
          <Item
            icon={video.sharing ? <MonitorX /> : <MonitorUp />}
            onPress={closing(video.onShareScreen)}
          >
            {video.sharing ? m.comfort.stopScreen : m.comfort.shareScreen}
          </Item>
          <Item icon={<ArrowLeftRight />} onPress={closing(video.onSwap)}>
            {m.comfort.swap}
          </Item>
          <Item
            icon={video.selfShown ? <UserRoundX /> : <UserRound />}
            onPress={closing(() => video.onSelf(!video.selfShown))}
          >
            {video.selfShown ? m.comfort.hideSelf : m.comfort.showSelf}
          </Item>
          <Item icon={<SwitchCamera />} onPress={closing(video.onTurnCamera)}>
            {m.comfort.turnCamera}
          </Item>
          <Item icon={<EyeOff />} onPress={closing(video.onBlurAgain)}>
            {m.safety.blurAgain}
          </Item>
          <Item icon={<ShieldCheck />} onPress={closing(video.onCheck)}>
            {m.safety.check}
          </Item>
          <hr className="mx-3 my-1" />
        </>
      )}
      <Item
        icon={<Copy />}
        onPress={
          transcript &&
          (() => void navigator.clipboard.writeText(transcript()).then(() => setCopied(true)))
        }
      >
        <span role="status">{copied ? m.comfort.copied : m.comfort.copy}</span>
      </Item>
      <Item
        icon={<Download />}
        onPress={closing(transcript && (() => save(transcript(), `${m.comfort.fileName}.txt`)))}
      >
        {m.comfort.save}
      </Item>
      <OnOff label={m.comfort.sounds} on={props.sounds} onChange={props.onSounds} />
      <OnOff label={m.icebreaker.all} on={props.icebreakers} onChange={props.onIcebreakers} />
      <Item icon={<Keyboard />} onPress={hasKeys() ? closing(props.onShortcuts) : null}>
        {m.comfort.shortcuts}
      </Item>
    </Popover>
  );
}

interface OnOffProps {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

function OnOff({ label, on, onChange }: OnOffProps) {
  const id = useId();
  return (
    <div className="flex min-h-11 items-center justify-between gap-4 px-3">
      <label htmlFor={id} className="text-sm">
        {label}
      </label>
      <Switch id={id} checked={on} onCheckedChange={onChange} />
    </div>
  );
}

interface ItemProps {
  readonly icon: ReactNode;
  readonly onPress: (() => void) | null;
  readonly children: ReactNode;
}

function Item({ icon, onPress, children }: ItemProps) {
  if (!onPress) return null;
  return (
    <Button
      variant="ghost"
      className="justify-start rounded-xl px-3 text-sm font-normal text-foreground"
      onClick={onPress}
    >
      {icon}
      {children}
    </Button>
  );
}

/** Whether there may be a keyboard: a device with touch alone has no keys. */
function hasKeys(): boolean {
  return !matchMedia("(pointer: coarse) and (hover: none)").matches;
}

/** Saves to the visitor's own disk; nothing is sent. */
function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
