/** Made by scripts/emoji-names.ts. */
declare module "virtual:emoji-names/*" {
  /** Emoji in the usual order, with the words that find them. */
  export const names: readonly (readonly [emoji: string, words: string])[];
}
