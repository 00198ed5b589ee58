import { useEffect, useRef, useSyncExternalStore } from "react";
import { BackgroundBlurNote } from "@/features/devices/background-blur-field";
import { heartOf } from "@/features/session/like-steps";
import { isVideo } from "@/features/session/transitions";
import { SettingsMenu } from "@/features/settings/settings-menu";
import { AwayNote } from "@/features/talk/away-note";
import { TextLayout, VideoLayout } from "@/features/talk/call-layout";
import { ChatPeek } from "@/features/talk/chat-peek";
import { HeartButton } from "@/features/talk/heart-button";
import { LastPicture } from "@/features/talk/last-picture";
import { MoreButton } from "@/features/talk/more-button";
import { NoticeNote } from "@/features/talk/notice-note";
import { ReportButton } from "@/features/talk/report-button";
import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/utils";
import { blurState, watchBlurState } from "@/transport/media/background-blur";
import { type CallProps, CallProvider, useCall } from "./call-context";
import { CallControls } from "./call-controls";
import { CallIcebreaker } from "./call-icebreaker";
import { CallKeys } from "./call-keys";
import { CallMutedHint } from "./call-muted-hint";
import { CallOverlays } from "./call-overlays";
import { CallReactionButton, CallReactions } from "./call-reactions";
import { CallVideoWish } from "./call-video-wish";
import { CallChat } from "./chat/call-chat";
import { PeekText } from "./chat/chat-translation";
import { CallSmallPicture } from "./picture/call-self";
import { CallStage } from "./picture/call-stage";
import { useSwipeUp } from "./use-swipe";
import { useSwipeHint } from "./use-swipe-hint";

/**
 * The page from the first search to Stop. Only the middle of the frame changes, so that nothing
 * moves between partners.
 */
export function Call(props: CallProps) {
  return (
    <CallProvider {...props}>
      <CallKeys />
      {isVideo(props.snapshot.session) ? <VideoCall /> : <TextCall />}
    </CallProvider>
  );
}

function VideoCall() {
  const { snapshot, phase, talk, talking, leaving, obscured, chatShown, self, ...call } = useCall();
  const { selfLarge, skip, opening } = call;
  const { media } = snapshot;
  const m = useMessages().comfort;
  const partner = "room" in phase ? phase.room.id : null;
  const swipe = useSwipeUp(partner, skip);
  const hint = useSwipeHint(talking);
  return (
    <VideoLayout
      stage={
        <>
          <div className="size-full rounded-[inherit]" {...swipe}>
            <Heading />
            <LastPicture
              stream={snapshot.remote}
              obscured={obscured || !talk.partnerCamera}
              own={selfLarge && media.at === "open" ? media.stream : null}
            >
              <CallStage />
            </LastPicture>
          </div>
          <CallReactions />
        </>
      }
      self={self.shown && <CallSmallPicture />}
      selfSize={self.size}
      controls={<CallControls />}
      corner={<SettingsMenu align="start" withLanguage />}
      actions={talking && <Actions look="glass" />}
      selfLarge={selfLarge}
      chat={<CallChat />}
      chatOpen={chatShown}
      // The question after Escape takes this place; the words of an opening call need it.
      peek={talking && !leaving && !opening && <Corner hint={hint && !obscured ? m.swipe : null} />}
      overlays={<CallOverlays />}
    />
  );
}

/** Above the controls, away from the middle, where the face is. */
function Corner({ hint }: { readonly hint: string | null }) {
  const { talk, obscured, chat } = useCall();
  const peeks = !chat.open && talk.lines.length > 0;
  const blurNoted = useSyncExternalStore(watchBlurState, blurState) !== "idle";
  return (
    <div className="flex items-end gap-2 low:narrow:hidden">
      <CallReactionButton />
      <div className="flex min-w-0 flex-col items-start gap-2">
        <CallIcebreaker
          className={cn(
            "pointer-events-auto w-80 max-w-full rounded-2xl border border-edge bg-glass shadow-float low:hidden",
            // A small window has room for one of them, and the ice is broken.
            peeks && "cramped:hidden",
          )}
        />
        {!chat.open && (
          <ChatPeek
            lines={talk.lines}
            hint={hint}
            text={(line) => <PeekText line={line} />}
            onOpen={() => chat.show(true)}
            // Only a large window has room beside the words of an obscured picture; a small phone on
            // its side has none beside any words.
            className={cn(
              "@max-[36rem]/stage:short:hidden",
              obscured && "cramped:hidden",
              blurNoted && "low:hidden",
            )}
          />
        )}
        <CallMutedHint />
        <BackgroundBlurNote className="pointer-events-auto w-80 max-w-full rounded-2xl border border-edge bg-glass p-3 shadow-float" />
      </div>
    </div>
  );
}

function TextCall() {
  const { snapshot, phase, talk, talking } = useCall();
  const reading = phase.at === "partner-left" && talk.lines.length > 0;
  return (
    <TextLayout
      controls={<CallControls />}
      actions={talking && <Actions look="ghost" />}
      corner={<SettingsMenu align="start" withLanguage />}
      overlays={<CallOverlays />}
    >
      <NoticeNote
        notice={snapshot.session.notice}
        // In the lowest windows the messages need its place.
        className="flex justify-center px-4 py-2 empty:hidden squat:sr-only"
      />
      <Heading />
      {talking && (
        <AwayNote
          selfAway={talk.selfAway}
          partnerAway={talk.partnerAway}
          className="grid place-items-center empty:hidden"
        />
      )}
      <CallVideoWish />
      <CallIcebreaker className="border-b squat:hidden @max-[36rem]/stage:short:hidden" />
      {(talking || reading) && (
        <div className="relative flex min-h-0 flex-1 flex-col">
          <CallChat />
          <CallReactions />
        </div>
      )}
      {!talking && <CallStage />}
    </TextLayout>
  );
}

function Heading() {
  const { talking, opening } = useCall();
  const m = useMessages().talk;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The layout of a text conversation is gone, and with it the focus.
    if (opening && document.activeElement === document.body) heading.current?.focus();
  }, [opening]);
  return (
    talking && (
      <h1 ref={heading} tabIndex={-1} className="sr-only">
        {m.title}
      </h1>
    )
  );
}

/** Actions that concern the partner or the conversation. */
function Actions({ look }: { readonly look: "glass" | "ghost" }) {
  const { snapshot, report, video, moreButton, dialog, setDialog, glanced, toPartner } = useCall();
  const heart = heartOf(snapshot.session);
  return (
    <>
      {!video && <CallReactionButton />}
      {heart && (
        <HeartButton
          look={look}
          heart={heart}
          onPress={(on) => glanced() && toPartner({ type: "like", on })}
        />
      )}
      {report && <ReportButton look={look} onOpen={report} />}
      <MoreButton
        ref={moreButton}
        look={look}
        open={dialog?.what === "more"}
        onPress={() => setDialog(dialog ? null : { what: "more" })}
      />
    </>
  );
}
