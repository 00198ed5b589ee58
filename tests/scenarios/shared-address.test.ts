// Many people behind one address, as in a school or behind a mobile carrier's NAT. All limits have their defaults.
// SPDX-License-Identifier: MIT
import { describe, expect, test } from "vitest";
import { inBatches } from "../support/crowd.ts";
import { DEPLOYMENTS } from "../support/deployment.ts";
import { useStage } from "../support/story.ts";
import { talk, type Visitor } from "../support/visitor.ts";

const PEOPLE = 200;
const ADDRESS = "127.0.9.9";

describe.each(DEPLOYMENTS)("%s", (kind) => {
  const stage = useStage(kind, { settings: { NEXUS_SERVER_LOOPBACK_IS_EXEMPT: "false" } });

  test(`${PEOPLE} people behind one address meet, and nobody is refused`, async () => {
    const people: Visitor[] = [];
    await inBatches(Array.from({ length: PEOPLE }), async () => {
      people.push(await stage.arrive({ localAddress: ADDRESS }));
    });
    for (const one of people) one.find({ mode: "text" });
    const rooms = new Map<string, Visitor[]>();
    await Promise.all(
      people.map(async (one) => {
        const matched = await one.matched();
        await one.join(matched);
        rooms.set(matched.room, [...(rooms.get(matched.room) ?? []), one]);
      }),
    );
    expect(rooms.size).toBe(PEOPLE / 2);
    for (const [a, b] of rooms.values()) {
      if (!a || !b) throw new Error("a room with one member");
      await talk(a, b, "hello");
    }
    const errors = people.flatMap(({ inbox }) =>
      inbox.received.filter(({ message }) => ["error", "challenge"].includes(message.type)),
    );
    expect(errors).toEqual([]);
  });
});
