import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Client, connect } from "./client.ts";
import { findNonce } from "./find-nonce.ts";
import { FakeWebSocket } from "./testing/fake-web-socket.ts";

const WELCOME = {
  ...{ type: "welcome", visitor: "AAAAAAAAAAAAAAAAAAAAAA", session: "secret", online: 2 },
};

function welcomed(): { client: Client; socket: FakeWebSocket } {
  const client = connect({ url: "https://chat.example/", create: FakeWebSocket.create });
  const socket = FakeWebSocket.latest();
  socket.serverOpens();
  socket.serverSays(WELCOME);
  return { client, socket };
}

describe("Client", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    FakeWebSocket.all.length = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("connects to the site's matching socket", () => {
    const { socket } = welcomed();
    expect(socket.url).toBe("wss://chat.example/v1/match");
    expect(socket.messages).toEqual([{ type: "hello", protocol: 2 }]);
  });

  it("is refused an address that is none", () => {
    expect(() => connect({ url: "chat" })).toThrow(TypeError);
  });

  it("reports the stage before the event that changed it, and stops at the end of on()", () => {
    const { client, socket } = welcomed();
    const seen: string[] = [];
    client.on("stage", ({ stage }) => seen.push(stage));
    const off = client.on("queued", ({ waiting }) => seen.push(`${client.stage} ${waiting}`));
    client.find({ mode: "text" });
    socket.serverSays({ type: "queued", find: 1, waiting: 1 });
    off();
    socket.serverSays({ type: "queued", find: 1, waiting: 2 });
    expect(seen).toEqual(["searching", "searching 1"]);
  });

  it("goes on when a listener throws, and the platform reports the error", () => {
    const report = vi.spyOn(globalThis, "queueMicrotask").mockImplementation(() => {});
    const { client, socket } = welcomed();
    const seen: string[] = [];
    client.on("queued", () => {
      throw new Error("of the application");
    });
    client.on("queued", ({ type }) => seen.push(type));
    client.find({ mode: "text" });
    socket.serverSays({ type: "queued", find: 1, waiting: 1 });
    expect(seen).toEqual(["queued"]);
    expect(report.mock.calls[0]?.[0]).toThrow("of the application");
  });

  it("solves a challenge by itself", async () => {
    const { client, socket } = welcomed();
    client.find({ mode: "text" });
    socket.serverSays({ type: "challenge", find: 1, challenge: "nexuschat", bits: 8 });
    await vi.waitFor(() => expect(socket.messages).toHaveLength(3));
    expect(socket.messages.at(-1)).toEqual({
      ...{ type: "find", find: 2, mode: "text" },
      work: { challenge: "nexuschat", nonce: findNonce("nexuschat", 8) },
    });
  });

  it("needs the wishes of a find to skip", () => {
    expect(() => welcomed().client.skip()).toThrow("skip() needs the wishes of an earlier find()");
  });

  it("closes for good", () => {
    const { client, socket } = welcomed();
    client.close();
    expect([client.stage, socket.closedWith]).toEqual(["closed", 1000]);
    client.find({ mode: "text" });
    vi.advanceTimersByTime(60_000);
    expect(FakeWebSocket.all).toHaveLength(1);
  });
});
