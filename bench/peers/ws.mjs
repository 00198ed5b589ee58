// A pair relay on ws, the WebSocket server that most node applications use.
//   node --expose-gc ws.mjs PORT
// Sockets that open /?pair=N with the same N are joined; a message goes to the partner.
// SPDX-License-Identifier: MIT
import { WebSocketServer } from "ws";

const port = Number(process.argv[2]);
const waiting = new Map();

const server = new WebSocketServer({
  host: "127.0.0.1",
  port,
  backlog: 4096,
  perMessageDeflate: false,
  maxPayload: 64 * 1024,
  clientTracking: false,
});

server.on("connection", (socket, request) => {
  const pair = request.url.slice(request.url.indexOf("=") + 1);
  let partner = waiting.get(pair);
  if (partner === undefined) {
    waiting.set(pair, socket);
  } else {
    waiting.delete(pair);
    socket.partner = partner;
    partner.partner = socket;
  }
  socket.on("message", onMessage);
  socket.on("close", () => {
    if (waiting.get(pair) === socket) waiting.delete(pair);
    if (socket.partner !== undefined) socket.partner.partner = undefined;
  });
  socket.on("error", () => {});
});

function onMessage(data, isBinary) {
  this.partner?.send(data, { binary: isBinary });
}

process.on("SIGUSR2", () => globalThis.gc?.());
