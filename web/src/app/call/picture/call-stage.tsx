import type { VisitorProblem } from "@nexuschat/client/protocol";
import { Reference } from "@/features/errors/reference";
import {
  ConnectingStage,
  OpeningStage,
  ReconnectingStage,
  SearchingStage,
} from "@/features/searching/searching-stage";
import { PartnerLeftStage } from "@/features/talk/partner-left-stage";
import { ReportButton } from "@/features/talk/report-button";
import { TalkStage } from "@/features/talk/talk-stage";
import { InterestsField } from "@/features/welcome/interests-field";
import { useMessages } from "@/i18n/i18n";
import { pausedOf } from "@/transport/media/media-state";
import { Appeal } from "../../problems/appeal";
import { useCall } from "../call-context";
import type { CallPhase } from "../call-phase";
import { CallSelf } from "./call-self";

/** The middle of the frame. */
export function CallStage() {
  const { snapshot, phase, talk, talking, video, nudity, self, ...call } = useCall();
  const { session } = snapshot;
  const words = talking ? call.opening && <OpeningStage /> : <Words />;
  if (!video) return words;
  return (
    <TalkStage
      stream={snapshot.remote}
      microphone={talk.partnerMicrophone}
      camera={talk.partnerCamera}
      interrupted={phase.at === "talking" && phase.link !== "steady"}
      shared={sharedInterests(phase)}
      overlay={words}
      own={self.swapped && <CallSelf large />}
      screen={talk.partnerScreen}
      sharing={talk.screen}
      paused={pausedOf(snapshot.media)}
      revealed={talk.revealed}
      partnerRevealed={talk.partnerRevealed}
      onReveal={() => call.glanced() && call.toPartner({ type: "reveal", on: true })}
      nudity={nudity.why}
      onShowAnyway={() => call.glanced() && nudity.onShowAnyway()}
      hidden={call.leaving}
      volume={call.volume}
      quality={snapshot.quality?.verdict}
      selfAway={talk.selfAway}
      partnerAway={talk.partnerAway}
      picture={call.picture}
      fit={call.fit}
      notice={session.notice}
    />
  );
}

/** The content of the stage without a partner. */
function Words() {
  const { snapshot, phase, shown, video, selfLarge, notice, runner, report, info } = useCall();
  const { session } = snapshot;
  const { coolDown } = session;
  const { dispatch } = runner;
  const m = useMessages().searching;
  const fault = shown.at === "partner-left" ? faultOf(shown) : null;
  const over = shown.at === "partner-left" && phase !== shown;
  if (shown.at === "talking" || over) return <h1 className="sr-only">{m.title}</h1>;
  const reportLast = report && <ReportButton look="last" onOpen={report} />;
  switch (shown.at) {
    case "searching":
      return (
        <SearchingStage
          since={shown.since}
          waiting={shown.waiting}
          estimateMs={shown.estimateMs ?? null}
          online={session.online}
          over={selfLarge}
          interests={session.wishes.interests}
          interestsField={
            <InterestsField
              value={session.wishes.interests}
              popular={info?.popular ?? []}
              onChange={(interests) =>
                dispatch({ type: "wish", wishes: { ...session.wishes, interests } })
              }
            />
          }
          onText={
            video
              ? () => dispatch({ type: "wish", wishes: { ...session.wishes, mode: "text" } })
              : null
          }
          notice={notice}
          widened={shown.widened}
          extra={reportLast}
          coolDown={
            coolDown && {
              ...coolDown,
              appeal: <Appeal reference={coolDown.reference} info={info} />,
            }
          }
        />
      );
    case "reconnecting":
      return <ReconnectingStage backAt={session.backAt} over={selfLarge} extra={reportLast} />;
    case "connecting":
      return <ConnectingStage shared={sharedInterests(phase)} over={selfLarge} />;
    case "partner-left":
      return (
        <PartnerLeftStage
          reason={shown.reason}
          unattended={shown.unattended === true}
          talkedMs={shown.talkedMs}
          relayRefused={shown.relayRefused}
          nextAt={shown.nextAt}
          compact={session.wishes.mode === "text" && shown.talk.lines.length > 0}
          onStay={() => dispatch({ type: "stay" })}
          onHere={() => dispatch({ type: "next" })}
          reference={fault && <Reference problem={fault} quiet />}
          extra={report && <ReportButton look="words" onOpen={report} />}
        />
      );
  }
}

/** The fault that ended the conversation; null if a visitor ended it. */
function faultOf({
  reason,
  relayRefused,
}: Extract<CallPhase, { at: "partner-left" }>): VisitorProblem | null {
  switch (reason) {
    case "ice_failed":
      return relayRefused ? "no_relay" : "no_path";
    case "connection_lost":
      return reason;
    case "closed":
      return "room_closed";
    default:
      return null;
  }
}

function sharedInterests(phase: CallPhase): readonly string[] {
  return "room" in phase ? phase.room.shared.interests : [];
}
