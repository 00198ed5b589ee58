// docs/asyncapi.json is whole, and its schemas agree with the golden vectors.
// Run with `node --test`.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { emitAsyncApi } from "./asyncapi.mjs";
import { readSchema } from "./schema.mjs";

const read = (path) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const schema = JSON.parse(read("schema.json"));
const text = emitAsyncApi(readSchema(schema));
const document = JSON.parse(text);

/** The part of the document that a $ref names; undefined if it names nothing. */
const resolve = ($ref) =>
  $ref
    .replace(/^#\//, "")
    .split("/")
    .reduce((node, key) => node?.[key], document);

function eachRef(visit) {
  JSON.stringify(document, (key, value) => {
    if (key === "$ref") visit(value);
    return value;
  });
}

/** A judge for each keyword that the document may use. Another one is an error of the document. */
const JUDGES = {
  description: () => true,
  type: (value, type) =>
    ({
      object: () => typeof value === "object" && value !== null && !Array.isArray(value),
      array: () => Array.isArray(value),
      string: () => typeof value === "string",
      integer: () => Number.isInteger(value),
      boolean: () => typeof value === "boolean",
    })[type](),
  const: (value, expected) => value === expected,
  oneOf: (value, options) => options.filter((option) => fits(value, option)).length === 1,
  allOf: (value, parts) => parts.every((part) => fits(value, part)),
  $ref: (value, $ref) => fits(value, resolve($ref)),
  properties: (value, properties) =>
    Object.entries(properties).every(
      ([name, inner]) => !Object.hasOwn(value, name) || fits(value[name], inner),
    ),
  required: (value, names) => names.every((name) => Object.hasOwn(value, name)),
  additionalProperties: (value, allowed, { properties }) =>
    allowed || Object.keys(value).every((name) => Object.hasOwn(properties, name)),
  items: (value, inner) => value.every((item) => fits(item, inner)),
  maxItems: (value, max) => value.length <= max,
  minimum: (value, min) => value >= min,
  maximum: (value, max) => value <= max,
  minLength: (value, min) => [...value].length >= min,
  maxLength: (value, max) => [...value].length <= max,
  pattern: (value, pattern) => new RegExp(pattern, "u").test(value),
  "x-min-bytes": (value, min) => Buffer.byteLength(value) >= min,
  "x-max-bytes": (value, max) => Buffer.byteLength(value) <= max,
};

function fits(value, node) {
  // The type first: the other judges rely on it.
  return ["type", ...Object.keys(node)].every((keyword) => {
    if (node[keyword] === undefined) return true;
    assert.ok(Object.hasOwn(JUDGES, keyword), `the keyword ${keyword} has no judge`);
    return JUDGES[keyword](value, node[keyword], node);
  });
}

test("every $ref resolves", () => {
  const refs = [];
  eachRef((ref) => refs.push(ref));
  assert.ok(refs.length > 100);
  assert.deepEqual(
    refs.filter((ref) => resolve(ref) === undefined),
    [],
  );
});

test("every message of the schema is in the channel and operation of its socket", () => {
  for (const [name, channel] of Object.entries(schema["x-channels"])) {
    const operation = document.operations[name];
    assert.equal(operation.action, channel.from === "client" ? "receive" : "send");
    const { address, messages } = resolve(operation.channel.$ref);
    assert.equal(address, channel.socket);
    const listed = operation.messages.map(({ $ref }) => resolve(resolve($ref).$ref).name);
    assert.deepEqual(listed, channel.messages);
    for (const message of channel.messages) assert.ok(messages[message], message);
  }
  assert.equal(Object.keys(document.operations).length, 4);
});

test("every type of the schema is there, with its fields", () => {
  for (const [name, node] of Object.entries(schema.$defs)) {
    const emitted = document.components.schemas[name];
    assert.ok(emitted, name);
    for (const field of Object.keys(node.properties ?? {})) {
      assert.ok(emitted.properties[field], `${name}.${field}`);
    }
  }
});

/** What a JSON Schema of a parsed text cannot see. */
const UNSEEN = /duplicate|utf8|nul|fraction|exponent|surrogate/;

test("the golden vectors get the verdicts of the server", () => {
  let judged = 0;
  for (const line of read("vectors.jsonl").trim().split("\n")) {
    const { name, result, text: message } = JSON.parse(line);
    if (message === undefined || UNSEEN.test(name)) continue;
    if (result !== "valid" && result !== "invalid_field") continue;
    const channel = name.split(".")[0];
    // Only a client's message is judged for fields that the schema does not have.
    const value = JSON.parse(message);
    assert.ok(schema["x-channels"][channel].messages.includes(value.type), name);
    const payload = resolve(document.components.messages[value.type].payload.$ref);
    assert.equal(fits(value, payload), result === "valid", name);
    judged += 1;
  }
  assert.ok(judged > 300, `${judged}`);
});

test("the same schema gives the same text", () => {
  assert.equal(emitAsyncApi(readSchema(JSON.parse(read("schema.json")))), text);
});
