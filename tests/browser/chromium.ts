// How the tests start Chromium.
// SPDX-License-Identifier: MIT

/** Fake devices, and no traffic to the internet. */
const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--use-fake-device-for-media-stream=device-count=3,fps=10",
  "--use-fake-ui-for-media-stream",
  "--autoplay-policy=no-user-gesture-required",
  "--allow-loopback-in-peer-connection",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--no-first-run",
];

/** Tag of the tests that need the whole browser. */
export const WHOLE = "@whole";

/** The whole browser, as visitors have it. */
export const CHROMIUM = {
  executablePath: process.env["NEXUS_CHROMIUM"] ?? "/usr/bin/chromium",
  args: CHROMIUM_ARGS,
};

/** The same engine with little around it: calls take three quarters of the processor time. Its pictures differ. */
export const HEADLESS_SHELL = {
  executablePath: process.env["NEXUS_HEADLESS_SHELL"] ?? "/usr/bin/chromium-headless-shell",
  args: CHROMIUM_ARGS,
};
