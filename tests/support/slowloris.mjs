// Opens many connections and sends as little on each as it can. Runs as a separate program, so that it
// does not slow down the test that measures.
//   node slowloris.mjs PORT COUNT
// Prints one line of JSON once the last is cut: how many connected, and the longest and the latest cut
// in milliseconds after the connection.
// SPDX-License-Identifier: MIT
import { connect } from "node:net";

const [port, count] = process.argv.slice(2).map(Number);
const TRICKLE_MS = 500;
const GIVE_UP_MS = 20_000;

const host = `127.0.0.1:${port}`;
const upgrade =
  `GET /v1/match HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
  `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n` +
  `Sec-WebSocket-Protocol: nexuschat.v2\r\nOrigin: http://${host}\r\n`;
/** What a connection sends first, and what follows byte by byte. */
const WAYS = [
  ["", `GET /index.html HTTP/1.1\r\nHost: x\r\nX-Slow: ${"x".repeat(1_000)}`],
  [`POST /v1/info HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 100000\r\n\r\n`, "x".repeat(1_000)],
  [upgrade, `X-Slow: ${"x".repeat(1_000)}`],
  // Opens the WebSocket with a first frame that never ends.
  [`${upgrade}\r\n`, `\x81\xfe\x10\x00mask${"x".repeat(1_000)}`],
];

let connected = 0;
let cut = 0;
let longest = 0;

function finish() {
  console.log(JSON.stringify({ connected, cut, longest }));
  process.exit(0);
}

for (let i = 0; i < count; ++i) {
  const [first, slow] = WAYS[i % WAYS.length];
  let said = 0;
  let since = 0;
  let trickle;
  const socket = connect({ host: "127.0.0.1", port, localAddress: `127.0.0.${2 + (i % 8)}` });
  socket.on("connect", () => {
    connected += 1;
    since = Date.now();
    if (first) socket.write(first);
    trickle = setInterval(() => socket.write(slow[said++ % slow.length], "latin1"), TRICKLE_MS);
  });
  socket.on("data", () => {});
  socket.on("error", () => {});
  socket.on("close", () => {
    clearInterval(trickle);
    cut += 1;
    longest = Math.max(longest, Date.now() - since);
    if (cut === count) finish();
  });
}
setTimeout(finish, GIVE_UP_MS);
