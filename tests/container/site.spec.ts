// Two visitors on the site that a Compose file runs. compose.sh starts it on the visitors' machine.
// SPDX-License-Identifier: MIT
import { readFileSync } from "node:fs";
import { type Browser, test } from "@playwright/test";
import { type VisitorOptions, VisitorPage } from "../browser/visitor-page.ts";

const { NEXUS_SITE, NEXUS_KILL } = process.env;

/** No direct path leads to the partner. */
const ONLY_RELAYS = `{
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(settings) { super({ ...settings, iceTransportPolicy: "relay" }); }
  };
}`;

async function meet(
  browser: Browser,
  options: VisitorOptions = {},
): Promise<[VisitorPage, VisitorPage]> {
  const [a, b] = await Promise.all([
    VisitorPage.open(browser, `https://${NEXUS_SITE}`, options),
    VisitorPage.open(browser, `https://${NEXUS_SITE}`, options),
  ]);
  await Promise.all([a.start(), b.start()]);
  await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
  await Promise.all([a.expectPartnersSound(), b.expectPartnersSound()]);
  return [a, b];
}

async function exchange(a: VisitorPage, b: VisitorPage, text: string): Promise<void> {
  await a.say(text);
  await b.expectLine(text);
  await b.say(`I read: ${text}`);
  await a.expectLine(`I read: ${text}`);
}

test("two browsers talk through coturn only", async ({ browser }) => {
  const [a, b] = await meet(browser, { before: ONLY_RELAYS });
  await exchange(a, b, "are you there?");
  a.expectNoComplaint();
  b.expectNoComplaint();
  await Promise.all([a.close(), b.close()]);
});

test("two browsers talk on when the nodes that hold rooms are killed", async ({ browser }) => {
  const [a, b] = await meet(browser);
  await exchange(a, b, "before");
  for (const pid of readFileSync(`${NEXUS_KILL}`, "utf8").trim().split("\n"))
    process.kill(Number(pid), "SIGKILL");
  await exchange(a, b, "after");
  await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
  await Promise.all([a.close(), b.close()]);
});
