import { ArrowRight, MessageSquareText, Video } from "lucide-react";
import { type ReactNode, useId, useMemo, useRef, useState } from "react";
import { useMessages } from "@/i18n/i18n";
import { hasConsented, rememberConsent } from "@/lib/consent";
import type { SiteInfo } from "@/transport/site-info";
import { Button } from "@/ui/button";
import { Logo } from "@/ui/logo";
import { Segmented } from "@/ui/segmented";
import { useKeyedState } from "@/ui/use-keyed-state";
import type { Choice } from "./choice";
import { ConsentField } from "./consent-field";
import { HowItWorks } from "./how-it-works";
import { Preview, type PreviewProps } from "./preview";
import type { Sharing } from "./preview-body";
import { Wishes } from "./wishes";

export interface WelcomeScreenProps
  extends Pick<PreviewProps, "media" | "share" | "devices" | "onAskAgain"> {
  /** The site's settings; null until they have loaded. */
  readonly info: SiteInfo | null;
  /** Links to the operator, for the rules. */
  readonly links: ReactNode;
  /** Who runs the site, and what else stands at the end of the page. */
  readonly footer: ReactNode;
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
  const { mode, languages = [] } = choice;
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

  // In the order of the Tab key: the form with consent and Start, then the preview. On a phone Start
  // is below both, always in sight.
  return (
    <div className="flex min-h-dvh flex-col bg-night [--side:1.25rem] sm:[--side:max(2rem,50vw-24rem)] beside:[--side:max(2rem,50vw-38rem)] roomy:h-dvh">
      <header className="px-5 pt-5 sm:px-8 sm:pt-7 lg:px-14">
        <Logo className="me-44 max-[21rem]:me-24" />
      </header>
      {/* If everything fits, height and position are fixed, whatever is chosen. */}
      <main className="mx-auto flex w-full flex-1 flex-col gap-5 px-(--side) pt-6 beside:grid beside:grid-cols-[minmax(0,1fr)_minmax(0,19rem)] beside:grid-rows-[auto_auto_auto_auto_1fr] beside:gap-x-8 beside:gap-y-3 beside:pt-3 low:grid-cols-[minmax(0,1fr)_minmax(0,16rem)] low:gap-y-2 roomy:my-auto roomy:grid roomy:h-full roomy:max-h-168 roomy:min-h-0 roomy:max-w-7xl roomy:flex-initial roomy:grid-cols-[minmax(0,27rem)_minmax(0,1fr)] roomy:grid-rows-[auto_minmax(0,1fr)_auto_auto] roomy:gap-x-20 roomy:gap-y-4 roomy:px-14 roomy:pt-3 roomy:pb-6">
        <h1 className="text-display font-semibold short:text-title low:text-xl roomy:col-start-1 roomy:row-start-1">
          {m.title}
        </h1>
        <HowItWorks
          mode={mode}
          className="roomy:col-start-2 roomy:row-start-3 roomy:mx-auto roomy:self-end roomy:pt-3"
        />
        <form
          id={form}
          noValidate
          className="flex flex-col gap-4 beside:col-start-2 beside:row-span-5 beside:row-start-1 roomy:col-start-1 roomy:row-start-2 roomy:-mx-2 roomy:overflow-y-auto roomy:mask-b-from-[calc(100%-1rem)] roomy:px-2 roomy:py-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (!consent.give()) {
              consentBox.current?.focus({ preventScroll: true }); // Always in sight.
              return;
            }
            onStart({
              mode,
              interests: choice.interests,
              languages,
              ...(choice.relayOnly ? { relayOnly: true } : {}),
              ...(choice.blurFirst ? { blurFirst: true } : {}),
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
          <Wishes
            choice={choice}
            onChange={change}
            mayHideAddress={info?.mayHideAddress ?? false}
            popular={info?.popular ?? []}
            lane={lane}
            lanes={lanes}
          />
        </form>

        {/* Always visible, even when the form is scrolled. */}
        <div className="sticky bottom-0 z-10 order-last -mx-(--side) mt-auto flex flex-col gap-3 border-t bg-background px-(--side) pt-1.5 pb-safe short:gap-1 short:pt-1 short:pb-3 beside:flex-row beside:items-end beside:gap-6 beside:col-span-2 beside:row-start-6 roomy:static roomy:order-none roomy:col-span-1 roomy:col-start-1 roomy:row-span-2 roomy:row-start-3 roomy:m-0 roomy:self-end roomy:border-0 roomy:bg-transparent roomy:p-0">
          <div className="beside:flex-1">
            <ConsentField
              adult={lane === "adult"}
              form={form}
              box={consent.box}
              boxRef={consentBox}
              links={props.links}
            />
          </div>
          <Button form={form} type="submit" size="lg" className="w-full short:min-h-11 beside:w-44">
            {m.start}
            <ArrowRight aria-hidden="true" className="rtl:-scale-x-100" />
          </Button>
        </div>

        <Preview
          mode={mode}
          online={info?.online ?? null}
          media={media}
          share={share}
          onOpen={() => onPreview(true)}
          onClose={() => onPreview(false)}
          onShare={onShare}
          onAskAgain={props.onAskAgain}
          devices={props.devices}
          className="flex flex-wrap items-center justify-between gap-3 sm:flex-col sm:justify-normal beside:items-start roomy:col-start-2 roomy:row-span-2 roomy:row-start-1 roomy:min-h-0"
        />
        <footer className="flex flex-wrap items-center gap-x-5 gap-y-1 text-sm text-muted-foreground empty:hidden sm:justify-center beside:justify-start roomy:col-start-2 roomy:justify-center roomy:row-start-4">
          {props.footer}
        </footer>
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
