import { describe, expect, it } from "vitest";
import { withCommonCodecs } from "./common-codecs";

const lines = (...all: string[]) => `${all.join("\r\n")}\r\n`;

const SESSION = ["v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0 1"];
const VIDEO = [
  "m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103 104 105 45 46 118 119",
  "c=IN IP4 0.0.0.0",
  "a=mid:1",
  "a=rtpmap:96 VP8/90000",
  "a=rtcp-fb:96 nack pli",
  "a=rtpmap:97 rtx/90000",
  "a=fmtp:97 apt=96",
  "a=rtpmap:102 H264/90000",
  "a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
  "a=rtpmap:103 rtx/90000",
  "a=fmtp:103 apt=102",
  "a=rtpmap:104 H264/90000",
  "a=fmtp:104 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f",
  "a=rtpmap:105 rtx/90000",
  "a=fmtp:105 apt=104",
  "a=rtpmap:45 AV1/90000",
  "a=rtcp-fb:45 nack pli",
  "a=rtpmap:46 rtx/90000",
  "a=fmtp:46 apt=45",
  "a=rtpmap:118 red/90000",
  "a=rtpmap:119 rtx/90000",
  "a=fmtp:119 apt=118",
  "a=ssrc:1 cname:x",
];

describe("withCommonCodecs", () => {
  it("keeps the codecs of all browsers and their retransmission, in the offer's order", () => {
    const offer = lines(
      ...SESSION,
      "m=audio 9 UDP/TLS/RTP/SAVPF 0 111 63 9",
      "a=mid:0",
      "a=rtpmap:0 PCMU/8000",
      "a=rtpmap:111 opus/48000/2",
      "a=rtcp-fb:111 transport-cc",
      "a=fmtp:111 minptime=10;useinbandfec=1",
      "a=rtpmap:63 red/48000/2",
      "a=fmtp:63 111/111",
      "a=rtpmap:9 G722/8000",
      ...VIDEO,
    );
    expect(withCommonCodecs(offer)).toBe(
      lines(
        ...SESSION,
        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
        "a=mid:0",
        "a=rtpmap:111 opus/48000/2",
        "a=rtcp-fb:111 transport-cc",
        "a=fmtp:111 minptime=10;useinbandfec=1",
        "m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103",
        ...VIDEO.slice(1, 11),
        "a=ssrc:1 cname:x",
      ),
    );
  });

  it("leaves unknown lines alone, and a medium without any common codec", () => {
    const strange = lines(
      ...SESSION,
      "m=video 9 UDP/TLS/RTP/SAVPF 45",
      "a=rtpmap:45 AV1/90000",
      "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
      "a=sctp-port:5000",
    );
    for (const one of [strange, "", "v=0", "m=audio\r\n", lines("m=audio 9 X", "a=mid:0")]) {
      expect(withCommonCodecs(one)).toBe(one);
    }
  });
});
