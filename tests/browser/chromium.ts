/** How the tests start Chromium: fake devices, and no traffic to the internet. */
export const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--use-fake-device-for-media-stream=device-count=3,fps=20",
  "--use-fake-ui-for-media-stream",
  "--autoplay-policy=no-user-gesture-required",
  "--allow-loopback-in-peer-connection",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--no-first-run",
];
