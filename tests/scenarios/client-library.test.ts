// The library @nexuschat/client against real servers.
// SPDX-License-Identifier: MIT
import { afterEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type Client, type ClientEvent, connect } from "../../clients/js/src/client.ts";
import { DEPLOYMENTS, withDeployment } from "../support/deployment.ts";
import { eventually, useStage } from "../support/story.ts";

type Guest = {
  readonly client: Client;
  readonly events: ClientEvent[];
  /** The sockets that the client has opened. */
  readonly sockets: readonly WebSocket[];
};

const EVENTS: readonly ClientEvent["type"][] = [
  ...(["queued", "matched", "chat_received", "delivered", "description", "typing"] as const),
  ...(["react", "card", "video"] as const),
  ...(["partner_left", "blocked", "reconnecting", "away", "resumed", "lost"] as const),
];

let guests: Guest[] = [];
function depart(): void {
  for (const { client } of guests) client.close();
  guests = [];
}

function arrive(matchUrl: string, origin: string): Guest {
  const sockets: WebSocket[] = [];
  const events: ClientEvent[] = [];
  const client = connect({
    url: new URL("..", matchUrl).href,
    create: (url, subprotocol) => {
      const socket = new WebSocket(url, subprotocol, { origin });
      socket.on("error", () => {}); // "close" follows
      sockets.push(socket);
      return socket as unknown as globalThis.WebSocket;
    },
  });
  for (const type of EVENTS) client.on(type, (event) => events.push(event));
  guests.push({ client, events, sockets });
  return { client, events, sockets };
}

const has = (guest: Guest, event: object) =>
  eventually(`an event like ${JSON.stringify(event)}`, () =>
    guest.events.some((each) =>
      Object.entries(event).every(([key, value]) => each[key as keyof ClientEvent] === value),
    ),
  );
const isAt = (guest: Guest, stage: Client["stage"]) =>
  eventually(`the stage ${stage}`, () => guest.client.stage === stage);

async function meet(a: Guest, b: Guest): Promise<void> {
  a.client.find({ mode: "text" });
  await has(a, { type: "queued" });
  b.client.find({ mode: "text" });
  await Promise.all([isAt(a, "talking"), isAt(b, "talking")]);
}

describe.each(DEPLOYMENTS)("%s", (kind) => {
  const stage = useStage(kind);
  // Runs before the stage's own check that no visitor is left.
  afterEach(depart);
  const guest = (node = 0) => {
    const { matchUrls, origin } = stage.deployment;
    return arrive(matchUrls[node % matchUrls.length] ?? "", origin);
  };

  test("two clients meet, talk, signal, and part", async () => {
    const [a, b] = [guest(0), guest(1)];
    await meet(a, b);
    const id = a.client.chat("Hello");
    await has(b, { type: "chat_received", id, text: "Hello" });
    await has(a, { type: "delivered", id });
    expect(b.client.signal({ description: { type: "offer", sdp: "v=0\r\n" } })).toBe(true);
    await has(a, { type: "description" });
    expect(b.client.typing(true)).toBe(true);
    await has(a, { type: "typing", on: true });
    expect(a.client.react("wave")).toBe(true);
    expect(a.client.card(2)).toBe(true);
    await has(b, { type: "react", emoji: "wave" });
    await has(b, { type: "card", n: 2 });
    expect(() => a.client.card(0)).toThrow(TypeError);
    expect(a.client.video(true)).toBe(true);
    await has(b, { type: "video", on: true });
    a.client.stop();
    await has(b, { type: "partner_left", reason: "stop" });
    expect([a.client.stage, b.client.stage]).toEqual(["idle", "idle"]);
    expect(a.client.chat("Too late")).toBeNull();
  });

  test("a skip finds the next partner, and never a blocked one", async () => {
    const [a, b, c] = [guest(0), guest(1), guest(0)];
    await meet(a, b);
    expect(a.client.block()).toBe(true);
    await has(a, { type: "blocked" });
    a.client.skip();
    b.client.find({ mode: "text" });
    await has(b, { type: "queued" });
    await eventually("both wait", () => a.client.stage === "searching");
    c.client.find({ mode: "text" });
    await isAt(c, "talking");
    expect([a.client.stage, b.client.stage].sort()).toEqual(["searching", "talking"]);
  });

  test("a search continues, and a conversation resumes, after the sockets drop", async () => {
    const [a, b] = [guest(0), guest(1)];
    a.client.find({ mode: "text" });
    await has(a, { type: "queued" });
    for (const socket of a.sockets) socket.terminate();
    await has(a, { type: "reconnecting", attempt: 1 });
    b.client.find({ mode: "text" });
    await Promise.all([isAt(a, "talking"), isAt(b, "talking")]);
    for (const socket of a.sockets) socket.terminate();
    await has(a, { type: "away" });
    const mine = a.client.chat("Sent without a socket");
    const theirs = b.client.chat("Received without a socket");
    await has(a, { type: "resumed" });
    await has(b, { type: "chat_received", id: mine });
    await has(a, { type: "chat_received", id: theirs });
    expect(b.events.filter(({ type }) => type === "chat_received")).toHaveLength(1);
  });

  test("invalid values are refused before they are sent", async () => {
    const [a, b] = [guest(0), guest(1)];
    await meet(a, b);
    expect(() => a.client.chat("x".repeat(2049))).toThrow(new TypeError("chat.text is not valid"));
    expect(() => a.client.chat("")).toThrow(TypeError);
    expect(() => a.client.find({ mode: "text", interests: ["x".repeat(49)] })).toThrow(TypeError);
    expect(a.client.stage).toBe("talking");
  });
});

test("a room whose server is killed moves to another, with its conversation", async () => {
  await withDeployment("split", async ({ matchUrls, nodes, origin }) => {
    const [a, b] = [arrive(matchUrls[0] ?? "", origin), arrive(matchUrls[1] ?? "", origin)];
    await meet(a, b);
    const home = a.events.find((event) => event.type === "matched")?.home.node;
    nodes.find(({ name }) => name === home)?.program.signal("SIGKILL");
    await Promise.all([has(a, { type: "away" }), has(b, { type: "away" })]);
    const id = a.client.chat("Are you still there?");
    await has(b, { type: "chat_received", id });
    await has(a, { type: "delivered", id });
    expect([a.client.stage, b.client.stage]).toEqual(["talking", "talking"]);
    depart();
  });
});
