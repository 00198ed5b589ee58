import { type ReactNode, useEffect, useState } from "react";
import type { Messages } from "@/i18n/en";
import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/utils";
import { Badge } from "@/ui/badge";
import { Lights, LightsAbove, type LightsProps } from "@/ui/lights";
import { useSecondsUntil } from "@/ui/use-seconds";
import { Stopwatch, Tips, WaitingActions, type WaitingActionsProps } from "./waiting";

interface OverPicture {
  /** The visitor's own picture is behind the words. */
  readonly over: boolean;
}

interface WithExtra {
  /** A further action, in a fixed place. */
  readonly extra?: ReactNode;
}

export interface SearchingStageProps extends OverPicture, WithExtra, WaitingActionsProps {
  readonly since: number;
  readonly waiting: number | null;
  readonly estimateMs: number | null;
  readonly online: number | null;
  readonly interests: readonly string[];
  /** The wishes that no longer narrow the search. */
  readonly widened: readonly ("interests" | "languages" | "recent")[];
  readonly coolDown: CoolDownNoteProps | null;
}

/** After this time a visitor wonders whether the search still runs, and what to do. */
const LONG_MS = 15_000;

/** An expected wait shorter than this is not shown. */
const SOON_MS = 4_000;

export function SearchingStage(props: SearchingStageProps) {
  const { since, waiting, estimateMs, online, interests, widened, coolDown } = props;
  const m = useMessages().searching;
  const long = useElapsed(since, LONG_MS);
  const latest = widened.at(-1);
  // `waiting` counts this visitor's own ticket, too.
  const alone = waiting !== null && waiting <= 1;

  return (
    <StageMessage mood="apart" title={m.title} over={props.over} extra={props.extra}>
      <p>{latest ? m.widened[latest] : hint(m, { long, alone, interests })}</p>
      {estimateMs !== null && estimateMs >= SOON_MS && (
        <p className="squat:hidden">{m.estimate(toFiveSeconds(estimateMs))}</p>
      )}
      <div className="mt-1 flex flex-wrap justify-center gap-1.5 squat:hidden">
        <Badge variant={props.over ? "glass" : "muted"}>
          <Stopwatch since={since} />
        </Badge>
        {(online ?? 0) > 1 && (
          <Badge variant={props.over ? "glass" : "muted"}>{m.people(online ?? 0)}</Badge>
        )}
      </div>
      {long && !coolDown && (
        <div className="mt-1 border-t border-edge pt-2 text-sm narrow:hidden dense:hidden squat:hidden low:hidden">
          <Tips since={since} />
        </div>
      )}
      {long && (
        <WaitingActions
          interestsField={props.interestsField}
          onText={props.onText}
          notice={props.notice}
        />
      )}
      {coolDown && <CoolDownNote {...coolDown} />}
    </StageMessage>
  );
}

interface CoolDownNoteProps {
  readonly cause: keyof Messages["searching"]["coolDown"]["why"];
  readonly untilMs: number;
  /** How to object. */
  readonly appeal: ReactNode;
}

/** Says why searches take longer, until when, and how to object. */
function CoolDownNote({ cause, untilMs, appeal }: CoolDownNoteProps) {
  const m = useMessages().searching.coolDown;
  const over = useElapsed(untilMs, 0);
  if (over) return null;
  return (
    <section className="mt-2 rounded-xl border border-border bg-card px-4 py-3 text-start text-sm">
      <h2 className="font-medium text-foreground">{m.title}</h2>
      <p className="squat:hidden">{m.why[cause]}</p>
      <p>{m.until(untilMs)}</p>
      <div className="squat:hidden">{appeal}</div>
    </section>
  );
}

/** `backAt`: when a server that restarts expects this client to reconnect. */
export function ReconnectingStage({
  backAt,
  over,
  extra,
}: OverPicture & WithExtra & { readonly backAt: number | null }) {
  const m = useMessages().searching;
  const seconds = useSecondsUntil(backAt);
  const back = seconds > 0 ? m.restartingBack(seconds * 1000) : m.restartingSoon;
  return (
    <StageMessage
      mood="near"
      title={backAt === null ? m.reconnecting : m.restarting}
      over={over}
      extra={extra}
    >
      <p className="tabular-nums">{backAt === null ? m.reconnectingBody : back}</p>
    </StageMessage>
  );
}

