import { ArrowRight, MessageSquareText, Video } from "lucide-react";
import { useRef, useState } from "react";
import { useMessages } from "@/i18n/i18n";
import { hasConsented, rememberConsent } from "@/lib/consent";
import { Button } from "@/ui/button";
import { Logo } from "@/ui/logo";
import { Segmented } from "@/ui/segmented";
import { BlurFirstField } from "./blur-first-field";
import { ConsentField } from "./consent-field";
import { HideAddressField } from "./hide-address-field";
import { InterestsField } from "./interests-field";
import { LanguagesField } from "./languages-field";
import { Preview, type PreviewProps, type Sharing } from "./preview";

export interface Choice {
  readonly mode: "video" | "text";
  readonly interests: readonly string[];
  readonly languages?: readonly string[];
  readonly relayOnly?: boolean;
  readonly blurFirst?: boolean;
}

export interface WelcomeScreenProps
  extends Pick<PreviewProps, "media" | "share" | "devices" | "onAskAgain"> {
  readonly choice: Choice;
  readonly onPreview: (on: boolean) => void;
  readonly onShare: (change: Partial<Sharing>) => void;
  readonly onStart: (choice: Choice) => void;
}

export function WelcomeScreen(props: WelcomeScreenProps) {
  const { choice, media, share, onPreview, onShare, onStart } = props;
  const m = useMessages().welcome;
  const [mode, setMode] = useState(choice.mode);
  const [interests, setInterests] = useState(choice.interests);
  const [languages, setLanguages] = useState(choice.languages ?? []);
  const [relayOnly, setRelayOnly] = useState(choice.relayOnly ?? false);
  const [blurFirst, setBlurFirst] = useState(choice.blurFirst ?? false);
  const consent = useConsent();

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
            onAskAgain={props.onAskAgain}
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
              setMode(next);
              if (next === "text") onPreview(false);
            }}
          />
          <InterestsField value={interests} onChange={setInterests} />
          <LanguagesField value={languages} onChange={setLanguages} />
          {mode === "video" && <BlurFirstField value={blurFirst} onChange={setBlurFirst} />}
          {mode === "video" && <HideAddressField value={relayOnly} onChange={setRelayOnly} />}
          <ConsentField box={consent.box} />
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

/** `give` says whether there is a consent, and if not shows where to give it. */
function useConsent() {
  const [given] = useState(hasConsented);
  const [checked, setChecked] = useState(false);
  const [missing, setMissing] = useState(false);
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
    rememberConsent();
    return true;
  };
  return { box: given ? null : { checked, missing, onChange, ref }, give };
}
