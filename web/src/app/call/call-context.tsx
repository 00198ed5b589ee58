import type { Id } from "@nexuschat/client/protocol";
import { createContext, type ReactNode, type RefObject, use, useRef, useState } from "react";
import type { LastMet } from "@/features/session/model";
import type { SessionView } from "@/features/session/runner";
import type { Snapshot } from "@/features/session/store";
import { NEW_TALK, type Talk } from "@/features/session/talk";
import { isVideo } from "@/features/session/transitions";
import { Draft } from "@/features/talk/draft";
import { type PictureFit, usePictureFit } from "@/features/talk/picture-fit";
import type { LinkFingerprints } from "@/transport/link/peer-link";
import { videoHindrance } from "@/transport/media/video-support";
import type { SiteInfo } from "@/transport/site-info";
import { useKeyedState } from "@/ui/use-keyed-state";
import type { CallPhase } from "./call-phase";
import { type ChatState, useChat } from "./chat/use-chat";
import { type PartnerTranslation, usePartnerTranslator } from "./chat/use-partner-translator";
import { useTypingHold } from "./chat/use-typing-hold";
import { useUnread } from "./chat/use-unread";
import { useLastPictures } from "./picture/use-last-pictures";
import { type NudityCheck, useNudityCheck } from "./picture/use-nudity-check";
import { leavePictureInPicture } from "./picture/use-picture-in-picture";
import { type SelfView, useSelfView } from "./picture/use-self-view";
import { type ArrivalNotice, useArrivalNotice } from "./use-arrival-notice";
import { useConversation } from "./use-conversation";
import { useIcebreakers } from "./use-icebreakers";
import { useSpeaker } from "./use-speaker";
import { useSteadyPhase } from "./use-steady-phase";

export interface CallProps {
  readonly snapshot: Snapshot;
  readonly phase: CallPhase;
  readonly runner: SessionView;
  /** The site's settings; null until they have loaded. */
  readonly info: SiteInfo | null;
  /** Whether a press now is meant for the phase and partner on the screen: see useGlance. */
  readonly glanced: () => boolean;
}

/** The layer that is open over the call; one at a time. */
export type CallDialog =
  | { readonly what: "more" | "shortcuts" }
  | { readonly what: "check"; readonly of: Id | null; readonly ends: LinkFingerprints | null }
  /** Names the partner that it was opened for; a new one may have arrived since. */
  | { readonly what: "report"; readonly accused: LastMet };

export interface Call extends CallProps {
  readonly video: boolean;
  readonly talking: boolean;
  readonly talk: Talk;
  /**
   * Wishes for video in a text conversation, or takes that back; null if that is impossible here or
   * at present.
   */
  readonly videoWish: (() => void) | null;
  readonly videoButton: RefObject<HTMLButtonElement | null>;
  /** Two who write have agreed on video, and their link connects. */
  readonly opening: boolean;
  /** The room of the current partner, or of the latest one during a search. */
  readonly conversation: Id | null;
  /** The phase that the texts describe. It lags behind `phase` while that is too brief to read. */
  readonly shown: CallPhase;
  /** The number of unread lines of the partner. */
  readonly unread: number;
  /** Keys are ignored: the visitor was typing when this partner appeared, or the last one left. */
  readonly held: boolean;
  readonly chat: ChatState;
  readonly draft: Draft;
  /** Null in a browser that does not translate. */
  readonly translation: PartnerTranslation | null;
  /** There is somebody to write to, or something to read. A brief search does not count. */
  readonly hasChat: boolean;
  readonly chatShown: boolean;
  /** During a search the own picture fills the stage: nobody else has been there for a while. */
  readonly selfLarge: boolean;
  readonly dialog: CallDialog | null;
  readonly setDialog: (dialog: CallDialog | null) => void;
  /** Opens the report of the current or latest partner; null without a partner to report. */
  readonly report: (() => void) | null;
  /** The panel of the More button opens here. */
  readonly moreButton: RefObject<HTMLButtonElement | null>;
  readonly picture: RefObject<HTMLVideoElement | null>;
  readonly fit: PictureFit;
  readonly nudity: NudityCheck;
  /** Of a partner who comes while the page is in the background. */
  readonly notice: ArrivalNotice | null;
  /** The last pictures of the conversation's partner, for a report; none on a site without them. */
  readonly lastPictures: () => Promise<readonly Blob[]>;
  /** The chat with the present partner, or during a search with the latest one. */
  readonly said: Talk["lines"];
  /** The partner's picture is blurred or hidden. */
  readonly obscured: boolean;
  /** The partner's stream if the stage shows it unblurred; otherwise null. */
  readonly clear: MediaStream | null;
  readonly volume: number;
  readonly setVolume: (volume: number) => void;
  readonly self: SelfView;
  /** The partner's picture while it is the small one. */
  readonly smallPicture: RefObject<HTMLVideoElement | null>;
  readonly icebreakers: boolean;
  readonly setIcebreakers: (on: boolean) => void;
  /** The visitor is asked whether to leave; the partner is hidden meanwhile. */
  readonly leaving: boolean;
  readonly hide: () => void;
  readonly keep: () => void;
  readonly skip: () => void;
  readonly stop: () => void;
  /**
   * For events meant for the partner on the screen: the session may already have another one before
   * the next render.
   */
  readonly toPartner: SessionView["dispatch"];
}

