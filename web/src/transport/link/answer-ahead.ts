import { withCommonCodecs } from "./common-codecs";
import { handshakesEarly } from "./handshake-watch";
import { offerBoth } from "./offering";
import { iceCredentialsOf, ufragsOf, withIceCredentials, withoutCandidates } from "./sdp";

/**
 * An answer that is given before there is an offer (ADR 9): to one that this browser makes up, for any offer of the same shape. Needs a
 * connection that keeps its ICE credentials when another offer takes the place of the answered one (RFC 8829, 5.3.1 has it make
 * new ones), which not every browser grants.
 */
export async function answerMadeUpOffer(connection: RTCPeerConnection): Promise<string> {
  const offer = await madeUpOffer();
  await connection.setRemoteDescription({ type: "offer", sdp: offer });
  await connection.setLocalDescription();
  return offer;
}

/** Whether the answer would hold, found by doing with another made-up offer what has to be done with the real one. */
export async function rehearse(
  connection: RTCPeerConnection,
  answer: string,
  madeUp: string,
): Promise<boolean> {
  try {
    await putInPlace(connection, answer, withIceCredentials(madeUp, OTHER));
  } catch {
    return false;
  }
  // A handshake within the first check would meet the keys of the made-up offer.
  return !handshakesEarly(connection);
}

/** Gives `offer` the answer that was given before, in the place of the offer that it was given to. Throws if the browser refuses. */
export async function putInPlace(
  connection: RTCPeerConnection,
  answer: string,
  offer: string,
): Promise<void> {
  // First all but its ICE credentials. As long as the fingerprint of the made-up offer is in force no packet of the partner may
  // be heard: its handshake would fail, and for good.
  const known = iceCredentialsOf(connection.remoteDescription?.sdp ?? "");
  const mute = withIceCredentials(withoutCandidates(offer), known);
  await Promise.all([
    connection.setRemoteDescription({ type: "offer", sdp: mute }),
    connection.createAnswer(), // Nothing is an answer to the browser unless it has been asked for one.
  ]);
  await Promise.all([
    connection.setLocalDescription({ type: "answer", sdp: answer }),
    connection.setRemoteDescription({ type: "offer", sdp: offer }),
    connection.setLocalDescription({ type: "answer", sdp: answer }),
  ]);
  const [kept] = ufragsOf(connection.localDescription?.sdp ?? "");
  if (kept !== ufragsOf(answer)[0]) throw new Error("the browser has made new ICE credentials");
}

/** Of the rehearsal's partner, who does not exist. */
const OTHER = { ufrag: "none", pwd: "nobodynobodynobodynobody" };

/** As an equal browser offers with both kinds to send. It is to begin the handshake: it is the first to have a path. */
async function madeUpOffer(): Promise<string> {
  const equal = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
  try {
    offerBoth(equal, null, "sendrecv");
    const { sdp = "" } = await equal.createOffer();
    return withCommonCodecs(sdp).replace(/^a=setup:actpass/gm, "a=setup:active");
  } finally {
    equal.close();
  }
}
