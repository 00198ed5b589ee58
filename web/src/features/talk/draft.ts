/**
 * The message that the visitor is writing. It outlives the text box, which another layout replaces
 * when a text conversation becomes a video call.
 */
export class Draft {
  #of: string | null = null;
  #text = "";

  /** Text for one partner must not reach the next. */
  of(conversation: string | null): string {
    return this.#of === conversation ? this.#text : "";
  }

  keep(conversation: string | null, text: string): void {
    this.#of = conversation;
    this.#text = text;
  }
}
