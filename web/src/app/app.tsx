import { useEffect } from "react";
import { MediaProblemScreen } from "@/features/errors/media-problem-screen";
import { ServerProblemScreen } from "@/features/errors/server-problem-screen";
import type { SessionView, Snapshot } from "@/features/session/effects";
import { useSession } from "@/features/session/use-session";
import { RequestingScreen } from "@/features/welcome/requesting-screen";
import { StoppedScreen } from "@/features/welcome/stopped-screen";
import { WelcomeScreen } from "@/features/welcome/welcome-screen";
import { TooltipProvider } from "@/ui/tooltip";
import { Call } from "./call";
import { announcement, pageTitle } from "./status";

export interface AppProps {
  readonly runner: SessionView;
}

export function App({ runner }: AppProps) {
  const snapshot = useSession(runner);
  const { session } = snapshot;
  const title = pageTitle(session);
  useEffect(() => {
    document.title = title;
  }, [title]);

  return (
    <TooltipProvider delayDuration={350}>
      <div data-state={session.phase.at} className="h-full">
        <p role="status" className="sr-only">
          {announcement(session)}
        </p>
        <CurrentScreen snapshot={snapshot} dispatch={runner.dispatch} />
      </div>
    </TooltipProvider>
  );
}

interface CurrentScreenProps {
  readonly snapshot: Snapshot;
  readonly dispatch: SessionView["dispatch"];
}

function CurrentScreen({ snapshot, dispatch }: CurrentScreenProps) {
  const { session, media } = snapshot;
  const { phase, wishes } = session;
  const home = () => dispatch({ type: "home" });
  const stop = () => dispatch({ type: "stop" });
  const retry = () => dispatch({ type: "retry" });

  switch (phase.at) {
    case "idle":
      return (
        <WelcomeScreen
          choice={wishes}
          media={media}
          onPreview={(on) => dispatch({ type: "preview", on })}
          onStart={(choice) => dispatch({ type: "start", wishes: choice })}
        />
      );
    case "requesting-media":
      return <RequestingScreen camera={phase.want === "camera-and-microphone"} onCancel={stop} />;
    case "media-error":
      return (
        <MediaProblemScreen
          problem={phase.problem}
          onRetry={retry}
          onWithoutCamera={() => dispatch({ type: "without-camera" })}
          onText={() => dispatch({ type: "start", wishes: { ...wishes, mode: "text" } })}
          onHome={home}
        />
      );
    case "unavailable":
      return (
        <ServerProblemScreen
          problem={phase.cause}
          onRetry={retry}
          onReload={() => location.reload()}
          onHome={stop}
        />
      );
    case "refused":
      return (
        <ServerProblemScreen
          problem={phase.why}
          onRetry={retry}
          onReload={() => location.reload()}
          onHome={home}
        />
      );
    case "stopped":
      return <StoppedScreen met={phase.met} onAgain={retry} onHome={home} />;
    case "searching":
    case "reconnecting":
    case "connecting":
    case "talking":
    case "partner-left":
      return <Call snapshot={snapshot} phase={phase} dispatch={dispatch} />;
  }
}
