/** The result of a complaint, a like or a change of a device, shown to the visitor. */
export type Notice =
  | "reported"
  | "blocked"
  | "not-reported"
  | "evidence-lost"
  | "too-late"
  | "liked"
  | "both-like"
  | "met-before"
  | `${"camera" | "microphone"}-${"replaced" | "lost" | "denied" | "no-device" | "busy" | "failed"}`;
