import type { MatchClientMessage, MatchServerMessage } from "@nexuschat/client/protocol";
import { BUSY_WAIT_MS } from "@nexuschat/client/search";
import type { Effect, Step } from "./effect";
import { without } from "./like-steps";
import type { Complaint, LastMet, Notice, Session } from "./model";
import { announced, leaving, same, search } from "./transitions";

type MatchError = Extract<MatchServerMessage, { type: "error" }>;

/**
 * The visitor reports or blocks a partner: leaves at once and never meets that partner again. After
 * a block it can still report: many block first, out of fear.
 */
export function complain(session: Session, complaint: Complaint, now: number): Step {
  const { phase } = session;
  const last = session.lastMet?.room === complaint.room;
  const lastMet = last ? afterwards(complaint) : session.lastMet;
  const complaining = without({ ...session, lastMet, complaint, notice: null }, complaint.room);
  // Sent before the search, so that the server does not offer the same partner again.
  const said = sendComplaint(complaining);
  const here = "room" in phase && phase.room.id === complaint.room;
  if (!here && !(last && phase.at === "partner-left")) return [complaining, said];
  const goodbye = leaving(session, complaint.report ? "reported" : "skip");
  const [next, effects] = search(complaining, now);
  return [next, [...said, ...goodbye, ...effects]];
}

function afterwards({ room, encounter, report }: Complaint): LastMet | null {
  return report ? null : { room, encounter, blocked: true };
}

/**
 * Sends the complaint: at once, after a rate limit, and after each welcome until it is answered.
 */
export function sendComplaint({ complaint }: Session): readonly Effect[] {
  if (!complaint) return [];
  const { room, encounter, report } = complaint;
  const whom = { room, ...(encounter === undefined ? {} : { encounter }) };
  const message: MatchClientMessage = report
    ? { type: "report", ...whom, ...report }
    : { type: "block", ...whom };
  return [{ do: "send-to-match", message }];
}

export function complaintAnswered(
  session: Session,
  message: Extract<MatchServerMessage, { type: "reported" | "blocked" }>,
): Step {
  const { complaint } = session;
  // A report may follow a block of the same partner before that is answered.
  const answers = message.type === "reported" ? "report" : "block";
  if (complaint?.room !== message.room || answers !== typeOf(complaint)) return same(session);
  const { evidence } = complaint;
  const token = message.type === "reported" ? message.evidence : undefined;
  const [next, effects] = settled(session, complaint.reportLost ? "not-reported" : message.type);
  if (!evidence || token === undefined) return [next, effects];
  return [next, [...effects, { do: "send-evidence", room: message.room, token, evidence }]];
}

/** The report itself was recorded. */
export function evidenceLost(session: Session): Step {
  return announced(session, "evidence-lost");
}

/** Null if the error is about something else. */
export function complaintFailed(session: Session, error: MatchError): Step | null {
  if (error.of !== "report" && error.of !== "block") return null;
  const { complaint } = session;
  if (!complaint || error.of !== typeOf(complaint)) return same(session);
  if ((error.room ?? complaint.room) !== complaint.room) return same(session);
  switch (error.code) {
    case "rate_limited": {
      const ms = error.retry_after_ms ?? BUSY_WAIT_MS;
      return [session, [{ do: "timer", name: "complaint", ms }]];
    }
    case "unavailable":
    case "full": {
      if (!complaint.report) break;
      const block: Session = {
        ...session,
        complaint: { ...complaint, report: null, reportLost: true },
      };
      return [block, sendComplaint(block)];
    }
  }
  return settled(session, "too-late");
}

function typeOf({ report }: Complaint): "report" | "block" {
  return report ? "report" : "block";
}

function settled(session: Session, notice: Notice): Step {
  const [next, effects] = announced({ ...session, complaint: null }, notice);
  return [next, [{ do: "clear-timer", name: "complaint" }, ...effects]];
}
