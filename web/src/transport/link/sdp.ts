import { LIMITS, type SessionDescription } from "@nexuschat/client/protocol";

/**
 * The ICE user name fragments of a description, one or more: they name its generation (RFC 8839).
 */
export function ufragsOf(sdp: string): readonly string[] {
  return [...sdp.matchAll(/^a=ice-ufrag:(\S{4,256})/gm)].map((match) => match[1] ?? "");
}

export interface IceCredentials {
  readonly ufrag: string;
  readonly pwd: string;
}

/** The credentials of the first medium; with bundling they are those of all media. */
export function iceCredentialsOf(sdp: string): IceCredentials {
  const of = (name: string) => sdp.match(new RegExp(`^a=ice-${name}:(\\S+)`, "m"))?.[1] ?? "";
  return { ufrag: of("ufrag"), pwd: of("pwd") };
}

export function withIceCredentials(sdp: string, { ufrag, pwd }: IceCredentials): string {
  return sdp
    .replace(/^a=ice-ufrag:\S+/gm, () => `a=ice-ufrag:${ufrag}`)
    .replace(/^a=ice-pwd:\S+/gm, () => `a=ice-pwd:${pwd}`);
}

export function withoutCandidates(sdp: string): string {
  return sdp.replace(/^a=(candidate:.*|end-of-candidates)\r?\n/gm, "");
}

/**
 * Reduces a description to fit the wire: its candidates are trickled anyway. Null if it does not
 * fit.
 */
export function toWireSdp(sdp: string): string | null {
  const lean = withoutCandidates(sdp);
  return new TextEncoder().encode(lean).length <= LIMITS.sdpBytesMax ? lean : null;
}

/** With its candidates if they fit as well. Null as above. */
export function toWholeWireSdp(sdp: string): string | null {
  return new TextEncoder().encode(sdp).length <= LIMITS.sdpBytesMax ? sdp : toWireSdp(sdp);
}

/**
 * Session and version of a description (RFC 8829, 5.2.1): they name a connection and a revision of
 * its description.
 */
function originOf(sdp: string): readonly [session: string, version: string] | null {
  const [, session, version] = sdp.match(/^o=\S+ (\S+) (\S+) /m) ?? [];
  return session === undefined || version === undefined ? null : [session, version];
}

/** Whether both are the same description, perhaps with more candidates. */
export function isSameDescription(a: string, b: string): boolean {
  const [one, other] = [originOf(a), originOf(b)];
  if (!one || !other) return a === b;
  return one[0] === other[0] && one[1] === other[1];
}

/** Whether two descriptions belong to two connections. */
export function areOfTwoConnections(a: string, b: string): boolean {
  const [one, other] = [originOf(a), originOf(b)];
  return one !== null && other !== null && one[0] !== other[0];
}

/**
 * An answer does not name the offer that it is for; a late one would be applied to the next offer.
 * So this client's answers name the offer in an attribute of their own: by its ICE user name
 * fragment and its version, as the next offer may keep the fragment; or, if pre-generated, by the
 * offer's shape. Ends that do not know the attribute ignore it (RFC 8866, 5.13).
 */
const ANSWERS = "a=x-nexuschat-answers:";
/** A character that no fragment contains (RFC 8839, 5.4). */
const SHAPE = "~";

export function nameOffer(answer: string, offer: string): string {
  const ufrag = ufragsOf(offer)[0];
  if (ufrag === undefined) return answer;
  const version = originOf(offer)?.[1];
  return nameIn(answer, version === undefined ? ufrag : `${ufrag} ${version}`);
}

/** For an answer to any offer of the same shape. */
export function nameShape(answer: string, offer: string): string {
  return nameIn(answer, shapeOf(offer));
}

/** Whether this may be the answer to that offer: it names the offer, or none. */
export function mayAnswer(answer: string, offer: string): boolean {
  const [named, version] = namedIn(answer);
  if (named === undefined) return true;
  if (named.startsWith(SHAPE)) return named === shapeOf(offer);
  const isOfAnother = version !== undefined && version !== originOf(offer)?.[1];
  return !isOfAnother && ufragsOf(offer).includes(named);
}

/** Whether the answer was pre-generated. */
export function isPregeneratedAnswer({ type, sdp }: SessionDescription): boolean {
  return type === "answer" && namedIn(sdp ?? "")[0]?.startsWith(SHAPE) === true;
}

function nameIn(answer: string, name: string): string {
  return answer.replace(/^m=/m, () => `${ANSWERS}${name}\r\nm=`);
}

function namedIn(answer: string): readonly (string | undefined)[] {
  const [, named, version] = answer.match(/^a=x-nexuschat-answers:(\S+)(?: (\d+))?/m) ?? [];
  return [named, version];
}

/**
 * What an answer depends on: two offers of one shape can have the same answer. The shape excludes
 * everything that differs between two connections of a browser: session, addresses, credentials,
 * keys and stream names. Hashed with FNV-1a, as an attacker who finds a collision gains no more
 * than by a wrong answer.
 */
export function shapeOf(offer: string): string {
  const lasting = offer
    .replace(
      /^(o=|c=|a=(ice-|fingerprint:|setup:|candidate:|end-of-candidates|ssrc|msid|rtcp:)).*\r?\n/gm,
      "",
    )
    .replace(/^(m=\S+) \d+/gm, "$1");
  let hash = 0x811c9dc5;
  for (let i = 0; i < lasting.length; i++) {
    hash = Math.imul(hash ^ lasting.charCodeAt(i), 0x01000193) >>> 0;
  }
  return `${SHAPE}${hash.toString(16)}`;
}
