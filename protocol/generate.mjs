// Writes all files that are generated from schema.json.
//
//   node protocol/generate.mjs            write it
//   node protocol/generate.mjs --check    compare with what is there; exit 1 and name the stale files
//
// SPDX-License-Identifier: MIT
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { emitAsyncApi } from "./generator/asyncapi.mjs";
import { emitHeader } from "./generator/cpp-header.mjs";
import { emitSource } from "./generator/cpp-source.mjs";
import { emitDocs } from "./generator/docs.mjs";
import { readSchema, SchemaError } from "./generator/schema.mjs";
import { emitTypeScript } from "./generator/typescript.mjs";
import { emitVectors } from "./vectors.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const DOCS = "docs/protocol.md";
// Folders that hold only generated files: any other file there is left over from an older schema.
const GENERATED_FOLDERS = ["server/protocol/generated"];

function read(path) {
  const file = join(ROOT, path);
  return existsSync(file) ? readFileSync(file) : undefined;
}

/** Returns every generated file as a map from its path below the repository to its bytes. */
function generate(model) {
  const texts = {
    "protocol/vectors.jsonl": emitVectors(model),
    "server/protocol/generated/messages.hpp": emitHeader(model),
    "server/protocol/generated/messages.cpp": emitSource(model),
    "clients/js/src/protocol.ts": emitTypeScript(model),
    "docs/asyncapi.json": emitAsyncApi(model),
    [DOCS]: emitDocs(model, read(DOCS)?.toString() ?? ""),
  };
  return new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));
}

function filesBelow(path) {
  const folder = join(ROOT, path);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const inner = relative(ROOT, join(folder, entry.name));
    return entry.isDirectory() ? filesBelow(inner) : [inner];
  });
}

function main(args) {
  const model = readSchema(JSON.parse(read("protocol/schema.json")));
  const files = generate(model);
  const stale = [...files].filter(([path, bytes]) => read(path)?.equals(bytes) !== true);
  const left = GENERATED_FOLDERS.flatMap(filesBelow).filter((path) => !files.has(path));
  if (args.includes("--check")) {
    for (const path of [...stale.map(([name]) => name), ...left]) console.error(`stale: ${path}`);
    if (stale.length + left.length === 0) return 0;
    console.error("run: node protocol/generate.mjs");
    return 1;
  }
  for (const [path, bytes] of stale) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), bytes);
  }
  for (const path of left) rmSync(join(ROOT, path));
  return 0;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SchemaError)) throw error;
  console.error(`protocol/schema.json: ${error.message}`);
  process.exitCode = 1;
}
