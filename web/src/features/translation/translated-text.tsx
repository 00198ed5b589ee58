import type { MessageId } from "@nexuschat/client/protocol";
import { useSyncExternalStore } from "react";
import type { PartnerTranslator } from "./partner-translator";

export interface TranslatedTextProps {
  readonly by: PartnerTranslator;
  readonly id: MessageId;
  readonly original: string;
}

/** A message's translation once there is one, where the chat with the original is closed. */
export function TranslatedText({ by, id, original }: TranslatedTextProps) {
  const note = useSyncExternalStore(by.subscribe, () => by.note(id));
  return note?.at === "done" ? <span lang={by.target}>{note.text}</span> : <span>{original}</span>;
}
