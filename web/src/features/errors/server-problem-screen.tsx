import { CloudOff, CopyX, Hourglass, RefreshCw, TriangleAlert, Users, WifiOff } from "lucide-react";
import { useMessages } from "@/i18n/i18n";
import { Button } from "@/ui/button";
import { CopyDiagnostics } from "@/ui/copy-diagnostics";
import { Screen, ScreenIcon } from "@/ui/screen";
import { Reference } from "./reference";

export type ServerProblem =
  | "offline"
  | "unreachable"
  | "full"
  | "busy"
  | "replaced"
  | "version"
  | "rate_limited"
  | "closed"
  | "notLoaded"
  | "broken";

export interface ServerProblemScreenProps {
  readonly problem: ServerProblem;
  readonly onRetry: () => void;
  readonly onReload: () => void;
  readonly onHome: () => void;
}

interface WaysOut {
  readonly icon: typeof CloudOff;
  /** The text of the retry button; undefined if a retry is pointless. */
  readonly retry?: "tryNow" | "tryAgain" | "again" | "useThisTab";
  readonly reload?: true;
  /** The button to the start page ends something: automatic retries, or a broken page. */
  readonly stop?: true;
}

export function ServerProblemScreen(props: ServerProblemScreenProps) {
  const m = useMessages().serverProblem;
  const { title, body } = m[props.problem];
  const { icon: Icon, retry, reload, stop } = WAYS_OUT[props.problem];
  return (
    <Screen
      title={title}
      art={<ScreenIcon of={Icon} />}
      actions={
        <>
          {retry && <Button onClick={props.onRetry}>{m[retry]}</Button>}
          {reload && (
            <Button variant={retry ? "secondary" : "default"} onClick={props.onReload}>
              {m.reload}
            </Button>
          )}
          <Button variant="outline" onClick={props.onHome}>
            {stop ? m.stop : m.back}
          </Button>
          <CopyDiagnostics />
        </>
      }
    >
      <p>{body}</p>
      <Reference problem={props.problem === "notLoaded" ? "not_loaded" : props.problem} />
    </Screen>
  );
}

const WAYS_OUT: Readonly<Record<ServerProblem, WaysOut>> = {
  offline: { icon: WifiOff, retry: "tryNow", stop: true },
  unreachable: { icon: CloudOff, retry: "tryNow", stop: true },
  full: { icon: Users, retry: "tryNow", stop: true },
  busy: { icon: Hourglass, retry: "tryNow", stop: true },
  replaced: { icon: CopyX, retry: "useThisTab" },
  version: { icon: RefreshCw, reload: true },
  rate_limited: { icon: Hourglass, retry: "again" },
  closed: { icon: CloudOff, retry: "again" },
  notLoaded: { icon: CloudOff, retry: "tryNow", reload: true, stop: true },
  broken: { icon: TriangleAlert, retry: "tryAgain", reload: true, stop: true },
};
