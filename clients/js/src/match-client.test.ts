import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MatchClient } from "./match-client.ts";
import type { MatchServerMessage } from "./protocol.ts";
import { FakeWebSocket } from "./testing/fake-web-socket.ts";

const WELCOME = {
  type: "welcome",
  visitor: "AAAAAAAAAAAAAAAAAAAAAA",
  session: "secret",
  online: 2,
};

function client() {
  const seen: (MatchServerMessage["type"] | string)[] = [];
  let session: string | null = null;
  const match = new MatchClient(
    {
      message: (message) => seen.push(message.type),
      down: (attempt) => seen.push(`down ${attempt}`),
      refused: (why) => seen.push(`refused ${why}`),
    },
    {
      load: () => session,
      save: (next) => {
        session = next;
      },
    },
    { site: "http://test/", create: FakeWebSocket.create, random: () => 1 },
  );
  match.open();
  return { match, seen };
}

describe("MatchClient", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    FakeWebSocket.all.length = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("sends hello first, with the session when it reconnects", () => {
    client();
    FakeWebSocket.latest().serverOpens();
    expect(FakeWebSocket.latest().messages).toEqual([{ type: "hello", protocol: 2 }]);
    FakeWebSocket.latest().serverSays(WELCOME);
    FakeWebSocket.latest().serverCloses(1006);
    vi.advanceTimersByTime(500);
    FakeWebSocket.latest().serverOpens();
    expect(FakeWebSocket.latest().messages).toEqual([
      { type: "hello", protocol: 2, session: "secret" },
    ]);
  });

  it.each(["blocked", "reported"])("keeps the session of %s", (type) => {
    client();
    FakeWebSocket.latest().serverOpens();
    FakeWebSocket.latest().serverSays(WELCOME);
    FakeWebSocket.latest().serverSays({ type, room: WELCOME.visitor, session: "longer" });
    FakeWebSocket.latest().serverCloses(1006);
    vi.advanceTimersByTime(500);
    FakeWebSocket.latest().serverOpens();
    expect(FakeWebSocket.latest().messages[0]).toMatchObject({ session: "longer" });
  });

  it("sends nothing before welcome", () => {
    const { match } = client();
    FakeWebSocket.latest().serverOpens();
    expect(match.send({ type: "cancel", find: 1 })).toBe(false);
    FakeWebSocket.latest().serverSays(WELCOME);
    expect(match.send({ type: "cancel", find: 1 })).toBe(true);
  });

  it("ignores unknown messages", () => {
    const { seen } = client();
    FakeWebSocket.latest().serverOpens();
    FakeWebSocket.latest().serverSays({ type: "horoscope" });
    FakeWebSocket.latest().serverSays({ type: "queued", find: 0, waiting: 1 });
    FakeWebSocket.latest().onmessage?.({ data: "{" });
    FakeWebSocket.latest().onmessage?.({ data: new ArrayBuffer(4) });
    expect(seen).toEqual([]);
  });

  it("waits longer after each failure, and starts over after welcome", () => {
    const { seen } = client();
    for (const wait of [500, 1000, 2000]) {
      const before = FakeWebSocket.all.length;
      FakeWebSocket.latest().serverCloses(1006);
      vi.advanceTimersByTime(wait - 1);
      expect(FakeWebSocket.all).toHaveLength(before);
      vi.advanceTimersByTime(1);
      expect(FakeWebSocket.all).toHaveLength(before + 1);
    }
    FakeWebSocket.latest().serverOpens();
    FakeWebSocket.latest().serverSays(WELCOME);
    FakeWebSocket.latest().serverCloses(4000);
    expect(seen).toEqual(["down 1", "down 2", "down 3", "welcome", "down 1"]);
  });

  it("reconnects no sooner than the server asked", () => {
    client();
    FakeWebSocket.latest().serverOpens();
    FakeWebSocket.latest().serverSays({ type: "goodbye", retry_after_ms: 4000 });
    FakeWebSocket.latest().serverCloses(4000);
    vi.advanceTimersByTime(3999);
    expect(FakeWebSocket.all).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(FakeWebSocket.all).toHaveLength(2);
  });

  it.each([
    [4500, "unknown"],
    [4503, "banned"],
    [4504, "rate_limited"],
    [4505, "replaced"],
    [4506, "version"],
    [1000, "normal"],
    [4999, "unknown"],
  ])("does not reconnect after %i", (code, why) => {
    const { seen } = client();
    FakeWebSocket.latest().serverOpens();
    FakeWebSocket.latest().serverCloses(code);
    vi.advanceTimersByTime(60_000);
    expect(FakeWebSocket.all).toHaveLength(1);
    expect(seen).toEqual([`refused ${why}`]);
  });

  it.each([1001, 1006, 1012, 4000, 4001, 4002, 4003])("reconnects after %i", (code) => {
    client();
    FakeWebSocket.latest().serverOpens();
    FakeWebSocket.latest().serverCloses(code);
    vi.advanceTimersByTime(500);
    expect(FakeWebSocket.all).toHaveLength(2);
  });

  it("gives up an attempt that never opens", () => {
    const { seen } = client();
    vi.advanceTimersByTime(10_000);
    expect(FakeWebSocket.all[0]?.closedWith).toBe(3000);
    expect(seen).toEqual(["down 1"]);
  });

  it("reconnects at once on hurry()", () => {
    const { match } = client();
    FakeWebSocket.latest().serverCloses(1006);
    match.hurry();
    expect(FakeWebSocket.all).toHaveLength(2);
    vi.advanceTimersByTime(5000);
    expect(FakeWebSocket.all).toHaveLength(2);
  });

  it("reports nothing after close", () => {
    const { match, seen } = client();
    FakeWebSocket.latest().serverOpens();
    match.close();
    FakeWebSocket.latest().serverCloses(1006);
    vi.advanceTimersByTime(60_000);
    expect(seen).toEqual([]);
    expect(FakeWebSocket.all).toHaveLength(1);
  });
});
