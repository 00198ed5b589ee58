/**
 * Reduces an offer to the codecs that all browsers have (RFC 7742, section 5; RFC 7874, section 3)
 * and to the formats that repair their packet loss. No two browsers choose another codec by
 * default, and the shorter offer halves the time that a matched partner waits for it. Only the copy
 * for the partner is reduced: an answer holds no more than the offer that it got. A medium without
 * any of these codecs is left as it is.
 */
export function withCommonCodecs(offer: string): string {
  return offer
    .split(/^(?=m=)/m)
    .map((section) => (/^m=(audio|video) /.test(section) ? inMedium(section) : section))
    .join("");
}

function inMedium(section: string): string {
  const [line = "", head = "", formats = ""] = section.match(/^(m=\S+ \d+ \S+ )(.*?)\r?$/m) ?? [];
  const all = formats.split(" ");
  const common = all.filter((format) => isCommon(section, format));
  if (common.length === 0) return section;
  const kept = all.filter((one) => common.includes(one) || mends(section, one, common));
  const attributes = /^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) .*\r?\n/gm;
  return section
    .replace(line, `${head}${kept.join(" ")}\r`)
    .replace(attributes, (whole, format: string) => (kept.includes(format) ? whole : ""));
}

function isCommon(section: string, format: string): boolean {
  const codec = codecOf(section, format);
  if (codec !== "h264") return codec === "opus" || codec === "vp8";
  // Constrained Baseline, packetization mode 1 (RFC 6184, 8.1).
  const parameters = parametersOf(section, format);
  return /packetization-mode=1/.test(parameters) && /profile-level-id=42e0/i.test(parameters);
}

/** Whether a format retransmits lost packets of one of those codecs (RFC 4588). */
function mends(section: string, format: string, common: readonly string[]): boolean {
  const of = parametersOf(section, format).match(/apt=(\d+)/)?.[1] ?? "";
  return codecOf(section, format) === "rtx" && common.includes(of);
}

function codecOf(section: string, format: string): string | undefined {
  return section.match(new RegExp(`^a=rtpmap:${format} ([^/]+)/`, "m"))?.[1]?.toLowerCase();
}

function parametersOf(section: string, format: string): string {
  return section.match(new RegExp(`^a=fmtp:${format} (.*)$`, "m"))?.[1] ?? "";
}
