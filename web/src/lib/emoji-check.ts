/**
 * Easy to distinguish and to name aloud in any language. The order is part of the check: never
 * change it.
 */
export const CHECK_EMOJI: readonly string[] = [
  ..."🐶🐱🐭🐰🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧🦆🦉🐴🦄🐝🦋🐌🐢🐍🐙🐬🐳🍎🍋🍌🍇🍓🍒🥕🌽🍄🍞🧀🍕🍦🍩🎂☕⚽🎈🎁🎸🎺🥁🚗🚲🚀⛵🏠🌙🌈🔥🌵🌻🔑🔔👑💡",
];

/**
 * Four emoji from the keys of both ends, the same on both sides whatever the order of the
 * arguments: 24 bits of the SHA-256 of the two fingerprints in sorted order. An attacker in between
 * has other keys, and so other emoji, on each side.
 */
export async function checkEmoji(
  ends: { readonly local: string; readonly remote: string },
  digest: (data: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer> = (data) =>
    crypto.subtle.digest("SHA-256", data),
): Promise<readonly string[]> {
  const text = [ends.local, ends.remote].sort().join("\n");
  const hash = new Uint8Array(await digest(new TextEncoder().encode(text)));
  const [a = 0, b = 0, c = 0] = hash;
  const bits = (a << 16) | (b << 8) | c;
  return [18, 12, 6, 0].map((shift) => CHECK_EMOJI[(bits >> shift) & 63] ?? "");
}
