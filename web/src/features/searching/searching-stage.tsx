import { useEffect, useState } from "react";
import { Badge } from "@/ui/badge";
import { Lights } from "@/ui/lights";

export interface SearchingStageProps {
  readonly since: number;
  readonly waiting: number | null;
  readonly online: number | null;
  readonly interests: readonly string[];
  /** Which wishes no longer narrow the search. */
  readonly widened: readonly ("interests" | "languages" | "recent")[];
}

/** Past this a visitor wonders whether anything still happens. */
const LONG_MS = 15_000;

const WIDENED = {
  interests: "Now also looking among people with other interests.",
  languages: "Now also looking among speakers of other languages.",
  recent: "You may meet somebody from before.",
} as const;

export function SearchingStage(props: SearchingStageProps) {
  const { since, waiting, online, interests, widened } = props;
  const long = useElapsed(since, LONG_MS);
  const latest = widened.at(-1);
  const crowd = Math.max(online ?? 0, waiting ?? 0);

  return (
    <StageMessage
      art={<Lights mood="apart" className="size-40 sm:size-52" />}
      title="Looking for someone"
    >
      <p>{latest ? WIDENED[latest] : hint(long, interests)}</p>
      {crowd > 1 && <Badge className="mt-2">{`${crowd} people here`}</Badge>}
    </StageMessage>
  );
}

export function ReconnectingStage() {
  return (
    <StageMessage art={<Lights mood="near" className="size-40 sm:size-52" />} title="Reconnecting">
      <p>The line to the server broke. It is coming back by itself.</p>
    </StageMessage>
  );
}

export function ConnectingStage({ shared }: { readonly shared: readonly string[] }) {
  return (
    <StageMessage art={<Lights mood="near" className="size-40 sm:size-52" />} title="Found someone">
      <p>
        {shared.length > 0 ? `You both like ${shared.join(", ")}.` : "Connecting the two of you…"}
      </p>
    </StageMessage>
  );
}

interface StageMessageProps {
  readonly art: React.ReactNode;
  readonly title: string;
  readonly children: React.ReactNode;
}

function StageMessage({ art, title, children }: StageMessageProps) {
  return (
    <div className="flex size-full flex-col items-center justify-center gap-4 bg-glow p-6 pb-28 text-center animate-in fade-in-0 duration-300">
      {art}
      <h1 className="mt-3 text-2xl font-semibold sm:text-3xl">{title}</h1>
      <div className="flex max-w-sm flex-col items-center gap-1 text-muted-foreground">
        {children}
      </div>
    </div>
  );
}

function hint(long: boolean, interests: readonly string[]): string {
  if (long) return "It is quiet right now. You keep your place; somebody will come.";
  if (interests.length > 0) return `Starting with people who like ${eitherOf(interests)}.`;
  return "This usually takes a moment.";
}

const list = new Intl.ListFormat("en", { type: "disjunction" });

function eitherOf(interests: readonly string[]): string {
  return list.format(interests.slice(0, 3));
}

function useElapsed(since: number, ms: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    setPassed(false);
    const timer = setTimeout(() => setPassed(true), Math.max(0, since + ms - Date.now()));
    return () => clearTimeout(timer);
  }, [since, ms]);
  return passed;
}
