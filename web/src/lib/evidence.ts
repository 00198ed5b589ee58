import { byteLength, clipBytes } from "./text";

/** The site's wish for evidence: reporters' pages seal it for this key. */
export interface EvidenceKey {
  /** The operator's public key: X25519, in base64url. */
  readonly key: string;
  /** The limit of the sealed evidence of one report. */
  readonly bytesMax: number;
}

/** What a reporter sends along with a report. */
export interface Evidence {
  readonly to: EvidenceKey;
  /** JPEG files of the last seconds, the oldest first. */
  readonly pictures: readonly Blob[];
  /** The chat of the conversation, as evidenceLines() returns it. */
  readonly chat: readonly EvidenceLine[];
}

export interface EvidenceLine {
  readonly mine: boolean;
  readonly text: string;
  readonly atMs: number;
}

export const EVIDENCE_PICTURES_MAX = 3;
/** As many as a page keeps (CHAT_LINES_MAX); `nexuschat open-evidence` accepts no more. */
export const EVIDENCE_LINES_MAX = 500;
/**
 * Of all lines together, in UTF-8. Escaped as JSON they take at most twice as much, so that a
 * picture still fits.
 */
export const EVIDENCE_CHAT_BYTES_MAX = 64 * 1024;

/**
 * The whole conversation, the oldest line first. Only the longest lines are shortened if not all
 * fits. So neither many short lines nor a few long ones can push out an earlier line.
 */
export function evidenceLines(lines: readonly EvidenceLine[]): readonly EvidenceLine[] {
  const said = lines
    .slice(-EVIDENCE_LINES_MAX)
    .map(({ mine, text, atMs }) => ({ mine, atMs, text: text.toWellFormed() }));
  const max = fairShare(said.map(({ text }) => byteLength(text)));
  return said.map((line) => ({ ...line, text: shortened(line.text, max) }));
}

/** The largest limit of one line with which all lines fit. */
function fairShare(lengths: readonly number[]): number {
  let left = EVIDENCE_CHAT_BYTES_MAX;
  for (const [at, length] of lengths.toSorted((a, b) => a - b).entries()) {
    const share = Math.floor(left / (lengths.length - at));
    if (length > share) return share;
    left -= length;
  }
  return EVIDENCE_CHAT_BYTES_MAX;
}

function shortened(text: string, bytesMax: number): string {
  if (byteLength(text) <= bytesMax) return text;
  return clipBytes(text, bytesMax - byteLength(ELLIPSIS)) + ELLIPSIS;
}

const ELLIPSIS = "…";

/** The text that is sealed. server/moderation/evidence.hpp describes it. */
export async function evidenceText(
  room: string,
  { pictures, chat }: Pick<Evidence, "pictures" | "chat">,
): Promise<string> {
  return JSON.stringify({
    format: 1,
    room,
    pictures: await Promise.all(pictures.slice(-EVIDENCE_PICTURES_MAX).map(base64url)),
    chat: chat.map(({ mine, text, atMs }) => ({
      at: Math.round(atMs),
      from: mine ? "reporter" : "partner",
      text,
    })),
  });
}

async function base64url(picture: Blob): Promise<string> {
  let binary = "";
  for (const byte of new Uint8Array(await picture.arrayBuffer())) {
    binary += String.fromCharCode(byte);
  }
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
