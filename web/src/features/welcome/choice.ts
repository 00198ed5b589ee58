/** What a visitor chooses before Start. */
export interface Choice {
  readonly mode: "video" | "text";
  readonly interests: readonly string[];
  readonly languages?: readonly string[];
  readonly relayOnly?: boolean;
  readonly blurFirst?: boolean;
  readonly lane?: string;
}
