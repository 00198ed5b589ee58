import { type ReactNode, useEffect, useState } from "react";
import type { Messages } from "@/i18n/en";
import { useMessages } from "@/i18n/i18n";
import { Badge } from "@/ui/badge";
import { Lights, type LightsProps } from "@/ui/lights";
import { useSecondsUntil } from "@/ui/use-seconds";

export interface SearchingStageProps {
  readonly since: number;
  readonly waiting: number | null;
  readonly estimateMs: number | null;
  readonly online: number | null;
  readonly interests: readonly string[];
  /** The wishes that no longer narrow the search. */
  readonly widened: readonly ("interests" | "languages" | "recent")[];
  readonly coolDown: CoolDownNoteProps | null;
}

/** After this time a visitor wonders whether the search still runs. */
const LONG_MS = 15_000;

/** An expected wait shorter than this is not shown. */
const SOON_MS = 4_000;

export function SearchingStage(props: SearchingStageProps) {
  const { since, waiting, estimateMs, online, interests, widened, coolDown } = props;
  const m = useMessages().searching;
  const long = useElapsed(since, LONG_MS);
  const latest = widened.at(-1);
  const crowd = Math.max(online ?? 0, waiting ?? 0);

  return (
    <StageMessage mood="apart" title={m.title}>
      <p>{latest ? m.widened[latest] : hint(m, long, interests)}</p>
      {estimateMs !== null && estimateMs >= SOON_MS && (
        <p className="squat:hidden">{m.estimate(toFiveSeconds(estimateMs))}</p>
      )}
      {crowd > 1 && <Badge className="mt-1 squat:hidden">{m.people(crowd)}</Badge>}
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
export function ReconnectingStage({ backAt }: { readonly backAt: number | null }) {
  const m = useMessages().searching;
  const seconds = useSecondsUntil(backAt);
  const back = seconds > 0 ? m.restartingBack(seconds * 1000) : m.restartingSoon;
  return (
    <StageMessage mood="near" title={backAt === null ? m.reconnecting : m.restarting}>
      <p className="tabular-nums">{backAt === null ? m.reconnectingBody : back}</p>
    </StageMessage>
  );
}

export function ConnectingStage({ shared }: { readonly shared: readonly string[] }) {
  const m = useMessages().searching;
  return (
    <StageMessage mood="near" title={m.found}>
      <p>{shared.length > 0 ? m.bothLike(shared) : m.connecting}</p>
    </StageMessage>
  );
}

interface StageMessageProps {
  readonly mood: LightsProps["mood"];
  readonly title: string;
  readonly children: React.ReactNode;
}

function StageMessage({ mood, title, children }: StageMessageProps) {
  return (
    <div className="relative size-full bg-glow animate-in fade-in-0 duration-300">
      <div className="stage-words flex text-center">
        <div className="m-auto flex flex-col items-center gap-3 low:gap-1">
          <Lights mood={mood} className="size-[clamp(3rem,20cqh,13rem)] squat:hidden" />
          <h1 className="text-title font-semibold squat:text-lg">{title}</h1>
          <div className="flex max-w-sm flex-col items-center gap-1 lg:max-w-80 text-muted-foreground squat:text-sm flat:hidden">
            {children}
          </div>
        </div>
      </div>
    </div>
  );
}

function hint(m: Messages["searching"], long: boolean, interests: readonly string[]): string {
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
