import { Ban, CloudOff, CopyX, Hourglass, RefreshCw, Users, WifiOff } from "lucide-react";
import { Button } from "@/ui/button";
import { Screen } from "@/ui/screen";

export type ServerProblem =
  | "offline"
  | "unreachable"
  | "full"
  | "busy"
  | "replaced"
  | "version"
  | "banned"
  | "rate_limited"
  | "closed";

export interface ServerProblemScreenProps {
  readonly problem: ServerProblem;
  readonly onRetry: () => void;
  readonly onReload: () => void;
  readonly onHome: () => void;
}

interface Explanation {
  readonly title: string;
  readonly body: string;
  readonly icon: typeof Ban;
  /** The word on the button that tries again; none when trying again is pointless. */
  readonly retry?: string;
  readonly reload?: true;
  /** Another try comes by itself. */
  readonly waiting?: true;
}

export function ServerProblemScreen(props: ServerProblemScreenProps) {
  const explanation = EXPLANATIONS[props.problem];
  const Icon = explanation.icon;
  return (
    <Screen
      title={explanation.title}
      art={
        <span className="grid size-14 place-items-center rounded-2xl bg-secondary text-primary">
          <Icon className="size-6" strokeWidth={1.7} aria-hidden="true" />
        </span>
      }
      actions={
        <>
          {explanation.retry && <Button onClick={props.onRetry}>{explanation.retry}</Button>}
          {explanation.reload && <Button onClick={props.onReload}>Reload</Button>}
          <Button variant="outline" onClick={props.onHome}>
            {explanation.waiting ? "Stop" : "Back"}
          </Button>
        </>
      }
    >
      <p>{explanation.body}</p>
    </Screen>
  );
}

const EXPLANATIONS: Readonly<Record<ServerProblem, Explanation>> = {
  offline: {
    title: "You are offline",
    body: "Your device has no network. The search goes on by itself as soon as it is back.",
    icon: WifiOff,
    retry: "Try now",
    waiting: true,
  },
  unreachable: {
    title: "The server does not answer",
    body: "It may be restarting. We keep trying; you need not do anything.",
    icon: CloudOff,
    retry: "Try now",
    waiting: true,
  },
  full: {
    title: "The house is full",
    body: "More people are here than this server can hold. You get in by yourself as soon as there is room.",
    icon: Users,
    retry: "Try now",
    waiting: true,
  },
  busy: {
    title: "A short pause",
    body: "The server needs a moment. The search goes on by itself.",
    icon: Hourglass,
    retry: "Try now",
    waiting: true,
  },
  replaced: {
    title: "Open in another tab",
    body: "You started again in another tab or window, so this one let go.",
    icon: CopyX,
    retry: "Use this tab",
  },
  version: {
    title: "There is a new version",
    body: "This page is older than the server. Reload it to go on.",
    icon: RefreshCw,
    reload: true,
  },
  banned: {
    title: "You cannot chat here now",
    body: "The people who run this site have blocked you. If you think that is a mistake, write to them.",
    icon: Ban,
  },
  rate_limited: {
    title: "That was very fast",
    body: "The server let go of you because of too many requests. Wait a little, then start again.",
    icon: Hourglass,
    retry: "Start again",
  },
  closed: {
    title: "The server ended the connection",
    body: "It did not say why in a way that helps. Starting again usually does.",
    icon: CloudOff,
    retry: "Start again",
  },
};
