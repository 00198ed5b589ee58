// The schema reader refuses, and names, anything that the emitters cannot express.
// Run with `node --test`.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readSchema, SchemaError, snake } from "./schema.mjs";

const schema = () => JSON.parse(readFileSync(new URL("../schema.json", import.meta.url), "utf8"));

const REFUSED = {
  "a behaviour that there is not": [
    (s) => s.$defs.chat["x-behaviour"].push("loud"),
    /\$defs\/chat.*'loud'/,
  ],
  "a behaviour of what is no message": [
    (s) => (s.$defs.Home["x-behaviour"] = ["counts"]),
    /\$defs\/Home.*only a message/,
  ],
  "a cost that there is not": [
    (s) => (s.$defs.chat["x-cost"].joules = 3),
    /\$defs\/chat\/x-cost.*'joules'/,
  ],
  "a message that costs nothing": [
    (s) => (s.$defs.chat["x-cost"].messages = 0),
    /\$defs\/chat.*at least 1/,
  ],
  "a cost of what is no message": [
    (s) => (s.$defs.Home["x-cost"] = {}),
    /\$defs\/Home.*only a message/,
  ],
  "a client's close code without a meaning": [
    (s) => delete s["x-client-close-codes"].at(-1).seat,
    /x-client-close-codes\/unloads.*seat/,
  ],
  "a keyword outside the vocabulary": [(s) => (s.$defs.Id.format = "uuid"), /\$defs\/.*'format'/],
  "maxLength, which counts something else": [(s) => (s.$defs.Id.maxLength = 22), /'maxLength'/],
  "a text without a bound": [(s) => delete s.$defs.Sdp.maxBytes, /maxBytes/],
  "a list without a bound": [
    (s) => delete s.$defs.IceServer.properties.urls.maxItems,
    /IceServer\/urls.*maxItems/,
  ],
  "an integer without a bound": [(s) => delete s.$defs.Counter.maximum, /maximum/],
  "an integer that a double cannot hold": [
    (s) => (s.$defs.Count.maximum = 2 ** 53),
    /safe integer/,
  ],
  "a pattern that is more than one class": [
    (s) => (s.$defs.Id.pattern = "^a+b$"),
    /character class/,
  ],
  "a pattern on a text that may be empty": [
    (s) => (s.$defs.MessageId.minBytes = 0),
    /minBytes of at least 1/,
  ],
  "an object spelled out within another": [
    (s) => (s.$defs.typing.properties.on = { type: "object", properties: {} }),
    /typing\/on.*\$ref/,
  ],
  "a reference to nothing": [
    (s) => (s.$defs.typing.properties.room.$ref = "#/$defs/Room"),
    /names no type/,
  ],
  "an object that contains itself": [
    (s) => (s.$defs.Home.properties.home = { $ref: "#/$defs/Home" }),
    /Home: contains itself/,
  ],
  "a required field that is none": [(s) => s.$defs.typing.required.push("off"), /'off'/],
  "a message with a field called type": [
    (s) => (s.$defs.typing.properties.type = { type: "boolean" }),
    /taken by the envelope/,
  ],
  "a channel with a message that is none": [
    (s) => s["x-channels"].room_client.messages.push("wave"),
    /'wave'/,
  ],
  "a message in no channel": [
    (s) => s["x-channels"].room_client.messages.pop(),
    /leave: is in no channel/,
  ],
  "a limit that bounds nothing": [
    (s) => (s["x-limits"].chat_bytes_max.value = 2049),
    /no maxBytes.*2049/,
  ],
  "a close code against its range": [
    (s) => (s["x-close-codes"].at(-1).reconnect = true),
    /4500-4999/,
  ],
};

test("the schema as it is can be read", () => {
  assert.equal(readSchema(schema()).subprotocol, "nexuschat.v2");
});

for (const [what, [change, message]] of Object.entries(REFUSED)) {
  test(`refuses ${what}`, () => {
    const changed = schema();
    change(changed);
    assert.throws(
      () => readSchema(changed),
      (error) => error instanceof SchemaError && message.test(error.message),
    );
  });
}

test("wire names become C++ names", () => {
  assert.equal(snake("sdpMLineIndex"), "sdp_m_line_index");
  assert.equal(snake("usernameFragment"), "username_fragment");
  assert.equal(snake("expires_in_ms"), "expires_in_ms");
});
