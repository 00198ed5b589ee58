// Builds the page of these tests from the app's sources with the app's tools.
// SPDX-License-Identifier: MIT
import { join } from "node:path";

export default {
  root: import.meta.dirname,
  configFile: false,
  logLevel: "error",
  publicDir: false,
  resolve: { alias: { "@": join(import.meta.dirname, "../../../web/src") } },
  build: {
    emptyOutDir: true,
    minify: false,
    lib: {
      entry: join(import.meta.dirname, "page.ts"),
      formats: ["iife"],
      name: "page",
      fileName: "page",
    },
  },
};
