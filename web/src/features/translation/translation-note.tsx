import type { MessageId } from "@nexuschat/client/protocol";
import { Languages } from "lucide-react";
import { type ReactNode, useRef, useSyncExternalStore } from "react";
import type { Note, PartnerTranslator } from "./partner-translator";
import { useTranslationWords } from "./translation-words";

export interface TranslationNoteProps {
  readonly by: PartnerTranslator;
  /** The message, which is in the element `textId`. */
  readonly id: MessageId;
  readonly textId: string;
  /** Shows a translation as a message is shown. */
  readonly bubble: (text: string, lang: string) => ReactNode;
}

/** What a message in another language has below it. */
export function TranslationNote({ by, id, ...rest }: TranslationNoteProps) {
  const note = useSyncExternalStore(by.subscribe, () => by.note(id));
  const offer = useSyncExternalStore(by.subscribe, () => by.offer(id));
  if (!note) return null;
  return (
    <TranslationView
      note={note}
      offer={offer}
      target={by.target}
      onTranslate={() => by.translate(id)}
      onGiveUp={() => by.giveUp()}
      onEverything={(on) => by.translateEverything(on)}
      {...rest}
    />
  );
}

export interface TranslationViewProps extends Pick<TranslationNoteProps, "textId" | "bubble"> {
  readonly note: Note;
  readonly offer: "everything" | "stop" | null;
  readonly target: string;
  readonly onTranslate: () => void;
  readonly onGiveUp: () => void;
  readonly onEverything: (on: boolean) => void;
}

export function TranslationView(props: TranslationViewProps) {
  const { note, offer, textId, target } = props;
  const m = useTranslationWords();
  const group = useRef<HTMLFieldSetElement>(null);
  if (!m) return null;
  /** The pressed button disappears; the keyboard focus stays with the message. */
  const pressed = (action: () => void) => () => {
    group.current?.focus();
    action();
  };
  return (
    <fieldset
      ref={group}
      tabIndex={-1}
      aria-label={m.label}
      aria-describedby={textId}
      // The chat is a live region: here only the result is announced.
      aria-live="off"
      className="flex w-full min-w-0 flex-col items-start gap-1 pt-1 text-xs text-muted-foreground outline-none"
    >
      {note.at === "offered" && (
        <Action onPress={pressed(props.onTranslate)}>
          <Languages className="size-3.5" aria-hidden="true" />
          {m.translate}
        </Action>
      )}
      {note.at === "waiting" && (
        <>
          <span className="flex flex-wrap items-center gap-1">
            <span className="px-1.5">
              {note.loaded === null ? m.working : m.downloading(note.from)}
            </span>
            {note.loaded !== null && (
              <progress
                aria-label={m.downloading(note.from)}
                value={note.loaded}
                className="me-1.5 h-1.5 w-24 appearance-none overflow-hidden rounded-full [&::-webkit-progress-bar]:bg-input [&::-webkit-progress-value]:bg-primary"
              />
            )}
            <Action onPress={pressed(props.onGiveUp)}>{m.cancel}</Action>
          </span>
          {note.loaded !== null && <Hint>{m.onDevice}</Hint>}
        </>
      )}
      <div aria-live="polite" className="flex w-full flex-col items-start">
        {note.at === "done" && (
          <>
            {props.bubble(note.text, target)}
            <span className="px-1.5 pt-1">{m.from(note.from)}</span>
          </>
        )}
        {note.at === "failed" && <span className="ps-1.5 text-danger">{m.failed}</span>}
      </div>
      {note.at === "failed" && <Action onPress={pressed(props.onTranslate)}>{m.again}</Action>}
      {note.at === "done" && offer && (
        <>
          <Action onPress={() => props.onEverything(offer === "everything")}>
            {offer === "everything" ? m.everything : m.stop}
          </Action>
          {offer === "everything" && <Hint>{m.onDevice}</Hint>}
        </>
      )}
    </fieldset>
  );
}

interface ActionProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
}

function Action({ children, onPress }: ActionProps) {
  return (
    <button
      type="button"
      className="touch inline-flex items-center gap-1 rounded px-1.5 py-0.5 text-start font-semibold underline underline-offset-2"
      onClick={onPress}
    >
      {children}
    </button>
  );
}

function Hint({ children }: { readonly children: ReactNode }) {
  return <span className="px-1.5 text-pretty">{children}</span>;
}
