import { type MouseEvent, useState } from "react";
import { linkParts } from "@/lib/links";
import { repeatable } from "@/lib/load-code";
import { lazily } from "@/ui/lazily";

const LinkDialog = lazily(
  repeatable(
    () => import("./link-dialog"),
    (m) => m.LinkDialog,
  ),
);

/** A message with its links shown in full. A press on a link asks before it opens. */
export function MessageText({ text, mine }: { readonly text: string; readonly mine: boolean }) {
  const [asked, setAsked] = useState<string | null>(null);
  const ask = (event: MouseEvent, url: string) => {
    // The visitor's own links open without a question.
    if (mine) return;
    event.preventDefault();
    setAsked(url);
  };
  return (
    <>
      {linkParts(text).map((part, index) =>
        part.kind === "text" ? (
          part.text
        ) : (
          <a
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a message never change.
            key={index}
            href={part.url}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="underline underline-offset-2"
            onClick={(event) => ask(event, part.url)}
            onAuxClick={(event) => ask(event, part.url)}
          >
            {part.text}
          </a>
        ),
      )}
      {asked && <LinkDialog url={asked} onClose={() => setAsked(null)} />}
    </>
  );
}
