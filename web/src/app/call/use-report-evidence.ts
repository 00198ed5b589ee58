import { useEffect, useEffectEvent, useState } from "react";
import { loadSending } from "@/features/session/evidence-port";
import type { Met } from "@/features/session/model";
import { type Evidence, evidenceLines } from "@/lib/evidence";
import { useCall } from "./call-context";

interface Picture {
  readonly file: Blob;
  readonly url: string;
}

/** What the dialog shows, and what the visitor chose to send of it. */
export interface ReportEvidence {
  readonly pictures: readonly string[];
  readonly lines: Evidence["chat"];
  /** The pictures start blurred: the nudity check hid the partner when last seen. */
  readonly blurred: boolean;
  /** Undefined if nothing of it is to be sent. */
  readonly chosen: (pictures: boolean, chat: boolean) => Evidence | undefined;
}

/**
 * The last pictures and the chat of the conversation with this partner, as they were when the dialog
 * opened. Null if the site takes no evidence.
 */
export function useReportEvidence({ room }: Met): ReportEvidence | null {
  const { conversation, info, said, lastPictures, nudity } = useCall();
  const to = info?.evidence ?? null;
  // The next partner may have come since.
  const [present] = useState(room === conversation);
  const [lines] = useState(() => (present ? evidenceLines(said) : []));
  const [blurred] = useState(nudity.hid);
  const [pictures, setPictures] = useState<readonly Picture[]>([]);
  // The site's settings may arrive after the next partner.
  const take = useEffectEvent(async () => (room === conversation ? lastPictures() : []));
  const wanted = present && to !== null;
  useEffect(() => {
    if (!wanted) return;
    // Loaded early: a report must not wait.
    void loadSending().catch(() => {});
    let taken: readonly Picture[] | null = [];
    void take().then((files) => {
      if (!taken) return;
      taken = files.map((file) => ({ file, url: URL.createObjectURL(file) }));
      setPictures(taken);
    });
    return () => {
      for (const { url } of taken ?? []) URL.revokeObjectURL(url);
      taken = null;
    };
  }, [wanted]);
  if (!to) return null;
  const chosen = (withPictures: boolean, withChat: boolean): Evidence | undefined => {
    const files = withPictures ? pictures.map(({ file }) => file) : [];
    const chat = withChat ? lines : [];
    return files.length + chat.length > 0 ? { to, pictures: files, chat } : undefined;
  };
  return { pictures: pictures.map(({ url }) => url), lines, blurred, chosen };
}
