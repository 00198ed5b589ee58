import { LIMITS, REPORT_REASONS, type ReportReason } from "@nexuschat/client/protocol";
import { type FormEvent, useId, useState } from "react";
import { useMessages } from "@/i18n/i18n";
import { byteLength, cleanText } from "@/lib/text";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Textarea } from "@/ui/textarea";
import { ChildNote, EvidenceField, type EvidenceShown } from "./evidence-field";

export interface ReportChoice {
  readonly reason: ReportReason;
  readonly note: string;
  /** What to send along. */
  readonly pictures: boolean;
  readonly chat: boolean;
}

export interface ReportDialogProps {
  /** The report is about a partner who has gone; the next one may be there. */
  readonly last: boolean;
  /** What can be sent along; null if the site takes no evidence. */
  readonly evidence: EvidenceShown | null;
  /** Of a hotline for children in danger, if the site names one. */
  readonly hotlineUrl: string | undefined;
  readonly onReport: (choice: ReportChoice) => void;
  /** Null if the partner is blocked already. */
  readonly onBlock: (() => void) | null;
  readonly onClose: () => void;
}

/** Asks for the reason of a report, or for a block alone. */
export function ReportDialog(props: ReportDialogProps) {
  const { last, evidence, hotlineUrl, onReport, onBlock, onClose } = props;
  const m = useMessages();
  const [reason, setReason] = useState<ReportReason | null>(null);
  const [note, setNote] = useState("");
  const [pictures, setPictures] = useState(true);
  const [chat, setChat] = useState(true);
  // Pictures of children must not be passed on, not even to report them.
  const wordsOnly = reason === "minor";
  const clean = cleanText(note);
  const over = byteLength(clean) - LIMITS.reportNoteBytesMax;
  const noteId = useId();
  const hintId = useId();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!reason || over > 0) return;
    const share = evidence !== null && !wordsOnly;
    onReport({ reason, note: clean, pictures: share && pictures, chat: share && chat });
  };
  return (
    <Dialog
      title={m.safety.title}
      description={last ? m.safety.introLast : m.safety.intro}
      closeLabel={m.comfort.close}
      onClose={onClose}
    >
      <form className="flex flex-col gap-4" onSubmit={send}>
        <fieldset className="flex flex-col">
          <legend className="sr-only">{m.safety.reason}</legend>
          {REPORT_REASONS.map((one) => (
            <label
              key={one}
              className="flex min-h-11 cursor-pointer items-center gap-3 rounded-xl px-2 py-2 leading-snug has-checked:bg-secondary has-focus-visible:outline-2 has-focus-visible:outline-ring"
            >
              <input
                type="radio"
                name="reason"
                value={one}
                checked={reason === one}
                className="size-4.5 accent-primary outline-none"
                onChange={() => setReason(one)}
              />
              {m.safety.reasons[one]}
            </label>
          ))}
        </fieldset>
        <div className="flex flex-col gap-1.5">
          <label htmlFor={noteId} className="text-sm font-medium">
            {m.safety.note}
          </label>
          <Textarea
            id={noteId}
            rows={2}
            maxLength={2 * LIMITS.reportNoteBytesMax}
            value={note}
            aria-describedby={hintId}
            aria-invalid={over > 0}
            onChange={(event) => setNote(event.target.value)}
          />
          <p id={hintId} role="status" className="text-sm text-muted-foreground">
            {over > 0 ? m.chat.bytesOver(over) : m.safety.noteHint}
          </p>
        </div>
        {wordsOnly && <ChildNote hotlineUrl={hotlineUrl} />}
        {evidence && reason && !wordsOnly && (
          <EvidenceField
            evidence={evidence}
            pictures={pictures}
            chat={chat}
            onPictures={setPictures}
            onChat={setChat}
          />
        )}
        {/* Within reach, however much stands above. */}
        <div className="sticky bottom-0 flex flex-wrap gap-2 bg-popover py-1">
          <Button type="submit" className="flex-1" disabled={!reason || over > 0}>
            {m.safety.report}
          </Button>
          {onBlock && (
            <Button variant="secondary" className="flex-1" onClick={onBlock}>
              {m.safety.block}
            </Button>
          )}
          <Button variant="ghost" className="flex-1" onClick={onClose}>
            {m.safety.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
