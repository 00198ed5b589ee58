// The npm package @nexuschat/client works outside of this repository.
// SPDX-License-Identifier: MIT
import { execFile } from "node:child_process";
import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CLIENT, type ClientPackage, packClient } from "../support/client-package.ts";

const run = promisify(execFile);
const TSC = resolve(import.meta.dirname, "../node_modules/typescript/bin/tsc");

/** Uses every export, and the types of what it gets. */
const PROGRAM = `
import { type Client, connect, type Wishes } from "@nexuschat/client";
import { backoffMs, RECONNECT } from "@nexuschat/client/backoff";
import { findNonce } from "@nexuschat/client/find-nonce";
import { MatchClient } from "@nexuschat/client/match-client";
import { newMessageId } from "@nexuschat/client/message-id";
import { LIMITS, type MessageId } from "@nexuschat/client/protocol";
import { RoomClient } from "@nexuschat/client/room-client";
import { findMessage, NEW_SEARCH } from "@nexuschat/client/search";

export function visit(url: string, wishes: Wishes): Client {
  const client = connect({ url });
  client.on("chat_received", ({ text, at_ms }) => console.log(new Date(at_ms), text.trim()));
  client.on("matched", ({ role }) => role === "initiator" && client.signal({ candidates: [] }));
  // @ts-expect-error: no such event
  client.on("chat_recieved", () => {});
  client.find(wishes);
  const id: MessageId | null = client.chat("hello");
  return id === null ? client : client;
}

export const bytes: number = LIMITS.chatBytesMax;
console.log(bytes, typeof connect, typeof MatchClient, typeof RoomClient);
console.log(findNonce("nexuschat", 8), backoffMs(RECONNECT, 1, () => 1), newMessageId().length);
console.log(findMessage(NEW_SEARCH, { mode: "text" }).type);
`;

let client: ClientPackage;
beforeAll(async () => {
  client = await packClient();
});
afterAll(() => client.remove());

test("the tarball has every module once, its types and the documentation, and nothing else", async () => {
  const sources = (await readdir(join(CLIENT, "src"), { recursive: true }))
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
    .filter((path) => !path.startsWith("testing/"));
  const built = sources.flatMap((path) =>
    [".js", ".d.ts"].map((end) => `dist/${path.replace(/\.ts$/, end)}`),
  );
  expect(client.files).toEqual(["LICENSE", "README.md", "package.json", ...built].sort());
});

test("each module at the top of src/ is exported under its name, the client under the package's", async () => {
  const names = (await readdir(join(CLIENT, "src")))
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
    .map((path) => path.replace(/\.ts$/, ""));
  const { exports } = JSON.parse(await readFile(join(CLIENT, "package.json"), "utf8"));
  const expected = names.map((name) => [
    name === "client" ? "." : `./${name}`,
    `./dist/${name}.js`,
  ]);
  expect(exports).toEqual({
    ...Object.fromEntries(expected),
    "./package.json": "./package.json",
  });
});

test.each([
  ["nodenext", "nodenext"],
  ["esnext", "bundler"],
])("its types compile in a blank project (%s, %s)", async (module, moduleResolution) => {
  await writeFile(join(client.project, "package.json"), JSON.stringify({ type: "module" }));
  await writeFile(join(client.project, "program.ts"), PROGRAM);
  const compilerOptions = {
    ...{ module, moduleResolution, target: "es2022", strict: true, outDir: "out", types: [] },
    // Errors in the package's own types are errors.
    ...{ skipLibCheck: false, exactOptionalPropertyTypes: true, lib: ["es2022", "dom"] },
  };
  await writeFile(
    join(client.project, "tsconfig.json"),
    JSON.stringify({ compilerOptions, files: ["program.ts"] }),
  );
  const { stdout } = await run(process.execPath, [TSC, "-p", client.project]).catch(
    (failure: { readonly stdout: string }) => failure,
  );
  expect(stdout).toBe("");
});

test("it runs in Node without a bundler", async () => {
  const program = join(client.project, "program.mjs");
  await rename(join(client.project, "out/program.js"), program);
  const { stdout } = await run(process.execPath, [program]);
  expect(stdout.trim().split("\n")).toEqual([
    "2048 function function function",
    "315 500 16",
    "find",
  ]);
});