const SEARCHES: readonly CallPhase["at"][] = ["searching", "reconnecting", "connecting"];

const NONE: readonly string[] = [];

const CallContext = createContext<Call | null>(null);

/** The call that the component is part of. */
export function useCall(): Call {
  const call = use(CallContext);
  if (!call) throw new Error("only within CallProvider");
  return call;
}

/** Holds the state that the parts of a call share, from the first search to Stop. */
export function CallProvider(props: CallProps & { readonly children: ReactNode }) {
  const { snapshot, phase, runner, info, glanced, children } = props;
  const { session, remote } = snapshot;
  const { dispatch } = runner;
  const video = isVideo(session);
  const talking = phase.at === "talking";
  const talk = "talk" in phase ? phase.talk : NEW_TALK;
  const conversation = useConversation(phase);
  const [hiding, setHiding] = useKeyedState(conversation, false);
  const leaving = talking && hiding;
  const spoken = talk.lines.some((line) => !line.mine);
  const chat = useChat(conversation, talking && spoken);
  const [draft] = useState(() => new Draft());
  const { languages = NONE } = session.wishes;
  const translation = usePartnerTranslator(conversation, talking, talk.lines, languages);
  const opening = talking && (phase.link === "agreed" || phase.link === "opening");
  const [carried, setCarried] = useKeyedState(conversation, false);
  if (opening !== carried) {
    setCarried(opening);
    // The visitor goes on writing in the other layout.
    if (opening && draft.of(conversation) !== "") chat.show(true);
  }
  const [dialog, setDialog] = useState<CallDialog | null>(null);
  const [volume, setVolume] = useState(1);
  const [icebreakers, setIcebreakers] = useIcebreakers();
  const moreButton = useRef<HTMLButtonElement>(null);
  const videoButton = useRef<HTMLButtonElement>(null);
  const picture = useRef<HTMLVideoElement>(null);
  const smallPicture = useRef<HTMLVideoElement>(null);
  const fit = usePictureFit(picture, remote);
  useSpeaker(picture, video);
  const nudity = useNudityCheck(picture, video ? remote : null);
  const obscured = nudity.why !== null || leaving || !talk.revealed || !talk.partnerRevealed;
  const held = useTypingHold(talking ? conversation : null, (typing) => {
    const { unattended, phase: now } = runner.snapshot().session;
    const counting = now.at === "partner-left" && now.nextAt !== null;
    if (unattended > 0 || (typing && counting)) dispatch({ type: "input", typing });
  });
  const clear = talking && !obscured ? remote : null;
  const self = useSelfView(conversation, clear !== null, glanced);
  const { lastMet } = session;
  // A partner can be reported until the next one: a partner who insults and leaves at once, too.
  const [said, setSaid] = useKeyedState(conversation, talk.lines);
  if ("talk" in phase && talk.lines !== said) setSaid(talk.lines);
  const lastPictures = useLastPictures(
    picture,
    video ? remote : null,
    info?.evidence ? conversation : null,
  );
  const shown = useSteadyPhase(phase);
  const hasChat = shown.at === "talking" || talk.lines.length > 0;
  const { share, devices, idle } = session;
  const selfLarge =
    video && SEARCHES.includes(shown.at) && share.camera && devices.camera && !idle.camera;
  const toPartner: Call["toPartner"] = (event) => {
    const { phase: now } = runner.snapshot().session;
    if ("room" in now && now.room.id === conversation) dispatch(event);
  };
  const call: Call = {
    ...{ snapshot, phase, runner, info, glanced, video, talking, talk, conversation },
    ...{ hasChat, chatShown: hasChat && chat.open },
    ...{ shown, selfLarge: selfLarge && snapshot.media.at === "open" },
    // Until the call opened, the visitor had the chat in sight.
    unread: useUnread(conversation, talk.lines, chat.open || opening),
    ...{ held, chat, draft, translation, dialog, setDialog, opening, videoButton },
    videoWish:
      talking && !video && videoHindrance() === null
        ? () => glanced() && toPartner({ type: "wish-video", on: talk.videoWish === "none" })
        : null,
    report:
      lastMet &&
      (() => {
        // A press right after a match was meant for the previous partner.
        if (talking && !glanced()) return;
        setDialog({ what: "report", accused: lastMet });
      }),
    ...{
      moreButton,
      picture,
      smallPicture,
      fit,
      nudity,
      lastPictures,
      said,
      obscured,
      clear,
      self,
    },
    notice: useArrivalNotice(talking),
    ...{ volume, setVolume, icebreakers, setIcebreakers, leaving },
    hide: () => {
      // Hides the picture at once, however long the render takes.
      for (const { current } of [picture, smallPicture]) current?.classList.add("invisible");
      if (picture.current) picture.current.muted = true;
      leavePictureInPicture();
      setHiding(true);
    },
    keep: () => setHiding(false),
    skip: () => {
      const { at } = runner.snapshot().session.phase;
      // Nobody is skipped once the partner has left.
      if (at === "partner-left") dispatch({ type: "next" });
      else if (at === phase.at && glanced()) toPartner({ type: "next" });
    },
    stop: () => dispatch({ type: "stop" }),
    toPartner,
  };
  return <CallContext value={call}>{children}</CallContext>;
}
