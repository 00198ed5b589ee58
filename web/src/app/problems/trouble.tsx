import { BannedScreen } from "@/features/errors/banned-screen";
import { MediaProblemScreen } from "@/features/errors/media-problem-screen";
import { NoVideoScreen } from "@/features/errors/no-video-screen";
import type { Phase, Wishes } from "@/features/session/model";
import type { SessionView } from "@/features/session/runner";
import type { SiteInfo } from "@/transport/site-info";
import { Appeal } from "./appeal";

export interface TroubleProps extends Pick<SessionView, "dispatch"> {
  readonly phase: Extract<Phase, { at: "no-video" | "media-error" | "refused" }>;
  readonly wishes: Wishes;
  /** The site's settings; null until they have loaded. */
  readonly info: SiteInfo | null;
}

/** What stands between this visitor and a call: the browser, the devices, or a ban. */
export function Trouble({ phase, wishes, info, dispatch }: TroubleProps) {
  const home = () => dispatch({ type: "home" });
  const retry = () => dispatch({ type: "retry" });
  switch (phase.at) {
    case "no-video":
      return (
        <NoVideoScreen
          why={phase.why}
          onText={() => dispatch({ type: "without-video" })}
          onAgain={retry}
        />
      );
    case "media-error":
      return (
        <MediaProblemScreen
          problem={phase.problem}
          devices={phase.devices}
          onRetry={retry}
          onWithoutCamera={() => dispatch({ type: "without-camera" })}
          onText={() => dispatch({ type: "start", wishes: { ...wishes, mode: "text" } })}
          onHome={home}
        />
      );
    case "refused": {
      const { reason, untilMs, reference } = phase.ban ?? {};
      return (
        <BannedScreen
          reason={reason}
          untilMs={untilMs}
          appeal={<Appeal reference={reference} info={info} />}
          onRetry={retry}
          onHome={home}
        />
      );
    }
  }
}
