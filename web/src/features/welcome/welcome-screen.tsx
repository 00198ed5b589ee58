import { ArrowRight, MessageSquareText, Video } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useMessages } from "@/i18n/i18n";
import { hasConsented, rememberConsent } from "@/lib/consent";
import { fetchSiteInfo, type SiteInfo } from "@/transport/site-info";
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

export interface WelcomeScreenProps extends Pick<PreviewProps, "media" | "share" | "devices"> {
  /** What is chosen at first. */
  readonly choice: Choice;
  readonly onChoice: (choice: Choice) => void;
  readonly onPreview: (on: boolean) => void;
  readonly onShare: (change: Partial<Sharing>) => void;
  readonly onStart: (choice: Choice) => void;
}

export function WelcomeScreen(props: WelcomeScreenProps) {
  const { media, share, onChoice, onPreview, onShare, onStart } = props;
  const m = useMessages().welcome;
  const info = useSiteInfo();
  const [choice, setChoice] = useState(props.choice);
  const { mode, interests, languages = [], relayOnly = false, blurFirst = false } = choice;
  const change = (part: Partial<Choice>) => {
    const next = { ...choice, ...part };
    setChoice(next);
    onChoice(next);
  };
  // A lane that was chosen on an earlier visit may be gone.
  const lanes = info?.lanes ?? [];
  const lane = lanes.find((one) => one === choice.lane) ?? lanes[0] ?? null;
  const consent = useConsent(lane);

  return (
    <div className="flex min-h-dvh flex-col bg-night">
      <header className="px-5 pt-5 sm:px-8 sm:pt-7 lg:px-14">
        <Logo />
      </header>
      <main className="mx-auto grid w-full max-w-7xl flex-1 content-center items-center gap-7 px-5 py-6 sm:px-8 low:grid-cols-[minmax(0,1fr)_17rem] low:gap-x-8 low:gap-y-4 low:py-3 lg:grid-cols-[minmax(0,27rem)_minmax(0,1fr)] lg:gap-x-20 lg:gap-y-8 lg:px-14">
        <div className="flex flex-col gap-3.5 lg:col-start-1 lg:gap-5 lg:self-end low:gap-1">
          <h1 className="text-display font-semibold low:text-title">{m.title}</h1>
          <p className="max-w-md text-muted-foreground sm:text-lg low:text-base">{m.intro}</p>
        </div>

        <div className="lg:col-start-2 lg:row-span-2 lg:row-start-1 low:sticky low:top-4 low:col-start-2 low:row-span-2 low:row-start-1 low:self-start">
          <Preview
            mode={mode}
            media={media}
            share={share}
            onOpen={() => onPreview(true)}
            onShare={onShare}
            devices={props.devices}
          />
        </div>

        <form
          noValidate
          className="flex flex-col gap-5 lg:col-start-1 lg:self-start low:col-start-1"
          onSubmit={(event) => {
            event.preventDefault();
            if (!consent.give()) return;
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
          <InterestsField value={interests} onChange={(next) => change({ interests: next })} />
          <LanguagesField value={languages} onChange={(next) => change({ languages: next })} />
          {mode === "video" && (
            <BlurFirstField value={blurFirst} onChange={(next) => change({ blurFirst: next })} />
          )}
          {mode === "video" && info?.mayHideAddress && (
            <HideAddressField value={relayOnly} onChange={(next) => change({ relayOnly: next })} />
          )}
          {lane !== null && lanes.length > 1 && (
            <LaneField lanes={lanes} value={lane} onChange={(next) => change({ lane: next })} />
          )}
          <ConsentField adult={lane === "adult"} box={consent.box} />
          {/* In a small window always in reach, whatever of the form is in sight. */}
          <div className="small:sticky small:bottom-0 small:-mx-5 small:-mb-6 small:border-t small:bg-background small:px-5 small:pt-3 small:pb-safe">
            <Button type="submit" size="lg" className="w-full">
              {m.start}
              <ArrowRight aria-hidden="true" className="rtl:-scale-x-100" />
            </Button>
          </div>
        </form>
      </main>
    </div>
  );
}

/** `give` says whether there is a consent to this lane, and if not shows where to give it. */
function useConsent(lane: string | null) {
  const given = useMemo(() => hasConsented(lane), [lane]);
  const [checked, setChecked] = useKeyedState(lane, false);
  const [missing, setMissing] = useKeyedState(lane, false);
  const ref = useRef<HTMLInputElement>(null);

  const onChange = (next: boolean) => {
    setChecked(next);
    if (next) setMissing(false);
  };
  const give = (): boolean => {
    if (given) return true;
    if (!checked) {
      setMissing(true);
      ref.current?.focus({ preventScroll: true });
      // Well above the button, which may lie over the end of the form.
      ref.current?.scrollIntoView({ block: "center" });
      return false;
    }
    rememberConsent(lane);
    return true;
  };
  return { box: given ? null : { checked, missing, onChange, ref }, give };
}

/** Null until the site has said, and where it does not say. */
function useSiteInfo(): SiteInfo | null {
  const [info, setInfo] = useState<SiteInfo | null>(null);
  useEffect(() => {
    let here = true;
    void fetchSiteInfo().then((said) => here && setInfo(said));
    return () => {
      here = false;
    };
  }, []);
  return info;
}
