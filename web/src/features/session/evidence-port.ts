import { loadCode, repeatable } from "@/lib/load-code";
import type { Dispatch, Handlers } from "./port";

const importSending = repeatable(
  () => import("@/transport/evidence/send-evidence"),
  (m) => m.sendEvidence,
);

/** Sealing needs code that few visits use: the report dialog loads it early. */
export const loadSending = () => loadCode(importSending);

/** Sends the evidence of answered reports. */
export class EvidencePort {
  readonly #dispatch: Dispatch;

  constructor(dispatch: Dispatch) {
    this.#dispatch = dispatch;
  }

  readonly handlers: Handlers<"send-evidence"> = {
    "send-evidence": ({ room, token, evidence }) => {
      const lost = () => this.#dispatch({ type: "evidence-lost" });
      loadSending()
        .then((sendEvidence) => sendEvidence(room, token, evidence))
        .then((sent) => sent || lost(), lost);
    },
  };
}
