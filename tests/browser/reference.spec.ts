// A visitor with a problem can quote a number that the operator finds in the log.
// SPDX-License-Identifier: MIT
import { expect, test } from "@playwright/test";
import { startDeployment } from "../support/deployment.ts";
import { eventually } from "../support/story.ts";
import { VisitorPage } from "./visitor-page.ts";

const DENIED =
  "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));";

test("a problem has a reference that the log has, as long as there is a server", async ({
  browser,
}) => {
  const deployment = await startDeployment("all-in-one", { web: true });
  const log = () => deployment.nodes[0]?.program.log ?? "";
  const reference = async ({ page }: VisitorPage) => {
    const number = page.locator("bdi", { hasText: /^[0-9A-Z]{3}-[0-9A-Z]{4}$/ });
    await expect(number).toBeVisible();
    return (await number.textContent()) ?? "";
  };
  const isLogged = (number: string, problem: string) =>
    eventually(`${problem} as ${number}`, () =>
      log().includes(`event=visitor_problem reference=${number} problem=${problem}`),
    );

  const a = await VisitorPage.open(browser, deployment.origin, { before: DENIED });
  await a.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await a.start();
  await a.expectState("media-error");
  const denied = await reference(a);
  await isLogged(denied, "device_denied");
  await a.page.getByRole("button", { name: "Copy", exact: true }).click();
  const clipboard = () => a.page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(clipboard).toBe(denied);
  await a.page.getByRole("button", { name: "Copy diagnostics" }).click();
  await expect.poll(clipboard).toContain(`problem device_denied reference ${denied}`);

  await a.page.getByRole("button", { name: "Chat by text" }).click();
  await a.expectState("searching");
  a.expectNoComplaint();

  await deployment.stop();
  await a.expectState("unavailable");
  await expect(
    a.page.getByText(/^We couldn’t get a reference number from the server/),
  ).toBeVisible();
  await a.page.getByRole("button", { name: "Copy diagnostics" }).click();
  await expect.poll(clipboard).toContain("problem unreachable no reference");
  await a.close();
});
