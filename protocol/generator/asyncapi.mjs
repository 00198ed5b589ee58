// Emits docs/asyncapi.json: the protocol as AsyncAPI 3.0, for the tools that read that.
// SPDX-License-Identifier: MIT

import { BEHAVIOURS } from "./schema.mjs";

const INTRODUCTION = `Two WebSockets carry JSON messages, one message a text frame. Generated from
protocol/schema.json. docs/protocol.md describes the flows, docs/protocol.md#rules-for-every-message
what no JSON Schema can express. Lengths are limited in UTF-8 bytes, as x-min-bytes and x-max-bytes;
minLength and maxLength are what follows from that. A server refuses unknown fields; a client must
ignore them.`.replaceAll("\n", " ");

const SOCKETS = {
  "/v1/match": "Finding a partner. Open for the whole visit.",
  "/v1/room":
    "Signalling and chat with a partner, at the `home` of `matched`. Open for the whole visit, for one room after the other.",
};

const ref = (kind, name) => ({ $ref: `#/${kind}/${name}` });
const described = (description) => (description === undefined ? {} : { description });

/** The name of a socket's channel: the last part of its path. */
const channelOf = (socket) => socket.split("/").at(-1);

/** A code point has at most four bytes in UTF-8, and one of a character class has one. */
function lengths({ min, max, charClass }) {
  if (charClass !== undefined) {
    return { minLength: min, maxLength: max, pattern: `^[${charClass}]+$` };
  }
  const atLeast = Math.ceil(min / 4);
  return {
    ...(atLeast > 0 ? { minLength: atLeast } : {}),
    maxLength: max,
    ...(min > 0 ? { "x-min-bytes": min } : {}),
    "x-max-bytes": max,
  };
}

function schemaOf(rule, inAlias = false) {
  if (rule.alias !== undefined && !inAlias) return ref("components/schemas", rule.alias);
  switch (rule.kind) {
    case "text":
      return { type: "string", ...lengths(rule) };
    case "integer":
      return { type: "integer", minimum: rule.min, maximum: rule.max };
    case "bool":
      return { type: "boolean" };
    case "enum":
    case "object":
      return ref("components/schemas", rule.name);
    case "list":
      return { type: "array", maxItems: rule.max, items: schemaOf(rule.item) };
  }
}

/** A description beside a $ref would be ignored. */
function fieldOf({ rule, description }) {
  const schema = schemaOf(rule);
  if (description === undefined) return schema;
  return schema.$ref === undefined
    ? { description, ...schema }
    : { description, allOf: [schema] };
}

function objectOf(object, isStrict) {
  const type = object.message ? { type: { const: object.name } } : {};
  const fields = object.fields.map((field) => [field.name, fieldOf(field)]);
  const required = object.fields.filter((field) => field.required).map(({ name }) => name);
  return {
    ...described(object.description),
    type: "object",
    properties: { ...type, ...Object.fromEntries(fields) },
    required: [...Object.keys(type), ...required],
    ...(isStrict ? { additionalProperties: false } : {}),
  };
}

function enumOf({ description, values }) {
  return {
    ...described(description),
    type: "string",
    oneOf: values.map(({ value, description: text }) => ({ const: value, ...described(text) })),
  };
}

function messageOf({ name, description, behaviour, cost }, isSent) {
  const notes = behaviour.map((one) => BEHAVIOURS.get(one));
  return {
    name,
    title: name,
    description: [description, ...notes].join(" "),
    payload: ref("components/schemas", name),
    // What the message counts for the limits of the client that sends it.
    ...(isSent ? { "x-cost": cost } : {}),
  };
}

/** The names of all types that these messages contain, and of the messages. */
function reachedFrom(names, objects) {
  const reached = new Set();
  const visit = (name) => {
    if (reached.has(name)) return;
    reached.add(name);
    for (const { rule } of objects.find((object) => object.name === name)?.fields ?? []) {
      const inner = rule.kind === "list" ? rule.item : rule;
      if (inner.kind === "object") visit(inner.name);
    }
  };
  for (const name of names) visit(name);
  return reached;
}

const byName = (entries) => Object.fromEntries(entries.map(({ name, value }) => [name, value]));

export function emitAsyncApi(model) {
  const sent = new Set(model.channels.filter((c) => c.from === "client").flatMap((c) => c.messages));
  const strict = reachedFrom(sent, model.objects);
  const messages = model.objects.filter((object) => object.message);
  const sockets = [...new Set(model.channels.map(({ socket }) => socket))];
  const document = {
    asyncapi: "3.0.0",
    info: {
      title: model.title,
      version: `${model.limits.find(({ name }) => name === "protocol_version").value}.0.0`,
      description: INTRODUCTION,
      license: { name: "MIT" },
    },
    defaultContentType: "application/json",
    servers: {
      local: { host: "localhost:8080", protocol: "ws", description: "`./nexus run`" },
      site: {
        host: "{host}",
        protocol: "wss",
        description: "A site behind a proxy that ends TLS.",
        variables: { host: { description: "The site's name." } },
      },
    },
    channels: byName(
      sockets.map((socket) => ({
        name: channelOf(socket),
        value: {
          address: socket,
          description: `${SOCKETS[socket]} The subprotocol is \`${model.subprotocol}\`.`,
          messages: byName(
            [...new Set(model.channels.filter((c) => c.socket === socket).flatMap((c) => c.messages))].map(
              (name) => ({ name, value: ref("components/messages", name) }),
            ),
          ),
          bindings: {
            ws: {
              method: "GET",
              headers: {
                type: "object",
                properties: { "Sec-WebSocket-Protocol": { const: model.subprotocol } },
                required: ["Sec-WebSocket-Protocol"],
              },
              bindingVersion: "0.1.0",
            },
          },
        },
      })),
    ),
    // As the server sees them.
    operations: byName(
      model.channels.map(({ name, socket, from, messages: names }) => ({
        name,
        value: {
          action: from === "client" ? "receive" : "send",
          channel: ref("channels", channelOf(socket)),
          messages: names.map((each) => ref(`channels/${channelOf(socket)}/messages`, each)),
        },
      })),
    ),
    components: {
      messages: byName(
        messages.map((object) => ({
          name: object.name,
          value: messageOf(object, sent.has(object.name)),
        })),
      ),
      schemas: byName([
        ...model.enums.map((e) => ({ name: e.name, value: enumOf(e) })),
        ...model.aliases.map(({ name, description, rule }) => ({
          name,
          value: { ...described(description), ...schemaOf(rule, true) },
        })),
        ...model.objects.map((object) => ({
          name: object.name,
          value: objectOf(object, strict.has(object.name)),
        })),
      ]),
    },
    "x-limits": byName(
      model.limits.map(({ name, value, description }) => ({ name, value: { value, description } })),
    ),
    "x-close-codes": model.closeCodes,
    "x-client-close-codes": model.clientCloseCodes,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
