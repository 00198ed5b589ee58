import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import {
  ConnectingStage,
  ReconnectingStage,
  SearchingStage,
} from "@/features/searching/searching-stage";
import type { SessionView, Snapshot } from "@/features/session/effects";
import { newMessageId } from "@/features/session/message-id";
import { NEW_TALK, type Phase } from "@/features/session/model";
import { justChanged } from "@/features/session/transitions";
import { SettingsMenu } from "@/features/settings/settings-menu";
import { AwayNote } from "@/features/talk/away-note";
import { TextLayout, VideoLayout } from "@/features/talk/call-layout";
import { ChatPanel } from "@/features/talk/chat-panel";
import { ControlBar } from "@/features/talk/control-bar";
import { LastPicture } from "@/features/talk/last-picture";
import { LeaveBar } from "@/features/talk/leave-bar";
import { Movable } from "@/features/talk/movable";
import { NoticeNote } from "@/features/talk/notice-note";
import { PartnerLeftStage } from "@/features/talk/partner-left-stage";
import { type PictureFit, usePictureFit } from "@/features/talk/picture-fit";
import { ReportButton } from "@/features/talk/report-button";
import { SelfView } from "@/features/talk/self-view";
import { TalkStage } from "@/features/talk/talk-stage";
import type { Messages } from "@/i18n/en";
import { useMessages } from "@/i18n/i18n";
import { pausedOf, problemsOf } from "@/transport/media-state";
import { useKeyedState } from "@/ui/use-keyed-state";
import { useComforts } from "./use-comforts";
import { useComplaint } from "./use-complaint";
import { useConversation } from "./use-conversation";
import { type Cover, useCover } from "./use-cover";
import { useEscape } from "./use-escape";
import { leavePictureInPicture } from "./use-picture-in-picture";
import { useShortcuts } from "./use-shortcuts";
import { useSteadyPhase } from "./use-steady-phase";
import { useSwipeUp } from "./use-swipe";
import { useTypingHold } from "./use-typing-hold";
import { useUnread } from "./use-unread";

export type CallPhase = Extract<
  Phase,
  { at: "searching" | "reconnecting" | "connecting" | "talking" | "partner-left" }
>;

export interface CallProps {
  readonly snapshot: Snapshot;
  readonly phase: CallPhase;
  readonly runner: SessionView;
}