export function ConnectingStage({
  shared,
  over,
}: OverPicture & { readonly shared: readonly string[] }) {
  const m = useMessages().searching;
  return (
    <StageMessage mood="near" title={m.found} over={over}>
      <p>{shared.length > 0 ? m.bothLike(shared) : m.connecting}</p>
    </StageMessage>
  );
}

/** Two who wrote turn their conversation into a video call. */
export function OpeningStage() {
  const m = useMessages().videoWish;
  return (
    <StageMessage mood="near" title={m.opening} over={false} Title="p">
      <p>{m.openingBody}</p>
    </StageMessage>
  );
}

interface StageMessageProps extends OverPicture, WithExtra {
  readonly mood: LightsProps["mood"];
  readonly title: string;
  /** `p` where the page has its heading already. */
  readonly Title?: "h1" | "p";
  readonly children: ReactNode;
}

/** Over the own picture the words stand low, so that they do not hide the face. */
function StageMessage({ mood, title, Title = "h1", over, children, extra }: StageMessageProps) {
  return (
    <div className={cn("relative size-full animate-in fade-in-0 duration-300", !over && "bg-glow")}>
      <div
        className={cn(
          "stage-words flex flex-col text-center squat:flex-row low:flex-row",
          over
            ? "[--words-top:4.75rem] low:inset-x-4"
            : "stage-words-alone low:inset-x-27 low:ps-11",
          !over && !extra && "low:pe-11",
        )}
      >
        <div
          className={cn(
            "flex min-h-0 min-w-0 flex-1 overflow-y-auto",
            // In the middle, where the corner's buttons are not.
            extra && over && "flat:ps-11",
          )}
        >
          <div
            className={cn(
              "flex max-h-full flex-col items-center gap-3 dense:gap-2 low:gap-1",
              over ? "mx-auto mt-auto" : "m-auto",
            )}
          >
            {!over && (
              <LightsAbove
                mood={mood}
                className="h-[clamp(3.75rem,20cqh+0.75rem,13.75rem)] squat:hidden"
              />
            )}
            <div className="flex shrink-0 items-center gap-3">
              {over && <Lights mood={mood} className="size-10 squat:hidden" />}
              <Title className="text-title font-semibold squat:text-lg">{title}</Title>
            </div>
            <div
              className={cn(
                "flex max-w-xl shrink-0 flex-col items-center gap-1.5 text-balance dense:text-sm squat:text-sm flat:hidden low:gap-1",
                !over && "text-muted-foreground",
              )}
            >
              {children}
            </div>
          </div>
        </div>
        {extra && (
          // Outside of what scrolls, so that it stays in sight and in place.
          <div
            className={cn(
              "shrink-0 self-center py-1 squat:self-end squat:px-1 low:self-end low:px-1",
              !over && "text-muted-foreground",
            )}
          >
            {extra}
          </div>
        )}
      </div>
    </div>
  );
}

interface Situation {
  readonly long: boolean;
  readonly alone: boolean;
  readonly interests: readonly string[];
}

function hint(m: Messages["searching"], { long, alone, interests }: Situation): string {
  if (alone) return m.alone;
  if (long) return m.quiet;
  if (interests.length > 0) return m.startingWith(interests.slice(0, 3));
  return m.usual;
}

/** Rounds up, so that a median does not look like a promise. */
function toFiveSeconds(ms: number): number {
  return Math.ceil(ms / 5000) * 5000;
}

function useElapsed(since: number, ms: number): boolean {
  const [passed, setPassed] = useState<number | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(since), Math.max(0, since + ms - Date.now()));
    return () => clearTimeout(timer);
  }, [since, ms]);
  return passed === since;
}
