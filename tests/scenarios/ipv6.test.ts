// A person easily gets an IPv6 /48, with 65,536 networks. Visitors arrive through a proxy, which names their address.
// SPDX-License-Identifier: MIT
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DEPLOYMENTS, NO_MESSAGE_LIMITS } from "../support/deployment.ts";
import { useDirectory } from "../support/directory.ts";
import { Line, Refused } from "../support/line.ts";
import { report } from "../support/reporting.ts";
import { useStage } from "../support/story.ts";
import type { Visitor } from "../support/visitor.ts";

const PER_NETWORK = 4;
/** server/base/network.hpp: kHostAllowancesPerRegion. */
const PER_REGION = 16 * PER_NETWORK;
const PROXY = {
  NEXUS_SERVER_TRUSTED_PROXIES: "127.0.0.1",
  NEXUS_SERVER_SPARE_SHARE_PER_ADDRESS: "0",
};

const inRegion = (region: number, network: number): string =>
  `2001:db8:${region.toString(16)}:${network.toString(16)}::1`;

describe.each(DEPLOYMENTS)("%s", (kind) => {
  describe("connections", () => {
    const stage = useStage(kind, {
      settings: { ...PROXY, NEXUS_SERVER_CONNECTIONS_PER_ADDRESS_MAX: String(PER_NETWORK) },
    });

    async function open(address: string): Promise<Line | number> {
      const { origin, matchUrls } = stage.deployment;
      try {
        return await Line.open(matchUrls[0] ?? "", {
          origin,
          headers: { "X-Forwarded-For": address },
        });
      } catch (error) {
        if (error instanceof Refused) return error.status;
        throw error;
      }
    }

    test("a /48 holds as many as sixteen of its networks, however many it has; another one is served", async () => {
      const hopper = await Promise.all(
        Array.from({ length: PER_REGION + 20 }, (_, network) => open(inRegion(1, network))),
      );
      const lines = hopper.filter((one) => one instanceof Line);
      expect(lines).toHaveLength(PER_REGION);
      expect(hopper.filter((one) => one === 429)).toHaveLength(20);
      const other = await open(inRegion(2, 0));
      expect(other).toBeInstanceOf(Line);
      for (const line of [...lines, other]) if (line instanceof Line) line.cut();
    });
  });

  describe("reports", () => {
    const directory = useDirectory("ipv6");
    const stage = useStage(kind, {
      settings: {
        ...PROXY,
        ...NO_MESSAGE_LIMITS,
        NEXUS_REPORTS_FILE: join(directory, "reports-{node}.jsonl"),
      },
    });
    // Each matching node counts the networks of its own reports.
    const arrive = (forwardedFor: string): Promise<Visitor> =>
      stage.arrive({ forwardedFor, node: 0 });
    const networksReported = (): number[] =>
      readdirSync(directory)
        .flatMap((name) => readFileSync(join(directory, name), "utf8").trim().split("\n"))
        .filter((line) => line !== "")
        .map((line) => (JSON.parse(line) as { networks: number }).networks);

    test("five reporters of one /48 count as one", async () => {
      const anna = await arrive(inRegion(1, 0));
      for (let network = 0; network < 5; network += 1) {
        await report(await arrive(inRegion(2, network)), anna);
      }
      await report(await arrive(inRegion(3, 0)), anna);
      expect(networksReported()).toEqual([1, 1, 1, 1, 1, 2]);
    });

    test("reporters of IPv4 addresses behind a translator count as those addresses do", async () => {
      const before = networksReported().length;
      const boris = await arrive("64:ff9b::198.51.100.1");
      for (const address of [
        "64:ff9b::203.0.113.1",
        "64:ff9b::203.0.113.2",
        "203.0.113.1",
        // No translator passes on these, so they are one IPv6 network.
        "64:ff9b::127.0.0.1",
        "64:ff9b::10.0.0.1",
      ]) {
        await report(await arrive(address), boris);
      }
      expect(networksReported().slice(before)).toEqual([1, 2, 2, 3, 3]);
    });
  });
});