/** Everything from the first search to Stop: one frame whose middle changes, so that nothing jumps between partners. */
export function Call({ snapshot, phase, runner }: CallProps) {
  const { session, media } = snapshot;
  const { dispatch } = runner;
  const { wishes, share, devices } = session;
  const video = wishes.mode === "video";
  const talking = phase.at === "talking";
  const shown = useSteadyPhase(phase);
  const talk = "talk" in phase ? phase.talk : NEW_TALK;

  const m = useMessages();
  const composer = useRef<HTMLTextAreaElement>(null);
  const [chatOpen, setChatOpen] = useState(false);
  const conversation = useConversation(phase);
  const [hiding, setHiding] = useKeyedState(conversation, false);
  const leaving = talking && hiding;
  const unread = useUnread(conversation, talk.lines, chatOpen);

  /** For what is meant for the partner on the screen: the conversation may be another one before that is drawn. */
  const toPartner: SessionView["dispatch"] = (event) => {
    const { phase: now } = runner.snapshot().session;
    if ("room" in now && now.room.id === conversation) dispatch(event);
  };
  const stop = () => dispatch({ type: "stop" });
  const skip = () => dispatch({ type: "next" });
  const hide = () => {
    // At once, however long the page takes to show the rest.
    picture.current?.classList.add("invisible");
    if (picture.current) picture.current.muted = true;
    leavePictureInPicture();
    setHiding(true);
  };
  const complaint = useComplaint(snapshot, dispatch);
  const picture = useRef<HTMLVideoElement>(null);
  const fit = usePictureFit(picture, snapshot.remote);
  const nudity = useCover(picture, video ? snapshot.remote : null);
  const covered = nudity.why !== null || leaving || !talk.revealed || !talk.partnerRevealed;
  const clear = talking && !covered ? snapshot.remote : null;
  const comforts = useComforts({
    snapshot,
    conversation,
    shown,
    clear,
    talk,
    runner,
    unread,
    picture,
    fit,
    onFullscreenLeft: () => talking && hide(),
  });
  const swipe = useSwipeUp(() => phase.at !== "searching" && skip());
  useShortcuts({
    help: comforts.openShortcuts,
    report: () => complaint.open?.(),
    microphone: () => dispatch({ type: "share", microphone: !share.microphone }),
    camera: () => dispatch({ type: "share", camera: !share.camera }),
  });
  useEscape((byBack) => {
    if (leaving && byBack) stop();
    else if (leaving) skip();
    else if (chatOpen && isSheet()) setChatOpen(false);
    else if (talking) hide();
    // It was meant for a partner who is gone already.
    else if (byBack || !justChanged(phase, Date.now())) stop();
  });
  const partner = talking ? conversation : null;
  const held = useTypingHold(partner, (typing) => {
    const { unattended, phase: now } = runner.snapshot().session;
    const counting = now.at === "partner-left" && now.nextAt !== null;
    if (unattended > 0 || (typing && counting)) dispatch({ type: "input", typing });
  });
  useEffect(() => {
    // Where there is a keyboard the first words can be typed at once.
    if (partner && matchMedia("(pointer: fine)").matches) composer.current?.focus();
  }, [partner]);
  useEffect(() => {
    if (chatOpen) composer.current?.focus();
  }, [chatOpen]);

  const controls = (
    <ControlBar
      devices={
        video
          ? {
              ...share,
              ...{ hasMicrophone: devices.microphone, hasCamera: devices.camera },
              problems: problemsOf(media),
            }
          : null
      }
      chat={video ? { open: chatOpen, unread } : null}
      canSkip={phase.at !== "searching" && phase.at !== "reconnecting"}
      next={phase.at === "partner-left" ? { at: phase.nextAt } : null}
      onMicrophone={(microphone) => dispatch({ type: "share", microphone })}
      onCamera={(camera) => dispatch({ type: "share", camera })}
      onAskAgain={(device) => dispatch({ type: "ask-again", device })}
      onChat={() => setChatOpen(!chatOpen)}
      onSkip={skip}
      onStop={stop}
    />
  );
  const chat = (
    <ChatPanel
      conversation={conversation}
      lines={talk.lines}
      partnerTyping={talk.partnerTyping}
      enabled={talking}
      held={held}
      empty={emptyChat(m.chat, phase)}
      onSend={(text) => toPartner({ type: "say", id: newMessageId(), text })}
      onSendAgain={(id) => toPartner({ type: "say-again", id })}
      onTyping={(on) => toPartner({ type: "typing", on })}
      heading={video ? { onClose: () => setChatOpen(false) } : null}
      writable={video || talking}
      composerRef={composer}
      className="flex-1"
    />
  );
  const settings = <SettingsMenu align="start" />;
  const report = (look: "glass" | "ghost" | "words") =>
    complaint.open && <ReportButton look={look} onOpen={complaint.open} />;
  const stage = (
    <Stage
      snapshot={snapshot}
      phase={phase}
      shown={shown}
      dispatch={dispatch}
      toPartner={toPartner}
      afterwards={report("words")}
      hidden={leaving}
      nudity={nudity}
      volume={comforts.volume}
      picture={picture}
      fit={fit}
    />
  );
  const heading = talking && <h1 className="sr-only">{m.talk.title}</h1>;
  const overlays = (
    <>
      {leaving && (
        <LeaveBar
          onLeave={stop}
          onSkip={skip}
          onKeep={() => setHiding(false)}
          // In the middle of the stage, and as dark.
          className={video ? "scheme-dark lg:end-80 xl:end-96" : ""}
        />
      )}
      {complaint.dialog}
      {comforts.dialogs}
    </>
  );

  if (!video) {
    const reading = phase.at === "partner-left" && talk.lines.length > 0;
    return (
      <TextLayout
        controls={controls}
        actions={
          talking && (
            <>
              {report("ghost")}
              {comforts.button}
            </>
          )
        }
        corner={settings}
        overlays={overlays}
      >
        <NoticeNote
          notice={session.notice}
          className="flex justify-center px-4 py-2 empty:hidden"
        />
        {heading}
        {talking && (
          <AwayNote
            selfAway={talk.selfAway}
            partnerAway={talk.partnerAway}
            className="grid place-items-center empty:hidden"
          />
        )}
        {(talking || reading) && chat}
        {!talking && stage}
      </TextLayout>
    );
  }
  return (
    <VideoLayout
      stage={
        <div className="size-full rounded-[inherit]" {...swipe}>
          {heading}
          <LastPicture stream={snapshot.remote} covered={covered || !talk.partnerCamera}>
            {stage}
          </LastPicture>
        </div>
      }
      self={
        <Movable label={m.comfort.selfView}>
          <SelfView
            stream={snapshot.screen ?? (media.at === "open" ? media.stream : null)}
            camera={share.camera && devices.camera && !session.idle.camera}
            microphone={share.microphone && devices.microphone && !session.idle.microphone}
            screen={talk.screen}
            className="relative size-full"
          />
        </Movable>
      }
      controls={controls}
      corner={settings}
      actions={
        talking && (
          <>
            {report("glass")}
            {comforts.button}
          </>
        )
      }
      chat={chat}
      chatOpen={chatOpen}
      overlays={overlays}
    />
  );
}

