import { newMessageId } from "@nexuschat/client/message-id";
import { useEffect, useRef } from "react";
import { ChatPanel } from "@/features/talk/chat-panel";
import { EmptyChat } from "@/features/talk/empty-chat";
import type { Messages } from "@/i18n/en";
import { useMessages } from "@/i18n/i18n";
import { useCall } from "../call-context";
import type { CallPhase } from "../call-phase";
import { useChatTranslation } from "./chat-translation";

export function CallChat() {
  const { phase, talk, talking, video, conversation, held, draft, chat, toPartner } = useCall();
  const m = useMessages().chat;
  const translation = useChatTranslation();
  const composer = useRef<HTMLTextAreaElement>(null);
  const partner = talking ? conversation : null;
  useEffect(() => {
    // With a mouse there is a keyboard as well: the visitor can type at once.
    if (partner && matchMedia("(pointer: fine)").matches) composer.current?.focus();
  }, [partner]);
  useEffect(() => {
    if (chat.wanted) composer.current?.focus();
  }, [chat.wanted]);
  return (
    <ChatPanel
      conversation={conversation}
      lines={talk.lines}
      partnerTyping={talk.partnerTyping}
      enabled={talking}
      held={held}
      draft={draft}
      empty={
        <EmptyChat
          text={emptyChat(m, phase)}
          waved={talk.waved}
          partnerWaved={talk.partnerWaved}
          onWave={talking ? () => toPartner({ type: "react", emoji: "wave" }) : null}
        />
      }
      onSend={(text) => toPartner({ type: "send-chat", id: newMessageId(), text })}
      onSendAgain={(id) => toPartner({ type: "resend-chat", id })}
      translation={translation}
      onTyping={(on) => toPartner({ type: "typing", on })}
      heading={video ? { onClose: () => chat.show(false) } : null}
      writable={video || talking}
      composerRef={composer}
      className="flex-1"
    />
  );
}

/** The text shown before the first message. */
function emptyChat(m: Messages["chat"], phase: CallPhase): string {
  if (phase.at !== "talking") return m.emptyBefore;
  const { interests } = phase.room.shared;
  return interests.length === 0 ? m.empty : m.emptyShared(interests);
}
