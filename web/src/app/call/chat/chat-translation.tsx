import type { MessageId } from "@nexuschat/client/protocol";
import { useSyncExternalStore } from "react";
import { BubbleText } from "@/features/talk/bubble-text";
import type { ChatTranslation } from "@/features/talk/chat-panel";
import { useMessages } from "@/i18n/i18n";
import type { ChatLine } from "@/lib/chat";
import { useCall } from "../call-context";

const NO_LANGUAGES: ReadonlyMap<MessageId, string> = new Map();
const never = () => () => {};

/** What the chat shows of the translation of the partner's messages; null without one. */
export function useChatTranslation(): ChatTranslation | null {
  const { translation } = useCall();
  const translator = translation?.translator;
  const subscribe = translator?.subscribe ?? never;
  const languages = useSyncExternalStore(subscribe, translator?.languages ?? (() => NO_LANGUAGES));
  const changes = useSyncExternalStore(subscribe, translator?.changes ?? (() => 0));
  if (!translation) return null;
  return {
    ...{ languages, changes },
    below: (line, textId) => <CallTranslation line={line} textId={textId} />,
  };
}

interface CallTranslationProps {
  readonly line: ChatLine;
  readonly textId: string;
}

function CallTranslation({ line, textId }: CallTranslationProps) {
  const { translation } = useCall();
  const m = useMessages().chat;
  if (!translation) return null;
  const { translator, parts } = translation;
  return (
    <parts.TranslationNote
      by={translator}
      id={line.id}
      textId={textId}
      bubble={(text, lang) => (
        <BubbleText
          text={text}
          mine={false}
          lang={lang}
          speaker={m.stranger}
          className="rounded-[1.15rem] border px-3.5 py-2 text-base leading-snug text-foreground"
        />
      )}
    />
  );
}

/** A message where the chat is closed: translated once it is. */
export function PeekText({ line }: { readonly line: ChatLine }) {
  const { translation } = useCall();
  if (!translation || line.mine) return <span>{line.text}</span>;
  const { translator, parts } = translation;
  return <parts.TranslatedText by={translator} id={line.id} original={line.text} />;
}
