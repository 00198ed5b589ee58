import { ArrowRight, MessageSquareText, Video } from "lucide-react";
import { type ReactNode, useId, useMemo, useRef, useState } from "react";
import { useMessages } from "@/i18n/i18n";
import { hasConsented, rememberConsent } from "@/lib/consent";
import type { SiteInfo } from "@/transport/site-info";
import { Button } from "@/ui/button";
import { Logo } from "@/ui/logo";
import { Segmented } from "@/ui/segmented";
import { useKeyedState } from "@/ui/use-keyed-state";
import { BlurFirstField } from "./blur-first-field";
import { ConsentField } from "./consent-field";
import { HideAddressField } from "./hide-address-field";
import { InterestsField } from "./interests-field";
import { LaneField } from "./lane-field";
import { LanguagesField } from "./languages-field";
import { Preview, type PreviewProps, type Sharing } from "./preview";

export interface Choice {
  readonly mode: "video" | "text";
  readonly interests: readonly string[];
  readonly languages?: readonly string[];
  readonly relayOnly?: boolean;
  readonly blurFirst?: boolean;
  readonly lane?: string;
}

export interface WelcomeScreenProps
  extends Pick<PreviewProps, "media" | "share" | "devices" | "onAskAgain"> {
  /** The site's settings; null until they have loaded. */
  readonly info: SiteInfo | null;
  /** Links to the operator. */
  readonly links: ReactNode;
  /** The initial choice. */
  readonly choice: Choice;
  readonly onChoice: (choice: Choice) => void;
  readonly onPreview: (on: boolean) => void;
  readonly onShare: (change: Partial<Sharing>) => void;
  readonly onStart: (choice: Choice) => void;
}

export function WelcomeScreen(props: WelcomeScreenProps) {
  const { info, media, share, onChoice, onPreview, onShare, onStart } = props;
  const m = useMessages().welcome;
  const [choice, setChoice] = useState(props.choice);
  const { mode, interests, languages = [], relayOnly = false, blurFirst = false } = choice;
  const change = (part: Partial<Choice>) => {
    const next = { ...choice, ...part };
    setChoice(next);
    onChoice(next);
  };
  // The lane chosen on an earlier visit may no longer exist.
  const lanes = info?.lanes ?? [];
  const lane = lanes.find((one) => one === choice.lane) ?? lanes[0] ?? null;
  const form = useId();
  const consentBox = useRef<HTMLInputElement>(null);
  const consent = useConsent(lane);

  return (
    <div className="flex min-h-dvh flex-col bg-night roomy:h-dvh">
      <header className="px-5 pt-5 sm:px-8 sm:pt-7 lg:px-14">
        <Logo className="me-6" />
        {props.links}
      </header>
      {/* If everything fits, height and position are fixed, whatever is chosen. */}
      <main className="mx-auto flex w-full max-w-7xl flex-1 flex-col roomy:my-auto roomy:grid roomy:h-full roomy:max-h-192 roomy:min-h-0 roomy:flex-initial roomy:grid-cols-[minmax(0,27rem)_minmax(0,1fr)] roomy:grid-rows-[auto_minmax(0,1fr)_auto] roomy:gap-x-20 roomy:px-14 roomy:pt-3 roomy:pb-6">
        <div className="grid flex-1 content-start items-start gap-6 px-5 py-6 sm:px-8 beside:grid-cols-[minmax(0,1fr)_minmax(0,17rem)] beside:gap-x-8 beside:gap-y-4 beside:py-3 roomy:contents">
          <div className="flex flex-col gap-3 low:gap-1 roomy:col-start-1 roomy:row-start-1">
            <h1 className="text-display font-semibold low:text-title">{m.title}</h1>
            <p className="max-w-md text-muted-foreground sm:text-lg low:text-base">{m.intro}</p>
          </div>

          <div className="beside:col-start-2 beside:row-span-2 beside:row-start-1 roomy:col-start-2 roomy:row-span-3 roomy:row-start-1 roomy:self-center">
            <Preview
              mode={mode}
              media={media}
              share={share}
              onOpen={() => onPreview(true)}
              onShare={onShare}
              onAskAgain={props.onAskAgain}
              devices={props.devices}
            />
          </div>

          <form
            id={form}
            noValidate
            className="flex flex-col gap-5 beside:col-start-1 roomy:col-start-1 roomy:row-start-2 roomy:-mx-2 roomy:gap-4 roomy:overflow-y-auto roomy:mask-b-from-[calc(100%-1rem)] roomy:px-2 roomy:py-4"
            onSubmit={(event) => {
              event.preventDefault();
              if (!consent.give()) {
                consentBox.current?.focus();
                return;
              }
              onStart({
                mode,
                interests,
                ...(languages.length > 0 ? { languages } : {}),
                ...(relayOnly ? { relayOnly } : {}),
                ...(blurFirst ? { blurFirst } : {}),
                ...(lane && lanes.length > 1 ? { lane } : {}),
              });
            }}
          >
            <Segmented
              label={m.mode}
              value={mode}
              options={[
                { value: "video", label: m.video, icon: <Video aria-hidden="true" /> },
                { value: "text", label: m.text, icon: <MessageSquareText aria-hidden="true" /> },
              ]}
              onChange={(next) => {
                change({ mode: next });
                if (next === "text") onPreview(false);
              }}
            />
            <InterestsField
              value={interests}
              onChange={(next) => change({ interests: next })}
              popular={info?.popular ?? []}
            />
            <LanguagesField value={languages} onChange={(next) => change({ languages: next })} />
            {mode === "video" && (
              <BlurFirstField value={blurFirst} onChange={(next) => change({ blurFirst: next })} />
            )}
            {mode === "video" && info?.mayHideAddress && (
              <HideAddressField
                value={relayOnly}
                onChange={(next) => change({ relayOnly: next })}
              />
            )}
            {lane !== null && lanes.length > 1 && (
              <LaneField lanes={lanes} value={lane} onChange={(next) => change({ lane: next })} />
            )}
          </form>
        </div>

        {/* Always visible, even when the form is scrolled. */}
        <div className="sticky bottom-0 z-10 flex flex-col gap-2 border-t bg-background px-5 pt-3 pb-safe sm:px-8 short:gap-1 short:py-2 low:flex-row low:items-center low:gap-6 roomy:static roomy:col-start-1 roomy:row-start-3 roomy:border-0 roomy:bg-transparent roomy:p-0">
          <div className="low:flex-1">
            <ConsentField
              adult={lane === "adult"}
              form={form}
              box={consent.box}
              boxRef={consentBox}
              links={props.links}
            />
          </div>
          <Button form={form} type="submit" size="lg" className="w-full short:h-11 low:w-44">
            {m.start}
            <ArrowRight aria-hidden="true" className="rtl:-scale-x-100" />
          </Button>
        </div>
      </main>
    </div>
  );
}

/** `give` returns whether there is consent for this lane; if not, it marks the box as missing. */
function useConsent(lane: string | null) {
  const given = useMemo(() => hasConsented(lane), [lane]);
  const [checked, setChecked] = useKeyedState(lane, false);
  const [missing, setMissing] = useKeyedState(lane, false);

  const onChange = (next: boolean) => {
    setChecked(next);
    if (next) setMissing(false);
  };
  const give = (): boolean => {
    if (given) return true;
    if (!checked) {
      setMissing(true);
      return false;
    }
    rememberConsent(lane);
    return true;
  };
  return { box: given ? null : { checked, missing, onChange }, give };
}