interface StageProps extends Omit<CallProps, "runner"> {
  /** What the words are about, which is behind `phase` while that is too young to be read about. */
  readonly shown: CallPhase;
  readonly dispatch: SessionView["dispatch"];
  readonly toPartner: SessionView["dispatch"];
  /** What can be done about the partner after it has left. */
  readonly afterwards: ReactNode;
  readonly hidden: boolean;
  readonly nudity: Cover;
  readonly volume: number;
  readonly picture: RefObject<HTMLVideoElement | null>;
  readonly fit: PictureFit;
}

/** What is in the middle. */
function Stage(props: StageProps) {
  const { snapshot, phase } = props;
  const { session } = snapshot;
  const words = phase.at === "talking" ? null : <Words {...props} />;
  if (session.wishes.mode === "text") return words;
  const talk = "talk" in phase ? phase.talk : NEW_TALK;
  return (
    <TalkStage
      stream={snapshot.remote}
      microphone={talk.partnerMicrophone}
      camera={talk.partnerCamera}
      interrupted={phase.at === "talking" && phase.link !== "steady"}
      shared={sharedInterests(phase)}
      cover={words}
      screen={talk.partnerScreen}
      sharing={talk.screen}
      paused={pausedOf(snapshot.media)}
      revealed={talk.revealed}
      partnerRevealed={talk.partnerRevealed}
      onReveal={() => props.toPartner({ type: "reveal", on: true })}
      covered={props.nudity.why}
      onLift={() => !justChanged(phase, Date.now()) && props.nudity.onLift()}
      hidden={props.hidden}
      volume={props.volume}
      quality={snapshot.quality?.verdict}
      selfAway={talk.selfAway}
      partnerAway={talk.partnerAway}
      picture={props.picture}
      fit={props.fit}
      notice={session.notice}
    />
  );
}

/** What is said while nobody can be seen. */
function Words({ snapshot: { session }, phase, shown, dispatch, afterwards }: StageProps) {
  const m = useMessages().searching;
  const over = shown.at === "partner-left" && phase !== shown;
  if (shown.at === "talking" || over) return <h1 className="sr-only">{m.title}</h1>;
  switch (shown.at) {
    case "searching":
      return (
        <SearchingStage
          since={shown.since}
          waiting={shown.waiting}
          estimateMs={shown.estimateMs ?? null}
          online={session.online}
          interests={session.wishes.interests}
          widened={shown.widened}
        />
      );
    case "reconnecting":
      return <ReconnectingStage backAt={session.backAt} />;
    case "connecting":
      return <ConnectingStage shared={sharedInterests(phase)} />;
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
          extra={afterwards}
        />
      );
  }
}

function sharedInterests(phase: CallPhase): readonly string[] {
  return "room" in phase ? phase.room.shared.interests : [];
}

/** What stands where the first message will be. */
function emptyChat(m: Messages["chat"], phase: CallPhase): string {
  if (phase.at !== "talking") return m.emptyBefore;
  const { interests } = phase.room.shared;
  return interests.length === 0 ? m.empty : m.emptyShared(interests);
}

/** The chat covers the picture: the styles say where. */
function isSheet(): boolean {
  return getComputedStyle(document.documentElement).getPropertyValue("--chat") === "sheet";
}
