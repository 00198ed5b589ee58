import { expect, test } from "@playwright/test";
import { reportSkipped, whyNoNamespaces } from "../support/namespaces.ts";
import { Networks, type Side } from "./link/networks.ts";
import type { Implementation } from "./link/page.ts";
import { buildPage, Pair } from "./link/pair.ts";

/** NEXUS_LINK_LONG=1 measures every fault repeatedly, with both implementations. Otherwise each runs once. */
const LONG = process.env["NEXUS_LINK_LONG"] === "1";
/** A measurement has the machine to itself; otherwise a busy one may be late, but no link may give up. */
const BACK_WITHIN_MS = LONG ? 5_000 : 30_000;
/** Either the browser reports nothing while its address is replaced, or it reports "offline" in between. */
const CHANGES = { "address replaced": null, "address gone, then another": 300 } as const;

test.describe("a link on a network that breaks", () => {
  const noNetwork = whyNoNamespaces();
  test.skip(noNetwork !== undefined, noNetwork ?? "");
  if (noNetwork !== undefined) reportSkipped("a link on a network that breaks", noNetwork);

  let networks: Networks;
  let pair: Pair;
  const figures: string[] = [];

  test.beforeAll(async ({ launchOptions }) => {
    networks = new Networks();
    pair = await Pair.open(networks, buildPage(), launchOptions);
  });
  test.afterAll(async () => {
    await pair?.close();
    networks?.remove();
    if (figures.length > 0) console.log(figures.join("\n"));
  });

  const call = async (
    left: Implementation,
    right = left,
    devices = { left: true, right: true },
  ) => {
    await pair.call({
      left: { implementation: left, devices: devices.left },
      right: { implementation: right, devices: devices.right },
    });
    expect(await pair.backAfter(Date.now(), 15_000), "pictures on both sides").not.toBeNull();
  };

  /** Breaks `times` calls and records after how many milliseconds both pictures moved again; null means never. */
  const measure = async (
    implementation: Implementation,
    name: string,
    times: number,
    fault: (side: Side) => Promise<number>,
  ): Promise<readonly (number | null)[]> => {
    test.setTimeout(30_000 + times * 75_000);
    const all: (number | null)[] = [];
    for (let i = 0; i < times; i++) {
      await call(implementation);
      all.push(await pair.backAfter(await fault(i % 2 === 0 ? "left" : "right"), 40_000));
    }
    const back = all.filter((one) => one !== null).sort((a, b) => a - b);
    const [middle, last] = [back[Math.floor((back.length - 1) / 2)], back.at(-1)];
    const spread = back.length > 0 ? `, median ${middle} ms, longest ${last} ms` : "";
    figures.push(`${implementation}: ${name}: ${back.length} of ${times} back${spread}`);
    return all;
  };

  const change = (gapMs: number | null) => async (side: Side) => {
    await networks.changeAddress(side, gapMs);
    return Date.now();
  };
  const outage = (seconds: number, room: "room stays" | "room lost too") => async () => {
    if (room === "room lost too") pair.roomGone();
    networks.cut();
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    networks.mend();
    const end = Date.now();
    if (room === "room lost too") await pair.roomBack();
    return end;
  };
  const allInTime = (all: readonly (number | null)[]) =>
    all.every((one) => one !== null && one < BACK_WITHIN_MS);

  for (const implementation of ["native", "simple-peer"] as const) {
    test.describe(implementation, () => {
      test("joins two visitors with devices, and leaves the devices on", async () => {
        await call(implementation);
        for (const side of ["left", "right"] as const) {
          await pair.page(side).evaluate(() => window.lab.close());
          expect(await pair.page(side).evaluate(() => window.lab.hasLiveTracks())).toBe(true);
        }
      });

      for (const side of ["left", "right"] as const) {
        test(`joins a partner without devices, ${side}`, async () => {
          const devices = { left: true, right: true, [side]: false };
          await call(implementation, implementation, devices);
        });
      }

      test("survives an outage of 8 s", async () => {
        const times = LONG ? 5 : 1;
        const all = await measure(implementation, "8 s outage", times, outage(8, "room stays"));
        expect(allInTime(all), `${all}`).toBe(true);
      });
    });
  }

  test("native: a first offer is replaced while its answer is on its way", async () => {
    pair.recoversAfterFirstOffer();
    await call("native");
  });

  for (const [left, right] of [
    ["native", "simple-peer"],
    ["simple-peer", "native"],
  ] as const) {
    test(`${left} and ${right} understand each other`, () => call(left, right));
  }

  for (const [name, gapMs] of Object.entries(CHANGES)) {
    test(`native: ${name}`, async () => {
      const all = await measure("native", name, LONG ? 10 : 1, change(gapMs));
      expect(allInTime(all), `${all}`).toBe(true);
    });
  }

  if (LONG) {
    for (const room of ["room stays", "room lost too"] as const) {
      test(`native: an outage of 25 s, ${room}`, async () => {
        const all = await measure("native", `25 s outage, ${room}`, 5, outage(25, room));
        expect(allInTime(all), `${all}`).toBe(true);
      });
    }
    // simple-peer is measured only: no result is required of it.
    for (const [name, gapMs] of Object.entries(CHANGES)) {
      test(`simple-peer: ${name}`, async () => {
        await measure("simple-peer", name, 4, change(gapMs));
      });
    }
    test("simple-peer: an outage of 25 s", async () => {
      await measure("simple-peer", "25 s outage, room stays", 4, outage(25, "room stays"));
    });
  }
});
