import type { Phase } from "@/features/session/model";

/** The phases in which the call's screen is shown. */
export type CallPhase = Extract<
  Phase,
  { at: "searching" | "reconnecting" | "connecting" | "talking" | "partner-left" }
>;
