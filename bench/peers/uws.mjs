// A pair relay on uWebSockets: its C++ core, driven from node as uWebSockets.js does.
//   node --expose-gc uws.mjs PORT
// Sockets that open /?pair=N with the same N are joined; a message goes to the partner.
// SPDX-License-Identifier: MIT
import { createRequire } from "node:module";

const uws = createRequire(import.meta.url)("@trufflesuite/uws-js-unofficial");
// Without its native addon the package falls back to JavaScript, which would be another server.
if (!process.report.getReport().sharedObjects.some((path) => /uws_.*\.node$/.test(path))) {
  console.error("uws: the native addon did not load");
  process.exit(2);
}

const port = Number(process.argv[2]);
const waiting = new Map();

uws
  .App()
  .ws("/*", {
    compression: uws.DISABLED,
    maxPayloadLength: 64 * 1024,
    idleTimeout: 120,
    upgrade: (response, request, context) => {
      response.upgrade(
        { pair: request.getQuery("pair"), partner: undefined },
        request.getHeader("sec-websocket-key"),
        request.getHeader("sec-websocket-protocol"),
        request.getHeader("sec-websocket-extensions"),
        context,
      );
    },
    open: (socket) => {
      const data = socket.getUserData();
      const partner = waiting.get(data.pair);
      if (partner === undefined) {
        waiting.set(data.pair, socket);
        return;
      }
      waiting.delete(data.pair);
      data.partner = partner;
      partner.getUserData().partner = socket;
    },
    message: (socket, message, isBinary) => {
      socket.getUserData().partner?.send(message, isBinary, false);
    },
    close: (socket) => {
      const data = socket.getUserData();
      if (waiting.get(data.pair) === socket) waiting.delete(data.pair);
      if (data.partner !== undefined) data.partner.getUserData().partner = undefined;
    },
  })
  .listen("127.0.0.1", port, (listening) => {
    if (!listening) process.exit(1);
  });

process.on("SIGUSR2", () => globalThis.gc?.());
