// What visitors can do with the TURN server: reach each other, and nothing of the operator's.
// SPDX-License-Identifier: MIT
import { networkInterfaces } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { MatchedMessage } from "../../clients/js/src/protocol.ts";
import { type Coturn, NEXT_TURN_SECRET, startCoturn, TURN_SECRET } from "../support/coturn.ts";
import { DEPLOYMENTS, NO_ADDRESS_LIMITS, withDeployment } from "../support/deployment.ts";
import type { Credentials } from "../support/stun-message.ts";
import { type Family, TurnClient, turnCredentials } from "../support/turn-client.ts";
import { meet, Visitor } from "../support/visitor.ts";

const LIFETIME_MAX_SECONDS = 600;
const FORBIDDEN = 403;
const UNAUTHORIZED = 401;
const QUOTA_REACHED = 486;

/** The first and last address of each range that is closed. */
const CLOSED: Record<Family, readonly string[]> = {
  ipv4: [
    ...["0.0.0.0", "0.0.0.1", "0.255.255.255", "10.0.0.0", "10.1.2.3", "10.255.255.255"],
    ...["100.64.0.0", "100.127.255.255", "127.0.0.1", "127.0.0.53", "127.255.255.255"],
    ...["169.254.0.0", "169.254.169.254", "169.254.255.255", "172.16.0.0", "172.31.255.255"],
    ...["192.168.0.0", "192.168.1.1", "192.168.255.255", "192.0.0.0", "192.0.0.255"],
    ...["192.0.2.0", "192.0.2.255", "192.88.99.1", "198.18.0.0", "198.19.255.255"],
    ...["198.51.100.0", "198.51.100.255", "203.0.113.0", "203.0.113.255"],
    ...["224.0.0.1", "239.255.255.255", "240.0.0.0", "255.255.255.255"],
  ],
  ipv6: [
    ...["::", "::1", "::2", "::7f00:1", "::10.0.0.1", "::255.255.255.255"],
    ...["::10.0.0.0", "::0.1.0.0", "::0.0.1.0", "::169.254.169.254", "::ffff:0.0.0.1"],
    ...["::ffff:0.0.0.0", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"],
    ...["::ffff:192.168.1.1", "::ffff:8.8.8.8", "::ffff:255.255.255.255"],
    ...["64:ff9b::10.0.0.1", "64:ff9b::255.255.255.255", "64:ff9b:1::1", "100::1"],
    ...["2001::1", "2001:0:7f00:1::1", "2001:1ff:ffff::1", "2001:db8::1", "2002:7f00:1::1"],
    ...["2002:a00:1::1", "3fff::1", "5f00::1", "fc00::1", "fd00::1", "fd00:ec2::254"],
    ...["fdff:ffff::1", "fe80::1", "febf:ffff::1", "fec0::1", "feff::1", "ff02::1", "ff0e::1"],
  ],
};

/** Public addresses, many of them next to a closed range. */
const OPEN: Record<Family, readonly string[]> = {
  ipv4: [
    ...["1.0.0.0", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0"],
    ...["126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255"],
    ...["172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0", "198.17.255.255"],
    ...["198.20.0.0", "203.0.112.255", "203.0.114.0", "223.255.255.255"],
  ],
  ipv6: ["2001:200::1", "2001:4860:4860::8888", "2003::1", "2606:4700::1111", "2a00::1"],
};

const OWN_ADDRESS = Object.values(networkInterfaces())
  .flat()
  .find((one) => one && !one.internal && one.family === "IPv4")?.address;
const HAS_IPV6 = Object.values(networkInterfaces())
  .flat()
  .some((one) => one?.address === "::1");

function turnOf(
  message: { ice_servers?: MatchedMessage["ice_servers"] | undefined } | undefined,
): Credentials {
  const server = message?.ice_servers?.find(({ urls }) =>
    urls.some((url) => url.startsWith("turn")),
  );
  if (!server?.username || !server.credential) throw new Error("no TURN server was given");
  return { username: server.username, password: server.credential };
}

describe("coturn as it is shipped", () => {
  let coturn: Coturn;
  let clients: TurnClient[] = [];

  const open = async (credentials?: Credentials, server = coturn): Promise<TurnClient> => {
    const client = await TurnClient.open(server, credentials);
    clients.push(client);
    return client;
  };
  const allocate = async (credentials?: Credentials): Promise<number> =>
    (await (await open(credentials)).allocate()).error;

  const release = async (): Promise<void> => {
    await Promise.all(clients.filter((one) => one.isAllocated).map((one) => one.refresh(0)));
    for (const client of clients) client.close();
    clients = [];
  };

  beforeAll(async () => {
    coturn = await startCoturn("turnserver.conf", [
      `static-auth-secret=${NEXT_TURN_SECRET}`,
      "relay-ip=127.0.0.1",
      ...(HAS_IPV6 ? ["relay-ip=::1"] : []),
    ]);
  });
  // Remaining allocations count towards the quotas of the next test.
  afterEach(release);
  afterAll(() => coturn?.stop());

  test.each(["ipv4", ...(HAS_IPV6 ? ["ipv6"] : [])] as Family[])(
    "relays to the public internet only, over %s",
    async (family) => {
      const client = await open(turnCredentials(TURN_SECRET, "prober"));
      expect((await client.allocate(family)).error).toBe(0);
      const answers: Record<string, number> = {};
      const expected: Record<string, number> = {};
      for (const ip of CLOSED[family]) {
        answers[ip] = await client.permit(ip);
        expected[ip] = FORBIDDEN;
      }
      for (const ip of OPEN[family]) {
        answers[ip] = await client.permit(ip);
        expected[ip] = 0;
      }
      expect(answers).toEqual(expected);
    },
  );

  test("relays to the relays only, with the lines for shield = always", async () => {
    const relays = await startCoturn("turnserver.conf", ["relay-ip=127.0.0.1"], {
      edit: (config) =>
        config
          .replace("#allowed-peer-ip=198.51.100.4", "allowed-peer-ip=8.8.4.4")
          .replaceAll("#denied-peer-ip", "denied-peer-ip"),
    });
    try {
      const client = await open(turnCredentials(TURN_SECRET, "anna"), relays);
      expect((await client.allocate()).error).toBe(0);
      expect(await client.permit("8.8.4.4"), "another relay").toBe(0);
      for (const ip of OPEN.ipv4) expect(await client.permit(ip), ip).toBe(FORBIDDEN);
      await client.refresh(0);
    } finally {
      await relays.stop();
    }
  });

  test.skipIf(!OWN_ADDRESS)("lets partners meet at its own address, also behind NAT", async () => {
    const natted = await startCoturn("turnserver.conf", [
      `relay-ip=${OWN_ADDRESS}`,
      `external-ip=8.8.4.4/${OWN_ADDRESS}`,
    ]);
    try {
      const client = await open(turnCredentials(TURN_SECRET, "anna"), natted);
      expect(await client.allocate()).toMatchObject({ error: 0, relayed: { ip: "8.8.4.4" } });
      expect(await client.permit("8.8.4.4")).toBe(0);
      expect(await client.permit("10.0.0.1")).toBe(FORBIDDEN);
      await client.refresh(0);
    } finally {
      await natted.stop();
    }
  });

  test("accepts credentials of both secrets and of no other", async () => {
    expect(await allocate(turnCredentials(TURN_SECRET, "anna"))).toBe(0);
    expect(await allocate(turnCredentials(NEXT_TURN_SECRET, "ben"))).toBe(0);
    expect(await allocate(turnCredentials(`${TURN_SECRET}x`, "rogue"))).toBe(UNAUTHORIZED);
  });

  test("refuses clients without credentials, with another visitor's or with expired ones", async () => {
    expect(await allocate()).toBe(UNAUTHORIZED);
    const genuine = turnCredentials(TURN_SECRET, "anna");
    expect(await allocate({ ...genuine, password: "" })).toBe(UNAUTHORIZED);
    const [expiry = "", visitor] = genuine.username.split(":");
    const longer = { ...genuine, username: `${Number(expiry) + 3600}:${visitor}` };
    expect(await allocate(longer)).toBe(UNAUTHORIZED);
    expect(await allocate({ ...genuine, username: `${expiry}:ben` })).toBe(UNAUTHORIZED);
    expect(await allocate(turnCredentials(TURN_SECRET, "anna", -5))).toBe(UNAUTHORIZED);
  });

  test("lets a call continue after its credentials expire, but no new call start", async () => {
    const credentials = turnCredentials(TURN_SECRET, "anna", 2);
    const client = await open(credentials);
    expect((await client.allocate()).error).toBe(0);
    await pause(4_000);
    expect(await client.refresh(300)).toBe(0);
    expect(await client.permit("8.8.8.8")).toBe(0);
    expect(await allocate(credentials)).toBe(UNAUTHORIZED);
  });

  test("limits the allocations of one user, whatever its matches", async () => {
    const quota = Number(/^user-quota=(\d+)$/m.exec(coturn.config)?.[1]);
    expect(quota).toBeGreaterThan(0);
    for (let i = 0; i < quota; ++i) {
      // Each match comes with its own credentials.
      expect(await allocate(turnCredentials(TURN_SECRET, "greedy", 300 + i))).toBe(0);
    }
    expect(await allocate(turnCredentials(TURN_SECRET, "greedy", 600))).toBe(QUOTA_REACHED);
    expect(await allocate(turnCredentials(TURN_SECRET, "modest"))).toBe(0);
  });

  test.each(DEPLOYMENTS)("accepts the credentials that %s sends with a match", async (kind) => {
    const settings = {
      NEXUS_ICE_TURN_URLS: `turn:127.0.0.1:${coturn.port}?transport=udp`,
      NEXUS_ICE_TURN_SECRETS: `${NEXT_TURN_SECRET},${TURN_SECRET}`,
    };
    await withDeployment(
      kind,
      async (deployment) => {
        const [anna, ben] = [await Visitor.arrive(deployment), await Visitor.arrive(deployment)];
        const { matched } = await meet(anna, ben);
        for (const visitor of [anna, ben]) {
          const credentials = turnOf(matched.get(visitor));
          const [expiry, name] = credentials.username.split(":");
          expect(name).toBe(visitor.id);
          const lifetime = Number(expiry) - Date.now() / 1000;
          expect(lifetime).toBeGreaterThan(LIFETIME_MAX_SECONDS - 60);
          expect(lifetime).toBeLessThanOrEqual(LIFETIME_MAX_SECONDS);
          expect(credentials).toEqual(
            turnCredentials(
              NEXT_TURN_SECRET,
              visitor.id,
              Number(expiry) - Math.floor(Date.now() / 1000),
            ),
          );
          expect(await allocate(credentials)).toBe(0);
          // Credentials come with welcome, for a pre-generated offer, and with matched; never in another message.
          const others = visitor.inbox.received.filter(
            ({ message }) => message.type !== "matched" && message.type !== "welcome",
          );
          expect(others.length).toBeGreaterThan(0);
          const text = JSON.stringify(others);
          for (const secret of ["turn:", credentials.password, `:${visitor.id}`]) {
            expect(text).not.toContain(secret);
          }
        }
        expect(turnOf(matched.get(anna))).not.toEqual(turnOf(matched.get(ben)));
        await Promise.all([anna.depart(), ben.depart()]);
      },
      { settings },
    );
  });

  test("one address cannot take the relay from the others, however many visitors it makes", async () => {
    const [quota, total] = [6, 12];
    const small = await startCoturn("turnserver.conf", [
      `user-quota=${quota}`,
      `total-quota=${total}`,
      "relay-ip=127.0.0.1",
    ]);
    const settings = {
      ...NO_ADDRESS_LIMITS,
      NEXUS_SERVER_LOOPBACK_IS_EXEMPT: "false",
      NEXUS_ICE_TURN_URLS: `turn:127.0.0.1:${small.port}?transport=udp`,
      NEXUS_ICE_TURN_SECRETS: TURN_SECRET,
    };
    try {
      await withDeployment(
        "all-in-one",
        async (deployment) => {
          const credentialsAt = async (localAddress: string): Promise<Credentials> => {
            const visitor = await Visitor.arrive(deployment, { localAddress });
            const welcome = visitor.inbox.received.find(
              ({ message }) => message.type === "welcome",
            );
            await visitor.depart();
            return turnOf(welcome?.message as { ice_servers?: MatchedMessage["ice_servers"] });
          };
          const answers: number[] = [];
          for (let i = 0; i < 2 * total; i += 1) {
            const client = await open(await credentialsAt("127.0.2.1"), small);
            answers.push((await client.allocate()).error);
          }
          expect(answers.filter((error) => error === 0)).toHaveLength(quota);
          expect(answers.filter((error) => error === QUOTA_REACHED)).toHaveLength(
            2 * total - quota,
          );
          const honest = await open(await credentialsAt("127.0.2.2"), small);
          expect((await honest.allocate()).error).toBe(0);
        },
        { settings },
      );
    } finally {
      await release();
      await small.stop();
    }
  });
});
