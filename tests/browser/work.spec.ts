// A network that searches very often: the page does the work that the server asks for, by itself.
// SPDX-License-Identifier: MIT
import { expect, test } from "@playwright/test";
import {
  type Deployment,
  NO_ADDRESS_LIMITS,
  NO_MESSAGE_LIMITS,
  startDeployment,
} from "../support/deployment.ts";
import { Visitor } from "../support/visitor.ts";
import { VisitorPage } from "./visitor-page.ts";

test.describe("an address that searches very often", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", {
      web: true,
      settings: {
        ...NO_ADDRESS_LIMITS,
        ...NO_MESSAGE_LIMITS,
        NEXUS_SERVER_LOOPBACK_IS_EXEMPT: "false",
        NEXUS_LIMITS_FINDS_PER_NETWORK_PER_SECOND_MAX: "1",
        NEXUS_LIMITS_FIND_BURST_PER_NETWORK: "1",
        NEXUS_LIMITS_WORK_BITS: "12",
      },
    });
  });
  test.afterAll(() => deployment.stop());

  test("its visitors meet, and see nothing of the work", async ({ browser }) => {
    // Takes every search that is free, once a second. It fits nobody: it wants video.
    const neighbour = await Visitor.arrive(deployment);
    const flood = setInterval(() => neighbour.find(), 10);
    let challenges = 0;
    const open = () =>
      VisitorPage.open(browser, deployment.origin, {
        incoming: {
          on: "/v1/match",
          as: (text) => {
            if (text.includes('"challenge"')) challenges += 1;
            return text;
          },
        },
      });
    const visitors = [await open(), await open()];
    await Promise.all(visitors.map((visitor) => visitor.start("Text")));
    await Promise.all(visitors.map((visitor) => visitor.expectState("talking")));
    clearInterval(flood);
    expect(challenges).toBeGreaterThan(0);
    await Promise.all(visitors.map((visitor) => visitor.close()));
  });
});
