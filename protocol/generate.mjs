// Writes everything that follows from schema.json.
//
//   node protocol/generate.mjs            write it
//   node protocol/generate.mjs --check    compare with what is there; exit 1 and name the stale files
//
// SPDX-License-Identifier: MIT
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { emitHeader, emitSource } from "./generator/cpp.mjs";
import { readSchema, SchemaError } from "./generator/schema.mjs";
import { emitTypeScript } from "./generator/typescript.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Every generated file as a map from its path below the repository to its bytes. */
function generate(model) {
  return new Map(
    Object.entries({
      "server/protocol/generated/messages.hpp": emitHeader(model),
      "server/protocol/generated/messages.cpp": emitSource(model),
      "web/src/protocol/messages.ts": emitTypeScript(model),
    }).map(([path, content]) => [path, Buffer.from(content)]),
  );
}

function isStale(path, content) {
  const file = join(ROOT, path);
  return !existsSync(file) || !readFileSync(file).equals(content);
}

function main(args) {
  const model = readSchema(JSON.parse(readFileSync(join(ROOT, "protocol/schema.json"), "utf8")));
  const stale = [...generate(model)].filter(([path, content]) => isStale(path, content));
  if (args.includes("--check")) {
    for (const [path] of stale) console.error(`stale: ${path}`);
    if (stale.length > 0) console.error("run: node protocol/generate.mjs");
    return stale.length === 0 ? 0 : 1;
  }
  for (const [path, content] of stale) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), content);
  }
  return 0;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SchemaError)) throw error;
  console.error(`protocol/schema.json: ${error.message}`);
  process.exitCode = 1;
}
