import { expect, test } from "@playwright/test";
import { type Coturn, startCoturn, TURN_SECRET } from "../support/coturn.ts";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { pressUntil } from "./press-until.ts";
import { VisitorPage } from "./visitor-page.ts";

type Path = { readonly local: string; readonly remote: string; readonly protocol: string | null };

/** The types of the candidate pair in use, and the protocol between browser and relay. */
function selectedPath({ page }: VisitorPage): Promise<Path | null> {
  return page.evaluate(async () => {
    const connection = window.__connections.find((one) => one.connectionState === "connected");
    if (!connection) return null;
    const reports = await connection.getStats();
    for (const transport of reports.values()) {
      if (transport.type !== "transport" || !transport.selectedCandidatePairId) continue;
      const pair = reports.get(transport.selectedCandidatePairId);
      const [local, remote] = [
        reports.get(pair.localCandidateId),
        reports.get(pair.remoteCandidateId),
      ];
      return {
        local: local.candidateType,
        remote: remote.candidateType,
        protocol: local.relayProtocol ?? null,
      };
    }
    return null;
  });
}

/** All remote descriptions and candidates that the page's connection received. */
function receivedSignals({ page }: VisitorPage): Promise<string> {
  return page.evaluate(async () => {
    const texts = window.__connections.map((one) => one.remoteDescription?.sdp ?? "");
    for (const connection of window.__connections) {
      for (const report of (await connection.getStats()).values()) {
        if (report.type === "remote-candidate") texts.push(`typ ${report.candidateType}`);
      }
    }
    return texts.join("\n");
  });
}

async function expectRelayed(visitor: VisitorPage, protocol: string): Promise<void> {
  // Two browsers, a relay and gathering take long on a busy machine.
  await expect(visitor.page.locator('[data-state="talking"]')).toBeVisible({ timeout: 40_000 });
  await visitor.expectPartnersPicture();
  await expect
    .poll(() => selectedPath(visitor))
    .toEqual({ local: "relay", remote: "relay", protocol });
  const signals = await receivedSignals(visitor);
  expect(signals).toContain("typ relay");
  expect(signals).not.toMatch(/typ (host|srflx|prflx)/);
}

for (const protocol of ["udp", "tcp"] as const) {
  for (const policy of ["always", "choice"] as const) {
    test.describe(`a call through coturn over ${protocol}, relay-only by ${policy}`, () => {
      let coturn: Coturn | undefined;
      let deployment: Deployment | undefined;
      test.beforeAll(async () => {
        coturn = await startCoturn("loopback.conf");
        deployment = await startDeployment("all-in-one", {
          web: true,
          settings: {
            NEXUS_ICE_TURN_URLS: `turn:127.0.0.1:${coturn.port}?transport=${protocol}`,
            NEXUS_ICE_TURN_SECRETS: TURN_SECRET,
            NEXUS_ICE_SHIELD: policy,
          },
        });
      });
      test.afterAll(async () => {
        await deployment?.stop();
        await coturn?.stop();
      });

      test("sends picture and sound through the relay only", async ({ browser }) => {
        test.setTimeout(150_000);
        const origin = deployment?.origin ?? "";
        const a = await VisitorPage.open(browser, origin);
        const b = await VisitorPage.open(browser, origin);
        await a.openWishes();
        const wish = a.page.getByRole("switch", { name: "Hide my network address" });
        await expect(a.page.getByRole("switch", { name: "Start blurred" })).toBeVisible();
        if (policy === "choice") await wish.click();
        else await expect(wish).toHaveCount(0);
        await a.start();
        await a.expectState("searching");
        await b.start();
        await Promise.all([expectRelayed(a, protocol), expectRelayed(b, protocol)]);
        await Promise.all([a.expectPartnersSound(), b.expectPartnersSound()]);
        a.expectNoComplaint();
        b.expectNoComplaint();
        await Promise.all([a.close(), b.close()]);
      });

      if (protocol !== "udp" || policy !== "choice") return;

      test("sends it so if two who write agree on video", async ({ browser }) => {
        test.setTimeout(150_000);
        const origin = deployment?.origin ?? "";
        const a = await VisitorPage.open(browser, origin);
        const b = await VisitorPage.open(browser, origin);
        await a.page.getByRole("radio", { name: "Text" }).click();
        await a.openWishes();
        await a.page.getByRole("switch", { name: "Hide my network address" }).click();
        await Promise.all([a.start("Text"), b.start("Text")]);
        await Promise.all([a.expectState("talking"), b.expectState("talking")]);
        const ask = a.page.getByRole("button", { name: "Video call" });
        const accept = b.page.getByRole("button", { name: "Turn on video" });
        // A press right after the match does not count.
        await pressUntil(ask.and(a.page.locator("[aria-pressed=false]")), () => accept.isVisible());
        // Nor does one right after the question.
        await pressUntil(accept, () => accept.isHidden());
        await Promise.all([expectRelayed(a, protocol), expectRelayed(b, protocol)]);
        await Promise.all([a.expectPartnersSound(), b.expectPartnersSound()]);
        await Promise.all([a.close(), b.close()]);
      });
    });
  }
}
