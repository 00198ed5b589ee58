// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Id } from "@/protocol/messages";
import { homeSocketUrl } from "./addresses";
import { FakeWebSocket } from "./fake-web-socket";
import { RoomClient } from "./room-client";

const ROOM = "AAAAAAAAAAAAAAAAAAAAAA" as Id;
const JOINED = { type: "joined", room: ROOM, role: "initiator", partner: "awaited" };
const HERE = { node: "n1", url: "ws://one/v1/room" };
const THERE = { node: "n2", url: "ws://two/v1/room" };

function client() {
  const seen: string[] = [];
  const room = new RoomClient(
    {
      message: (message) => seen.push(message.type),
      lost: () => seen.push("lost"),
      refused: (code) => seen.push(`refused ${code}`),
    },
    { create: FakeWebSocket.create, random: () => 1 },
  );
  return { room, seen };
}

describe("RoomClient", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    FakeWebSocket.all.length = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("joins as soon as the socket is open", () => {
    const { room } = client();
    room.join(HERE, "t1");
    expect(room.node).toBeNull();
    FakeWebSocket.latest().serverOpens();
    expect(FakeWebSocket.latest().messages).toEqual([{ type: "join", token: "t1" }]);
    expect(room.node).toBe("n1");
  });

  it("keeps the socket for the next room of the same home", () => {
    const { room } = client();
    room.join(HERE, "t1");
    FakeWebSocket.latest().serverOpens();
    FakeWebSocket.latest().serverSays(JOINED);
    room.leave(ROOM, "skip");
    room.join(HERE, "t2");
    expect(FakeWebSocket.all).toHaveLength(1);
    expect(FakeWebSocket.latest().messages).toEqual([
      { type: "join", token: "t1" },
      { type: "leave", room: ROOM, reason: "skip" },
      { type: "join", token: "t2" },
    ]);
  });

  it("opens another socket for another home", () => {
    const { room, seen } = client();
    room.join(HERE, "t1");
    const first = FakeWebSocket.latest();
    first.serverOpens();
    first.serverSays(JOINED);
    room.join(THERE, "t2");
    expect(first.closedWith).toBe(1000);
    expect(FakeWebSocket.latest().url).toBe("ws://two/v1/room");
    first.serverSays(JOINED);
    expect(seen).toEqual(["joined"]);
  });

  it("comes back with the same token while the join is unanswered", () => {
    const { room, seen } = client();
    room.join(HERE, "t1");
    FakeWebSocket.latest().serverOpens();
    FakeWebSocket.latest().serverCloses(1006);
    vi.advanceTimersByTime(500);
    FakeWebSocket.latest().serverOpens();
    expect(FakeWebSocket.latest().messages).toEqual([{ type: "join", token: "t1" }]);
    expect(seen).toEqual([]);
  });

  it("says lost, and stays away, when the socket goes after the join", () => {
    const { room, seen } = client();
    room.join(HERE, "t1");
    FakeWebSocket.latest().serverOpens();
    FakeWebSocket.latest().serverSays(JOINED);
    FakeWebSocket.latest().serverCloses(1006);
    vi.advanceTimersByTime(60_000);
    expect(seen).toEqual(["joined", "lost"]);
    expect(FakeWebSocket.all).toHaveLength(1);
  });

  it("forgets a join that was not sent when the visitor skips", () => {
    const { room } = client();
    room.join(HERE, "t1");
    room.leave(ROOM, "skip");
    expect(FakeWebSocket.latest().closedWith).toBe(1000);
    expect(FakeWebSocket.latest().sent).toEqual([]);
  });

  it("tells a refused token", () => {
    const { room, seen } = client();
    room.join(HERE, "t1");
    FakeWebSocket.latest().serverOpens();
    FakeWebSocket.latest().serverCloses(4500);
    expect(seen).toEqual(["refused 4500"]);
  });
});

describe("homeSocketUrl", () => {
  const page = (href: string) => new URL(href) as unknown as Location;
  it.each([
    ["", "https://chat.example/", "wss://chat.example/v1/room"],
    ["", "http://localhost:5173/", "ws://localhost:5173/v1/room"],
    ["wss://n2.example/v1/room", "https://chat.example/", "wss://n2.example/v1/room"],
    ["ws://n2.example/v1/room", "https://chat.example/", null],
    ["javascript:alert(1)", "http://localhost/", null],
    ["nonsense", "http://localhost/", null],
  ])("%s on %s is %s", (url, href, expected) => {
    expect(homeSocketUrl(url, page(href))).toBe(expected);
  });
});
