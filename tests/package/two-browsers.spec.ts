// Two visitors on the machine that just installed the package. run.sh starts it in the network of that machine.
// SPDX-License-Identifier: MIT
import { expect, test } from "@playwright/test";
import { VisitorPage } from "../browser/visitor-page.ts";

/** When apt-get was started, in seconds since 1970. */
const BEGAN_S = Number(process.env["NEXUS_BEGAN_S"]);

test("two browsers see, hear and read each other", async ({ browser }) => {
  expect(BEGAN_S).toBeGreaterThan(0);
  const [a, b] = await Promise.all([
    VisitorPage.open(browser, "http://localhost:8080"),
    VisitorPage.open(browser, "http://localhost:8080"),
  ]);
  await Promise.all([a.start(), b.start()]);
  await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
  await Promise.all([a.expectPartnersSound(), b.expectPartnersSound()]);
  await a.say("are you there?");
  await b.expectLine("are you there?");
  await b.say("I am");
  await a.expectLine("I am");
  const seconds = Date.now() / 1_000 - BEGAN_S;
  a.expectNoComplaint();
  b.expectNoComplaint();
  console.log(`seconds: ${seconds.toFixed(1)}`);
});
