import { useEffect } from "react";
import { ServerProblemScreen } from "@/features/errors/server-problem-screen";
import type { Session } from "@/features/session/model";
import type { SessionView } from "@/features/session/runner";
import { isInCall } from "@/features/session/transitions";
import { useSession } from "@/features/session/use-session";
import { LanguageMenu } from "@/features/settings/language-menu";
import { SettingsMenu } from "@/features/settings/settings-menu";
import { RequestingScreen } from "@/features/welcome/requesting-screen";
import { StoppedScreen } from "@/features/welcome/stopped-screen";
import { WelcomeScreen } from "@/features/welcome/welcome-screen";
import { useMessages } from "@/i18n/i18n";
import { SiteName } from "@/ui/logo";
import type { CallProps } from "./call/call-context";
import { useUnread } from "./call/chat/use-unread";
import { useConversation } from "./call/use-conversation";
import { useSteadyPhase } from "./call/use-steady-phase";
import { InstallOffer } from "./install/install-offer";
import { rememberWishes } from "./kept/kept-wishes";
import { DevicePickers } from "./loading/later-parts";
import { LoadedCall } from "./loading/loaded-call";
import { LoadedTrouble } from "./loading/loaded-trouble";
import { ErrorBoundary } from "./problems/error-boundary";
import { SiteFooter, SiteLinks } from "./site-links";
import { announcement, pageTitle } from "./status";
import { useGlance } from "./use-glance";
import { useSiteInfo } from "./use-site-info";

export interface AppProps {
  readonly runner: SessionView;
}

/** The page. If any part of it throws, the visit ends and a screen explains that. */
export function App({ runner }: AppProps) {
  const { dispatch } = runner;
  return (
    <ErrorBoundary
      onError={(error) => dispatch({ type: "broken", error })}
      fallback={(show) => (
        <div data-state="broken" className="h-full">
          <BrokenScreen
            onEvent={(type) => {
              dispatch({ type });
              show();
            }}
          />
        </div>
      )}
    >
      <Page runner={runner} />
    </ErrorBoundary>
  );
}

function BrokenScreen({ onEvent }: { readonly onEvent: (type: "retry" | "stop") => void }) {
  return (
    <ServerProblemScreen
      problem="broken"
      onRetry={() => onEvent("retry")}
      onReload={() => location.reload()}
      onHome={() => onEvent("stop")}
    />
  );
}

function Page({ runner }: AppProps) {
  const snapshot = useSession(runner);
  const { session } = snapshot;
  const info = useSiteInfo(session.phase.at);
  const messages = useMessages();
  // The browser updates the title slowly, in another process, so brief phases keep the old title.
  const name = info?.site.name ?? "NexusChat";
  const missed = useMissed(session);
  const { phase } = session;
  const glanced = useGlance("room" in phase ? `${phase.at} ${phase.room.id}` : phase.at);
  const title = pageTitle(useSteadyPhase(session.phase), messages, name, missed);
  useEffect(() => {
    document.title = title;
  }, [title]);

  return (
    <SiteName value={name}>
      <div data-state={session.phase.at} className="relative h-full">
        <p role="status" className="sr-only">
          {/* A new element for each partner: screen readers ignore unchanged text. */}
          <span key={"room" in session.phase ? session.phase.room.id : null}>
            {announcement(session, messages)}
          </span>
        </p>
        {/* In a call the menu is part of the frame. */}
        {!isInCall(session.phase) && (
          <div className="absolute end-3 top-4 z-20 flex items-center gap-1 sm:end-7 sm:top-6 lg:end-13">
            <LanguageMenu />
            <SettingsMenu align="end" withLanguage={false} />
          </div>
        )}
        <CurrentScreen snapshot={snapshot} runner={runner} info={info} glanced={glanced} />
      </div>
    </SiteName>
  );
}

/** The number of partner lines that arrived while the page was hidden. */
function useMissed({ phase, hidden }: Session): number {
  const lines = "talk" in phase ? phase.talk.lines : [];
  return useUnread(useConversation(phase), lines, !hidden);
}

type CurrentScreenProps = Omit<CallProps, "phase">;

function CurrentScreen({ snapshot, runner, info, glanced }: CurrentScreenProps) {
  const { dispatch } = runner;
  const { session, media } = snapshot;
  const { phase, wishes } = session;
  const home = () => dispatch({ type: "home" });
  const stop = () => dispatch({ type: "stop" });
  const retry = () => dispatch({ type: "retry" });

  switch (phase.at) {
    case "idle":
      return (
        <WelcomeScreen
          info={info}
          links={<SiteLinks info={info} />}
          footer={
            <>
              <SiteFooter info={info} />
              <InstallOffer />
            </>
          }
          choice={wishes}
          media={media}
          share={session.share}
          devices={
            <DevicePickers
              media={media}
              onChoose={(kind, id) => void runner.chooseDevice?.(kind, id)}
              className="grid-cols-2"
              onClose={() => dispatch({ type: "preview", on: false })}
            />
          }
          onShare={(change) => dispatch({ type: "share", ...change })}
          onAskAgain={(device) => dispatch({ type: "ask-again", device })}
          onPreview={(on) => dispatch({ type: "preview", on })}
          onChoice={rememberWishes}
          onStart={(choice) => {
            rememberWishes(choice);
            dispatch({ type: "start", wishes: choice });
          }}
        />
      );
    case "no-video":
    case "media-error":
      return <LoadedTrouble phase={phase} wishes={wishes} info={info} dispatch={dispatch} />;
    case "requesting-media":
      return <RequestingScreen camera={phase.want === "camera-and-microphone"} onCancel={stop} />;
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
      if (phase.why === "banned") {
        return <LoadedTrouble phase={phase} wishes={wishes} info={info} dispatch={dispatch} />;
      }
      return (
        <ServerProblemScreen
          problem={phase.why}
          onRetry={retry}
          onReload={() => location.reload()}
          onHome={home}
        />
      );
    case "broken":
      return <BrokenScreen onEvent={(type) => dispatch({ type })} />;
    case "stopped":
      return <StoppedScreen met={phase.met} onAgain={retry} onHome={home} />;
    case "searching":
    case "reconnecting":
    case "connecting":
    case "talking":
    case "partner-left":
      return <LoadedCall {...{ snapshot, phase, runner, info, glanced }} />;
  }
}
