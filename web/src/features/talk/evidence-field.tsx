import { useId, useState } from "react";
import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/utils";
import { Button } from "@/ui/button";
import { Checkbox } from "@/ui/checkbox";
import { PageLink } from "@/ui/page-link";

export interface EvidenceShown {
  /** Addresses of the pictures, the oldest first. */
  readonly pictures: readonly string[];
  readonly lines: readonly { readonly mine: boolean; readonly text: string }[];
  /** The pictures start blurred. */
  readonly blurred: boolean;
}

export interface EvidenceFieldProps {
  readonly evidence: EvidenceShown;
  readonly pictures: boolean;
  readonly chat: boolean;
  readonly onPictures: (on: boolean) => void;
  readonly onChat: (on: boolean) => void;
}

/** Shows the pictures and messages that a report sends along, and lets the visitor leave them out. */
export function EvidenceField(props: EvidenceFieldProps) {
  const { evidence, pictures, chat, onPictures, onChat } = props;
  const { evidence: m } = useMessages().safety;
  const { chat: words } = useMessages();
  const [clear, setClear] = useState(!evidence.blurred);
  const hint = useId();
  if (evidence.pictures.length + evidence.lines.length === 0) return null;
  return (
    <fieldset className="flex flex-col gap-3" aria-describedby={hint}>
      <legend className="mb-1.5 text-sm font-medium">{m.title}</legend>
      {evidence.pictures.length > 0 && (
        <div className="flex flex-col gap-2">
          <Choice checked={pictures} onChange={onPictures}>
            {m.pictures(evidence.pictures.length)}
          </Choice>
          <div className="flex gap-2">
            {evidence.pictures.map((url) => (
              <span key={url} className="flex-1 overflow-hidden rounded-lg bg-stage">
                <img
                  src={url}
                  alt={m.picture}
                  className={cn(
                    "aspect-4/3 w-full object-cover",
                    !clear && "blur-lg",
                    !pictures && "opacity-30",
                  )}
                />
              </span>
            ))}
          </div>
          {!clear && (
            <Button variant="ghost" onClick={() => setClear(true)}>
              {m.look}
            </Button>
          )}
        </div>
      )}
      {evidence.lines.length > 0 && (
        <div className="flex flex-col gap-2">
          <Choice checked={chat} onChange={onChat}>
            {m.chat(evidence.lines.length)}
          </Choice>
          <ul
            ref={scrollToEnd}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box needs keyboard access.
            tabIndex={0}
            className={cn(
              "flex max-h-28 flex-col gap-1 overflow-y-auto overscroll-contain rounded-lg bg-secondary p-2 text-sm [overflow-wrap:anywhere]",
              !chat && "opacity-30",
            )}
          >
            {evidence.lines.map((line, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list does not change.
              <li key={at}>
                <span className="text-muted-foreground">
                  {line.mine ? words.you : words.stranger}
                </span>
                <bdi>{line.text}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
      <p id={hint} className="text-sm text-muted-foreground">
        {m.hint}
      </p>
    </fieldset>
  );
}

/** Begins at the latest message. Defined here, so that only the first rendering scrolls. */
function scrollToEnd(list: HTMLElement | null) {
  if (list) list.scrollTop = list.scrollHeight;
}

interface ChoiceProps {
  readonly checked: boolean;
  readonly onChange: (on: boolean) => void;
  readonly children: string;
}

function Choice({ checked, onChange, children }: ChoiceProps) {
  const id = useId();
  return (
    <div className="flex items-center gap-3">
      <Checkbox id={id} checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <label htmlFor={id}>{children}</label>
    </div>
  );
}

/** Why a report of a child carries words only, and where to find help. */
export function ChildNote({ hotlineUrl }: { readonly hotlineUrl: string | undefined }) {
  const { evidence: m } = useMessages().safety;
  return (
    <p role="status" className="rounded-xl bg-secondary p-3 text-sm">
      {m.child} {hotlineUrl && <PageLink to={hotlineUrl}>{m.hotline}</PageLink>}
    </p>
  );
}
