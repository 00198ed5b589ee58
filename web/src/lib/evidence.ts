import { clipBytes } from "./text";

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
  /** The last lines of the chat, the oldest first. */
  readonly chat: readonly EvidenceLine[];
}

export interface EvidenceLine {
  readonly mine: boolean;
  readonly text: string;
  readonly atMs: number;
}

export const EVIDENCE_PICTURES_MAX = 3;
export const EVIDENCE_LINES_MAX = 20;
/** As in the schema: the limit of one chat message. */
const LINE_BYTES_MAX = 2048;

/** The text that is sealed. server/moderation/evidence.hpp describes it. */
export async function evidenceText(
  room: string,
  { pictures, chat }: Pick<Evidence, "pictures" | "chat">,
): Promise<string> {
  return JSON.stringify({
    format: 1,
    room,
    pictures: await Promise.all(pictures.slice(-EVIDENCE_PICTURES_MAX).map(base64url)),
    chat: chat.slice(-EVIDENCE_LINES_MAX).map(({ mine, text, atMs }) => ({
      at: Math.round(atMs),
      from: mine ? "reporter" : "partner",
      text: clipBytes(text.toWellFormed(), LINE_BYTES_MAX),
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
