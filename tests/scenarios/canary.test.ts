// What a visitor writes, is called or comes from never reaches the log or the metrics.
// SPDX-License-Identifier: MIT
import { describe, expect, test } from "vitest";
import { DEPLOYMENTS, startDeployment } from "../support/deployment.ts";
import { scrape } from "../support/metrics.ts";
import { eventually, isEmpty } from "../support/story.ts";
import { meet, talk, Visitor } from "../support/visitor.ts";

/** Nothing else in this project has these texts. */
const CANARIES = {
  interest: "zebrafinch-breeding",
  language: "xq-zz",
  chat: "the okapi eats marzipan",
  note: "quagga wears a monocle",
  sdp: "axolotlcname",
  address: "203.0.113.77",
  hidden: "198.51.100.66",
};
const APPEAR = Object.values(CANARIES);

describe.each(DEPLOYMENTS)("%s", (kind) => {
  test("a visit leaves none of its texts, ids or addresses in logs at debug and in metrics", async () => {
    const deployment = await startDeployment(kind, {
      matching: 1,
      signalling: 1,
      settings: {
        NEXUS_LOG_LEVEL: "debug",
        NEXUS_SERVER_LOOPBACK_IS_EXEMPT: "false",
        // Believes the addresses that the visitors name.
        NEXUS_SERVER_TRUSTED_PROXIES: "127.0.0.0/8",
      },
    });
    try {
      const anna = await Visitor.arrive(deployment, { forwardedFor: CANARIES.address });
      const ben = await Visitor.arrive(deployment, { forwardedFor: CANARIES.hidden });
      const wishes = { interests: [CANARIES.interest], languages: [CANARIES.language] };
      const { room, initiator, responder, matched } = await meet(anna, ben, wishes);
      await talk(anna, ben, CANARIES.chat);
      const candidate = `candidate:1 1 udp 1 ${CANARIES.hidden} 9 typ host`;
      initiator.sendRoom({
        type: "description",
        room,
        description: { type: "offer", sdp: `v=0\r\na=ssrc:1 cname:${CANARIES.sdp}\r\n` },
      });
      initiator.sendRoom({ type: "candidates", room, candidates: [{ candidate }] });
      await responder.expect("candidates");
      anna.sendMatch({ type: "call_result", outcome: "no_relay", path: "none", code: 401 });
      const encounter = matched.get(anna)?.encounter ?? "";
      anna.sendMatch({ type: "report", room, encounter, reason: "spam", note: CANARIES.note });
      await anna.expect("reported");
      // Also what is refused: an unknown field with a text, and a room that is not theirs.
      anna.roomLine.send(
        JSON.stringify({ type: "chat", room, id: "a", text: "", [CANARIES.sdp]: 1 }),
      );
      await anna.expect("error", { on: "room" });
      const pages = await Promise.all(deployment.nodes.map(scrape));
      await anna.depart();
      await ben.depart();
      await eventually("no visitor is left", () => isEmpty(deployment));
      const secret = [anna.session, ben.session, encounter];
      const metrics = pages.map(({ text }) => text).join("");
      const texts = [metrics, ...deployment.nodes.map(({ program }) => program.log)];
      expect(texts.join("").length).toBeGreaterThan(10_000);
      for (const text of texts) {
        for (const canary of [...APPEAR, ...secret]) expect(text).not.toContain(canary);
      }
      // A report names both visitors and the room to the operator, in the log without a file for reports.
      for (const id of [anna.id, ben.id, room]) expect(metrics).not.toContain(id);
    } finally {
      await deployment.stop();
    }
  });
});
