import { useEffect, useRef, useState } from "react";
import {
  ConnectingStage,
  ReconnectingStage,
  SearchingStage,
} from "@/features/searching/searching-stage";
import type { SessionView, Snapshot } from "@/features/session/effects";
import { newMessageId } from "@/features/session/message-id";
import { NEW_TALK, type Phase } from "@/features/session/model";
import { TextLayout, VideoLayout } from "@/features/talk/call-layout";
import { ChatPanel } from "@/features/talk/chat-panel";
import { ControlBar } from "@/features/talk/control-bar";
import { LeaveBar } from "@/features/talk/leave-bar";
import { PartnerLeftStage } from "@/features/talk/partner-left-stage";
import { SelfView } from "@/features/talk/self-view";
import { TalkStage } from "@/features/talk/talk-stage";
import { useEscape } from "./use-escape";
import { useUnread } from "./use-unread";

type CallPhase = Extract<
  Phase,
  { at: "searching" | "reconnecting" | "connecting" | "talking" | "partner-left" }
>;

export interface CallProps {
  readonly snapshot: Snapshot;
  readonly phase: CallPhase;
  readonly dispatch: SessionView["dispatch"];
}

/** Everything from the first search to Stop: one frame whose middle changes, so that nothing jumps between partners. */
export function Call({ snapshot, phase, dispatch }: CallProps) {
  const { session, media } = snapshot;
  const { wishes, share, devices } = session;
  const video = wishes.mode === "video";
  const talking = phase.at === "talking";
  const talk = "talk" in phase ? phase.talk : NEW_TALK;

  const composer = useRef<HTMLTextAreaElement>(null);
  const [chatOpen, setChatOpen] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const unread = useUnread(talk.lines, chatOpen);

  const stop = () => dispatch({ type: "stop" });
  useEscape(() => {
    if (leaving) setLeaving(false);
    else if (chatOpen && isSheet()) setChatOpen(false);
    else if (talking) setLeaving(true);
    else stop();
  });
  useEffect(() => {
    if (!talking) setLeaving(false);
    // Where there is a keyboard the first words can be typed at once.
    else if (matchMedia("(pointer: fine)").matches) composer.current?.focus();
  }, [talking]);
  useEffect(() => {
    if (chatOpen) composer.current?.focus();
  }, [chatOpen]);

  const controls = (
    <ControlBar
      devices={
        video ? { ...share, hasMicrophone: devices.microphone, hasCamera: devices.camera } : null
      }
      chat={video && (talking || talk.lines.length > 0) ? { open: chatOpen, unread } : null}
      canSkip={phase.at !== "searching" && phase.at !== "reconnecting"}
      onMicrophone={(microphone) => dispatch({ type: "share", microphone })}
      onCamera={(camera) => dispatch({ type: "share", camera })}
      onChat={() => setChatOpen(!chatOpen)}
      onSkip={() => dispatch({ type: "next" })}
      onStop={stop}
    />
  );
  const chat = (
    <ChatPanel
      lines={talk.lines}
      partnerTyping={talk.partnerTyping}
      enabled={talking}
      empty={emptyChat(phase)}
      onSend={(text) => dispatch({ type: "say", id: newMessageId(), text })}
      onSendAgain={(id) => dispatch({ type: "say-again", id, newId: newMessageId() })}
      onTyping={(on) => dispatch({ type: "typing", on })}
      heading={video ? { onClose: () => setChatOpen(false) } : null}
      writable={video || talking}
      composerRef={composer}
      className="flex-1"
    />
  );
  const stage = <Stage snapshot={snapshot} phase={phase} dispatch={dispatch} />;
  const heading = talking && <h1 className="sr-only">In conversation</h1>;
  const leaveBar = leaving && <LeaveBar onLeave={stop} onKeep={() => setLeaving(false)} />;

  if (!video) {
    const reading = phase.at === "partner-left" && talk.lines.length > 0;
    return (
      <>
        <TextLayout controls={controls}>
          {heading}
          {(talking || reading) && chat}
          {!talking && stage}
        </TextLayout>
        {leaveBar}
      </>
    );
  }
  return (
    <>
      <VideoLayout
        stage={
          <>
            {heading}
            {stage}
          </>
        }
        self={
          <SelfView
            stream={media.at === "open" ? media.stream : null}
            camera={share.camera && devices.camera}
            microphone={share.microphone && devices.microphone}
            className="relative size-full"
          />
        }
        controls={controls}
        chat={chat}
        chatOpen={chatOpen}
      />
      {leaveBar}
    </>
  );
}

/** What is in the middle. */
function Stage({ snapshot, phase, dispatch }: CallProps) {
  const { session, remote } = snapshot;
  switch (phase.at) {
    case "searching":
      return (
        <SearchingStage
          since={phase.since}
          waiting={phase.waiting}
          online={session.online}
          interests={session.wishes.interests}
          widened={phase.widened}
        />
      );
    case "reconnecting":
      return <ReconnectingStage />;
    case "connecting":
    case "talking": {
      const shared = phase.room.shared.interests;
      const connecting = phase.at === "connecting";
      const cover = connecting ? <ConnectingStage shared={shared} /> : null;
      if (session.wishes.mode === "text") return cover;
      return (
        <TalkStage
          stream={remote}
          microphone={phase.talk.partnerMicrophone}
          camera={phase.talk.partnerCamera}
          interrupted={!connecting && phase.link === "interrupted"}
          shared={shared}
          cover={cover}
        />
      );
    }
    case "partner-left":
      return (
        <PartnerLeftStage
          reason={phase.reason}
          talkedMs={phase.talkedMs}
          nextAt={phase.nextAt}
          compact={session.wishes.mode === "text" && phase.talk.lines.length > 0}
          onNext={() => dispatch({ type: "next" })}
          onStay={() => dispatch({ type: "stay" })}
        />
      );
  }
}

/** What stands where the first message will be. */
function emptyChat(phase: CallPhase): string {
  if (phase.at !== "talking") return "Messages appear here.";
  const { interests } = phase.room.shared;
  if (interests.length === 0) return "You are connected. Say hello.";
  return `You are connected, and you both like ${interests.join(", ")}. Say hello.`;
}

/** The chat covers the picture: same border as the `lg` of the styles. */
function isSheet(): boolean {
  return !matchMedia("(min-width: 64rem)").matches;
}
