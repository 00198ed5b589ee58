import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Id, MessageId } from "./protocol.ts";
import { RoomClient } from "./room-client.ts";
import { homeSocketUrl } from "./sockets/addresses.ts";
import { STALLED_MS } from "./sockets/seat-machine.ts";
import { FakeWebSocket } from "./testing/fake-web-socket.ts";

const ROOM = "AAAAAAAAAAAAAAAAAAAAAA" as Id;
const NEXT = "BBBBBBBBBBBBBBBBBBBBBA" as Id;
const SECRET = "SSSSSSSSSSSSSSSSSSSSSQ" as Id;
const JOINED = {
  type: "joined",
  room: ROOM,
  role: "initiator",
  partner: "present",
  seat: SECRET,
};
const HERE = { node: "n1", url: "ws://one/v1/room" };
const THERE = { node: "n2", url: "ws://two/v1/room" };

function client() {
  const seen: string[] = [];
  const room = new RoomClient(
    {
      message: (message) => seen.push(message.type),
      away: () => seen.push("away"),
      homeless: (of, seat) => seen.push(`homeless ${of === ROOM} ${seat}`),
      lost: () => seen.push("lost"),
      refused: (why) => seen.push(`refused ${why}`),
    },
    { site: "http://localhost/", create: FakeWebSocket.create, random: () => 1 },
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
    room.join(ROOM, HERE, "t1");
    expect(room.node).toBeNull();
    FakeWebSocket.latest().serverOpens();
    expect(FakeWebSocket.latest().messages).toEqual([{ type: "join", seat: "t1" }]);
    expect(room.node).toBe("n1");
  });

  it("keeps the socket for the next room of the same home", () => {
    const { room } = client();
    room.join(ROOM, HERE, "t1");
    FakeWebSocket.latest().serverOpens();
    FakeWebSocket.latest().serverSays(JOINED);
    room.leave(ROOM, "skip");
    room.join(NEXT, HERE, "t2");
    expect(FakeWebSocket.all).toHaveLength(1);
    expect(FakeWebSocket.latest().messages).toEqual([
      { type: "join", seat: "t1" },
      { type: "leave", room: ROOM, reason: "skip" },
      { type: "join", seat: "t2" },
    ]);
  });

  it("does not take the previous room's refusal for one of the room it joins", () => {
    const { room, seen } = client();
    room.join(ROOM, HERE, "t1");
    FakeWebSocket.latest().serverOpens();
    room.join(NEXT, HERE, "t2");
    const over = { type: "error", code: "room_closed", message: "over", of: "join" } as const;
    FakeWebSocket.latest().serverSays({ ...over, room: ROOM });
    expect(seen).toEqual([]);
    FakeWebSocket.latest().serverSays({ ...over, room: NEXT });
    expect(seen).toEqual(["error"]);
  });

  it("opens a new socket for another home node", () => {
    const { room, seen } = client();
    room.join(ROOM, HERE, "t1");
    const first = FakeWebSocket.latest();
    first.serverOpens();
    first.serverSays(JOINED);
    room.join(NEXT, THERE, "t2");
    expect(first.closedWith).toBe(1000);
    expect(FakeWebSocket.latest().url).toBe("ws://two/v1/room");
    first.serverSays(JOINED);
    expect(seen).toEqual(["joined"]);
  });

  it("sends further messages right behind the join", () => {
    const { room } = client();
    const answer = {
      type: "description",
      room: ROOM,
      description: { type: "answer", sdp: "v=0" },
    } as const;
    room.join(ROOM, HERE, "t1");
    room.send(answer); // The socket is not open yet.
    FakeWebSocket.latest().serverOpens();
    const end = { type: "candidates", room: ROOM, candidates: [] } as const;
    room.send(end);
    const all = [{ type: "join", seat: "t1" }, answer, end];
    expect(FakeWebSocket.latest().messages).toEqual(all);

    // The join was lost, and all messages behind it.
    FakeWebSocket.latest().serverCloses(1006);
    vi.advanceTimersByTime(500);
    FakeWebSocket.latest().serverOpens();
    expect(FakeWebSocket.latest().messages).toEqual(all);

    // The message counts: if it did not arrive, it is resent when the seat is resumed.
    FakeWebSocket.latest().serverSays(JOINED);
    FakeWebSocket.latest().serverCloses(1006);
    vi.advanceTimersByTime(500);
    FakeWebSocket.latest().serverOpens();
    FakeWebSocket.latest().serverSays({
      type: "resumed",
      room: ROOM,
      role: "initiator",
      partner: "present",
      seat: SECRET,
      received: 1,
    });
    expect(FakeWebSocket.latest().messages.at(-1)).toEqual(end);
  });

  it("hands its seat to the reloaded page", () => {
    const old = client().room;
    old.join(ROOM, HERE, "t1");
    expect(old.unload()).toBeNull(); // Without a seat, unloading leaves the room.
    FakeWebSocket.latest().serverOpens();
    FakeWebSocket.latest().serverSays(JOINED);
    const arrived = { type: "typing", room: ROOM, on: true } as const;
    const lost = { type: "chat", room: ROOM, id: "m1" as MessageId, text: "hello" } as const;
    old.send(arrived);
    old.send(lost);
    FakeWebSocket.latest().serverSays({ type: "typing", room: ROOM, on: true });
    const place = old.unload();
    expect(FakeWebSocket.latest().closedWith).toBe(3001);

    const { room, seen } = client();
    // sessionStorage holds text only.
    room.resume(JSON.parse(JSON.stringify(place)));
    expect(FakeWebSocket.latest().url).toBe(HERE.url);
    FakeWebSocket.latest().serverOpens();
    expect(FakeWebSocket.latest().messages).toEqual([{ type: "join", seat: SECRET, received: 1 }]);
    const typed = { type: "typing", room: ROOM, on: false } as const;
    room.send(typed); // Sent once the seat is resumed.
    FakeWebSocket.latest().serverSays({
      type: "resumed",
      room: ROOM,
      role: "initiator",
      partner: "present",
      seat: SECRET,
      received: 1,
    });
    expect(FakeWebSocket.latest().messages.slice(1)).toEqual([lost, typed]);
    expect(seen).toEqual(["resumed"]);
  });

  it("loses a seat that the server has not kept", () => {
    const { room, seen } = client();
    room.resume({
      home: HERE,
      seat: { room: ROOM, secret: SECRET, received: 0, sent: 0, kept: [], unconfirmed: [] },
    });
    FakeWebSocket.latest().serverOpens();
    FakeWebSocket.latest().serverSays({
      ...{ type: "error", code: "room_closed", message: "over", of: "join", room: ROOM },
    });
    expect(seen).toEqual(["lost"]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("discards the messages behind a join that is given up", () => {
    const { room } = client();
    room.join(ROOM, HERE, "t1");
    room.send({ type: "candidates", room: ROOM, candidates: [] });
    room.join(NEXT, HERE, "t2");
    FakeWebSocket.latest().serverOpens();
    expect(FakeWebSocket.latest().messages).toEqual([{ type: "join", seat: "t2" }]);
  });

  it.each(["left", "not even left"])(
    "takes no seat in a room that was %s before its join was answered",
    (how) => {
      const { room, seen } = client();
      room.join(ROOM, HERE, "t1");
      FakeWebSocket.latest().serverOpens();
      if (how === "left") room.leave(ROOM, "skip");
      room.join(NEXT, HERE, "t2");
      for (const on of [false, true]) room.send({ type: "reveal", room: NEXT, on });
      FakeWebSocket.latest().serverSays(JOINED); // Was already on its way.
      FakeWebSocket.latest().serverSays({ ...JOINED, room: NEXT });
      FakeWebSocket.latest().serverCloses(1006);
      vi.advanceTimersByTime(500);
      FakeWebSocket.latest().serverOpens();
      expect(FakeWebSocket.latest().messages).toMatchObject([{ type: "join", seat: SECRET }]);
      FakeWebSocket.latest().serverSays({
        ...{ type: "resumed", room: NEXT, role: "initiator", partner: "present", seat: SECRET },
        received: 2,
      });
      expect(seen).toEqual(["joined", "away", "resumed"]);
    },
  );

  it("does not resume a seat granted after the room was left", () => {
    const { room, seen } = client();
    room.join(ROOM, HERE, "t1");
    FakeWebSocket.latest().serverOpens();
    room.leave(ROOM, "skip");
    FakeWebSocket.latest().serverSays(JOINED);
    FakeWebSocket.latest().serverCloses(1006);
    expect(seen).toEqual(["lost"]);
  });

  it("reconnects with the same token while the join is pending", () => {
    const { room, seen } = client();
    room.join(ROOM, HERE, "t1");
    FakeWebSocket.latest().serverOpens();
    FakeWebSocket.latest().serverCloses(1006);
    vi.advanceTimersByTime(500);
    FakeWebSocket.latest().serverOpens();
    expect(FakeWebSocket.latest().messages).toEqual([{ type: "join", seat: "t1" }]);
    expect(seen).toEqual([]);
  });

  it("is lost after the grace period, and then no longer reconnects", () => {
    const { room, seen } = client();
    room.join(ROOM, HERE, "t1");
    FakeWebSocket.latest().serverOpens();
    FakeWebSocket.latest().serverSays(JOINED);
    FakeWebSocket.latest().serverCloses(1006);
    vi.advanceTimersByTime(89_999);
    expect(seen).not.toContain("lost");
    vi.advanceTimersByTime(1);
    expect(seen.at(-1)).toBe("lost");
    const { length } = FakeWebSocket.all;
    vi.advanceTimersByTime(60_000);
    expect(FakeWebSocket.all).toHaveLength(length);
  });

  describe("after a drop", () => {
    const chat = (id: string) =>
      ({ type: "chat", room: ROOM, id: id as MessageId, text: id }) as const;
    const TYPING = { type: "typing", room: ROOM, on: true };
    const resumed = (received: number) => ({
      type: "resumed",
      room: ROOM,
      role: "initiator",
      partner: "present",
      seat: "TTTTTTTTTTTTTTTTTTTTTQ",
      received,
    });

    function dropped() {
      const { room, seen } = client();
      room.join(ROOM, HERE, "t1");
      const first = FakeWebSocket.latest();
      first.serverOpens();
      first.serverSays(JOINED);
      first.serverSays(TYPING);
      room.send(chat("a"));
      room.send(chat("b"));
      first.serverCloses(1006);
      expect(room.send(chat("c"))).toBe(true);
      vi.advanceTimersByTime(500);
      const second = FakeWebSocket.latest();
      second.serverOpens();
      return { room, seen, second };
    }

    it("resumes the seat and resends what the server missed", () => {
      const { room, seen, second } = dropped();
      expect(second.messages).toEqual([{ type: "join", seat: SECRET, received: 1 }]);
      room.send(chat("d")); // Sent after the answer.
      second.serverSays(resumed(1));
      expect(second.messages.slice(1)).toEqual([chat("b"), chat("c"), chat("d")]);
      expect(seen).toEqual(["joined", "typing", "away", "resumed"]);
    });

    it("resumes a second time with the new secret and a continued count", () => {
      const { second } = dropped();
      second.serverSays(resumed(3));
      second.serverSays(TYPING);
      second.serverCloses(1006);
      vi.advanceTimersByTime(500);
      FakeWebSocket.latest().serverOpens();
      expect(FakeWebSocket.latest().messages).toEqual([
        { type: "join", seat: "TTTTTTTTTTTTTTTTTTTTTQ", received: 2 },
      ]);
    });

    it("is lost when the room has ended", () => {
      const { seen, second } = dropped();
      second.serverSays({ type: "error", code: "room_closed", message: "over", of: "join" });
      expect(seen.slice(2)).toEqual(["away", "lost"]);
      expect(second.closedWith).toBe(1000);
    });

    it("leaves the room if the visitor skips while away: the partner does not wait", () => {
      const { room, seen } = client();
      room.join(ROOM, HERE, "t1");
      FakeWebSocket.latest().serverOpens();
      FakeWebSocket.latest().serverSays(JOINED);
      FakeWebSocket.latest().serverCloses(1006);
      room.leave(ROOM, "skip");
      vi.advanceTimersByTime(500);
      FakeWebSocket.latest().serverCloses(1006); // Still no network.
      room.join(NEXT, HERE, "t2");
      vi.advanceTimersByTime(5_000);
      FakeWebSocket.latest().serverOpens();
      FakeWebSocket.latest().serverSays({ ...resumed(0), room: ROOM });
      expect(FakeWebSocket.latest().messages).toEqual([
        { type: "join", seat: SECRET, received: 0 },
        { type: "leave", room: ROOM, reason: "skip" },
        { type: "join", seat: "t2" },
      ]);
      expect(seen).toEqual(["joined", "away"]);
    });

    it("is discarded when the visitor leaves", () => {
      const { room, second } = dropped();
      room.leave(ROOM, "skip");
      room.join(NEXT, HERE, "t2");
      expect(second.messages.slice(1)).toEqual([
        { type: "leave", room: ROOM, reason: "skip" },
        { type: "join", seat: "t2" },
      ]);
    });
  });

  describe("whose socket carries no data", () => {
    const chat = { type: "chat", room: ROOM, id: "AAAAAAAAAAE" as MessageId, text: "Hi" } as const;

    function talking() {
      const { room, seen } = client();
      room.join(ROOM, HERE, "t1");
      const socket = FakeWebSocket.latest();
      socket.serverOpens();
      socket.serverSays(JOINED);
      return { room, seen, socket };
    }

    it("resumes over a new socket and resends when a message is not confirmed", () => {
      const { room, seen, socket } = talking();
      room.send(chat);
      vi.advanceTimersByTime(STALLED_MS - 1);
      expect(seen).not.toContain("away");
      vi.advanceTimersByTime(1);
      expect(socket.closedWith).toBe(3000); // 1000 would leave the room.
      expect(seen).toContain("away");
      vi.advanceTimersByTime(1_000);
      FakeWebSocket.latest().serverOpens();
      expect(FakeWebSocket.latest().messages[0]).toMatchObject({ type: "join", seat: SECRET });
      FakeWebSocket.latest().serverSays({
        ...{ type: "resumed", room: ROOM, role: "initiator", partner: "present" },
        ...{ seat: SECRET, received: 0 },
      });
      expect(FakeWebSocket.latest().messages.at(-1)).toEqual(chat);
    });

    it("keeps the socket while anything arrives, and while the partner is away", () => {
      const { room, seen, socket } = talking();
      room.send(chat);
      vi.advanceTimersByTime(STALLED_MS - 1);
      socket.serverSays({ type: "typing", room: ROOM, on: true });
      vi.advanceTimersByTime(STALLED_MS);
      socket.serverSays({ type: "partner_away", room: ROOM, grace_ms: 20_000 });
      room.send(chat);
      vi.advanceTimersByTime(STALLED_MS);
      expect(seen).not.toContain("away");
      socket.serverSays({ type: "partner_back", room: ROOM });
      room.send(chat);
      vi.advanceTimersByTime(STALLED_MS);
      expect(seen).toContain("away");
    });
  });

  it("waits for a partner who is away when it resumes", () => {
    const { room, seen } = client();
    room.join(ROOM, HERE, "t1");
    FakeWebSocket.latest().serverOpens();
    FakeWebSocket.latest().serverSays(JOINED);
    FakeWebSocket.latest().serverCloses(1006);
    vi.advanceTimersByTime(1_000);
    FakeWebSocket.latest().serverOpens();
    FakeWebSocket.latest().serverSays({
      ...{ type: "resumed", room: ROOM, role: "initiator", partner: "away" },
      ...{ seat: SECRET, received: 0 },
    });
    room.send({ type: "chat", room: ROOM, id: "AAAAAAAAAAE" as MessageId, text: "Hi" });
    vi.advanceTimersByTime(STALLED_MS);
    expect(seen.filter((one) => one === "away")).toHaveLength(1);
  });

  it("discards an unsent join when the visitor skips", () => {
    const { room } = client();
    room.join(ROOM, HERE, "t1");
    room.leave(ROOM, "skip");
    expect(FakeWebSocket.latest().closedWith).toBe(1000);
    expect(FakeWebSocket.latest().sent).toEqual([]);
  });

  it("notifies the partner of a link that failed before the join was sent", () => {
    const { room } = client();
    room.join(ROOM, HERE, "t1");
    room.leave(ROOM, "ice_failed");
    FakeWebSocket.latest().serverOpens();
    room.join(NEXT, HERE, "t2");
    expect(FakeWebSocket.latest().messages).toEqual([
      { type: "join", seat: "t1" },
      { type: "leave", room: ROOM, reason: "ice_failed" },
      { type: "join", seat: "t2" },
    ]);
  });

  it("reports a refused token", () => {
    const { room, seen } = client();
    room.join(ROOM, HERE, "t1");
    FakeWebSocket.latest().serverOpens();
    FakeWebSocket.latest().serverCloses(4503);
    expect(seen).toEqual(["refused banned"]);
  });

  describe("whose home node is gone", () => {
    const chat = (id: string) =>
      ({ type: "chat", room: ROOM, id: id as MessageId, text: id }) as const;
    const MEDIA = {
      type: "media",
      room: ROOM,
      microphone: true,
      camera: false,
      screen: false,
    } as const;
    const ASKED = `homeless true ${SECRET}`;

    function seated() {
      const all = client();
      all.room.join(ROOM, HERE, "t1");
      const socket = FakeWebSocket.latest();
      socket.serverOpens();
      socket.serverSays(JOINED);
      return { ...all, socket };
    }

    /** The home node is gone, and another attempt failed. */
    function homeless() {
      const all = seated();
      all.socket.serverCloses(1006);
      vi.advanceTimersByTime(5_000);
      FakeWebSocket.latest().serverCloses(1006);
      return all;
    }

    it("asks for a new home once its own did not answer again", () => {
      const { socket, seen } = seated();
      socket.serverCloses(1006);
      expect(seen).toEqual(["joined", "away"]);
      vi.advanceTimersByTime(5_000);
      FakeWebSocket.latest().serverCloses(1006);
      expect(seen).toEqual(["joined", "away", ASKED]);
    });

    it("asks after the delay that a draining home sent", () => {
      const { socket, seen } = seated();
      socket.serverSays({ type: "goodbye", retry_after_ms: 100 });
      socket.serverCloses(4000);
      vi.advanceTimersByTime(99);
      expect(seen).not.toContain(ASKED);
      vi.advanceTimersByTime(1);
      expect(seen).toContain(ASKED);
    });

    it("takes its seat at the new home and resends unconfirmed messages", () => {
      const { room, seen, socket } = seated();
      room.send(chat("m1"));
      socket.serverSays({ type: "delivered", room: ROOM, id: "m1", sequence: 1, at_ms: 1 });
      room.send(chat("m2"));
      room.send(MEDIA);
      for (const on of [false, true]) room.send({ type: "video", room: ROOM, on });
      room.send({ type: "typing", room: ROOM, on: true });
      socket.serverCloses(1006);
      room.send(chat("m3"));
      vi.advanceTimersByTime(5_000);
      FakeWebSocket.latest().serverCloses(1006);
      room.move(ROOM, THERE);
      const there = FakeWebSocket.latest();
      expect(there.url).toBe(THERE.url);
      there.serverOpens();
      expect(there.messages).toEqual([{ type: "join", seat: SECRET, received: 1 }]);
      there.serverSays({ ...JOINED, partner: "away", seat: "NEW" });
      const wish = { type: "video", room: ROOM, on: true };
      expect(there.messages.slice(1)).toEqual([chat("m2"), MEDIA, wish, chat("m3")]);
      expect(seen.at(-1)).toBe("resumed");
      expect(room.node).toBe("n2");

      there.serverCloses(1006);
      vi.advanceTimersByTime(5_000);
      const again = FakeWebSocket.latest();
      again.serverOpens();
      expect(again.messages).toEqual([{ type: "join", seat: "NEW", received: 0 }]);
    });

    it("asks again if the room cannot move yet, and is lost if it has ended", () => {
      const { room, seen } = homeless();
      room.stays(ROOM, 50_000);
      const asked = seen.filter((one) => one === ASKED).length;
      room.stays(ROOM, 500);
      vi.advanceTimersByTime(500);
      expect(seen.filter((one) => one === ASKED).length).toBeGreaterThan(asked);
      room.stays(ROOM, undefined);
      expect(seen.at(-1)).toBe("lost");
    });

    it("asks again if the new home does not answer, and follows the room", () => {
      const { room, seen } = homeless();
      const asked = () => seen.filter((one) => one === ASKED).length;
      room.move(ROOM, THERE);
      const before = asked();
      FakeWebSocket.latest().serverCloses(1006);
      expect(asked()).toBe(before + 1);

      // The same home: no burst of attempts.
      const tries = FakeWebSocket.all.length;
      room.move(ROOM, THERE);
      expect(FakeWebSocket.all).toHaveLength(tries);
      vi.advanceTimersByTime(5_000);
      FakeWebSocket.latest().serverOpens();
      expect(FakeWebSocket.latest().messages).toEqual([
        { type: "join", seat: SECRET, received: 0 },
      ]);
      // It stops before it has answered.
      FakeWebSocket.latest().serverCloses(4000);
      expect(asked()).toBe(before + 2);

      room.move(ROOM, { node: "n3", url: "ws://three/v1/room" });
      const third = FakeWebSocket.latest();
      expect(third.url).toBe("ws://three/v1/room");
      third.serverOpens();
      expect(third.messages).toEqual([{ type: "join", seat: SECRET, received: 0 }]);
      room.move(ROOM, THERE); // A late answer.
      expect(FakeWebSocket.latest()).toBe(third);
      third.serverSays({ ...JOINED, partner: "present", seat: "NEW" });
      expect(seen.at(-1)).toBe("resumed");
    });

    it("returns to its own home after that home resumed the room", () => {
      const { room, seen } = homeless();
      room.move(ROOM, THERE);
      FakeWebSocket.latest().serverCloses(1006);
      room.stays(ROOM, 500);
      const back = FakeWebSocket.latest();
      expect(back.url).toBe(HERE.url);
      room.stays(ROOM, 500); // Returning once is enough.
      expect(FakeWebSocket.latest()).toBe(back);
      back.serverOpens();
      expect(back.messages).toEqual([{ type: "join", seat: SECRET, received: 0 }]);
      back.serverSays({
        type: "resumed",
        room: ROOM,
        role: "initiator",
        partner: "present",
        seat: "NEW",
        received: 0,
      });
      expect(seen.at(-1)).toBe("resumed");
      expect(room.node).toBe("n1");
    });

    it("is lost if no home answers within the grace period", () => {
      const { room, seen } = homeless();
      room.move(ROOM, THERE);
      vi.advanceTimersByTime(90_000);
      expect(seen.at(-1)).toBe("lost");
    });

    it("asks when its restarted home answers that the room moved", () => {
      const { seen, socket } = seated();
      socket.serverCloses(1006);
      vi.advanceTimersByTime(5_000);
      FakeWebSocket.latest().serverOpens();
      FakeWebSocket.latest().serverSays({
        type: "error",
        code: "room_moved",
        message: "the room lives elsewhere",
        of: "join",
      });
      expect(seen.at(-1)).toBe(ASKED);
    });

    it("asks again if the room moved on before it arrived", () => {
      const { room, seen } = homeless();
      room.move(ROOM, THERE);
      FakeWebSocket.latest().serverOpens();
      const asked = seen.length;
      FakeWebSocket.latest().serverSays({
        type: "error",
        code: "room_moved",
        message: "the room lives elsewhere",
        of: "join",
      });
      expect(seen.slice(asked)).toEqual([ASKED]);
      room.move(ROOM, HERE);
      FakeWebSocket.latest().serverOpens();
      expect(FakeWebSocket.latest().messages).toEqual([
        { type: "join", seat: SECRET, received: 0 },
      ]);
    });

    it("leaves at the new home if it was moving there", () => {
      const { room } = homeless();
      room.move(ROOM, THERE);
      room.leave(ROOM, "skip");
      FakeWebSocket.latest().serverOpens();
      expect(FakeWebSocket.latest().messages).toEqual([
        { type: "join", seat: SECRET, received: 0 },
        { type: "leave", room: ROOM, reason: "skip" },
      ]);
    });

    it("keeps trying its own home, in case that resumes the room", () => {
      const { room, seen } = homeless();
      vi.advanceTimersByTime(5_000);
      const back = FakeWebSocket.latest();
      back.serverOpens();
      room.move(ROOM, HERE);
      expect(FakeWebSocket.latest()).toBe(back);
      expect(back.closedWith).toBeNull();
      expect(back.messages).toEqual([{ type: "join", seat: SECRET, received: 0 }]);
      back.serverSays({ ...JOINED, partner: "present", seat: "NEW" });
      expect(seen.at(-1)).toBe("resumed");
    });

    it("does not leave its own home, which it asked for the seat, when it moves", () => {
      const { room } = homeless();
      vi.advanceTimersByTime(5_000);
      const back = FakeWebSocket.latest();
      back.serverOpens();
      room.move(ROOM, THERE);
      expect(FakeWebSocket.latest().url).toBe(THERE.url);
      expect(back.closedWith).toBe(3000); // 1000 would end the room for both.
    });

    it("does not repeat a running attempt at its own home", () => {
      const { room } = homeless();
      room.move(ROOM, HERE);
      const there = FakeWebSocket.latest();
      there.serverOpens();
      expect(there.messages).toEqual([{ type: "join", seat: SECRET, received: 0 }]);
    });

    it("does not move a seat whose socket is up", () => {
      const { room, socket } = seated();
      room.move(ROOM, THERE);
      expect(FakeWebSocket.latest()).toBe(socket);
    });
  });
});

describe("homeSocketUrl", () => {
  it.each([
    ["", "https://chat.example/", "wss://chat.example/v1/room"],
    ["", "http://localhost:5173/", "ws://localhost:5173/v1/room"],
    ["/s/n2/v1/room", "https://chat.example/", "wss://chat.example/s/n2/v1/room"],
    ["/s/n2/v1/room", "http://localhost:8080/", "ws://localhost:8080/s/n2/v1/room"],
    ["//elsewhere.example/v1/room", "https://chat.example/", null],
    ["wss://n2.example/v1/room", "https://chat.example/", "wss://n2.example/v1/room"],
    ["ws://n2.example/v1/room", "https://chat.example/", null],
    ["javascript:alert(1)", "http://localhost/", null],
    ["nonsense", "http://localhost/", null],
    ["", "https://chat.example/below/?a#b", "wss://chat.example/below/v1/room"],
    ["", "https://chat.example/below", "wss://chat.example/below/v1/room"],
  ])("%s on %s is %s", (url, href, expected) => {
    expect(homeSocketUrl(url, href)).toBe(expected);
  });
});
