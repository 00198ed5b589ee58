// One emoji: a flag, a keycap, or pictures joined to one, each with its tone or tags.
const PICTURE = String.raw`\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?[\u{E0020}-\u{E007F}]*`;
const EMOJI = String.raw`(?:\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3|${PICTURE}(?:\u200D${PICTURE})*)`;
const FEW = new RegExp(String.raw`^${EMOJI}(?:\s?${EMOJI}){0,2}$`, "u");

/** Whether a message is one to three emoji and nothing else: such a message is shown large. */
export function isFewEmoji(text: string): boolean {
  return FEW.test(text);
}
