import { LIMITS } from "@/protocol/messages";

/** The ICE user name fragments of a description, one or more: they name its generation (RFC 8839). */
export function ufragsOf(sdp: string): readonly string[] {
  return [...sdp.matchAll(/^a=ice-ufrag:(\S{4,256})/gm)].map((match) => match[1] ?? "");
}

/** Fits the wire: candidates that a description holds are trickled anyway. Null where it can not be made to fit. */
export function toWireSdp(sdp: string): string | null {
  const lean = sdp.replace(/^a=(candidate:.*|end-of-candidates)\r?\n/gm, "");
  return new TextEncoder().encode(lean).length <= LIMITS.sdpBytesMax ? lean : null;
}

/** With its candidates where they fit as well. Null like the above. */
export function toWholeWireSdp(sdp: string): string | null {
  return new TextEncoder().encode(sdp).length <= LIMITS.sdpBytesMax ? sdp : toWireSdp(sdp);
}

/** Session and version of a description (RFC 8829, 5.2.1): they name a connection, and what it said. */
function originOf(sdp: string): readonly [session: string, version: string] | null {
  const [, session, version] = sdp.match(/^o=\S+ (\S+) (\S+) /m) ?? [];
  return session === undefined || version === undefined ? null : [session, version];
}

/** One description, perhaps with more candidates than before. */
export function isSameDescription(a: string, b: string): boolean {
  const [one, other] = [originOf(a), originOf(b)];
  if (!one || !other) return a === b;
  return one[0] === other[0] && one[1] === other[1];
}

/** Whether two descriptions are of two connections. */
export function areOfTwoConnections(a: string, b: string): boolean {
  const [one, other] = [originOf(a), originOf(b)];
  return one !== null && other !== null && one[0] !== other[0];
}

/**
 * An answer does not say which offer it is for, and one that comes late would be taken for the answer to the next offer.
 * So ours name the offer in an attribute of their own; ends that do not know it ignore it (RFC 8866, 5.13).
 */
const ANSWERS = "a=x-nexuschat-answers:";

export function nameOffer(answer: string, offer: string): string {
  const ufrag = ufragsOf(offer)[0];
  return ufrag === undefined ? answer : answer.replace(/^m=/m, `${ANSWERS}${ufrag}\r\nm=`);
}

/** Whether this may be the answer to that offer: it names it, or names none. */
export function mayAnswer(answer: string, offer: string): boolean {
  const named = answer.match(/^a=x-nexuschat-answers:(\S+)/m)?.[1];
  return named === undefined || ufragsOf(offer).includes(named);
}
