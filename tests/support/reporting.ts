// A report of a partner, as a page sends it.
// SPDX-License-Identifier: MIT
import { meet, type Visitor } from "./visitor.ts";

/** The two meet, `reporter` reports its partner, and both leave. `answer`: to the report. */
export async function report(
  reporter: Visitor,
  reported: Visitor,
  answer: "reported" | "error" = "reported",
): Promise<void> {
  const { room, matched } = await meet(reported, reporter);
  const encounter = matched.get(reporter)?.encounter;
  if (encounter === undefined) throw new Error("no encounter");
  reporter.sendMatch({ type: "report", room, encounter, reason: "spam" });
  await reporter.expect(answer, { on: "match" });
  reporter.leave("reported");
  await reported.expect("partner_left", { where: (left) => left.room === room });
}
