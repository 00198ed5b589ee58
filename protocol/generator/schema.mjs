// Reads schema.json into a model for the emitters, and refuses anything that they cannot express.
// SPDX-License-Identifier: MIT

const KEYWORDS = {
  root: [
    "$schema",
    "$id",
    "title",
    "description",
    "x-limits",
    "x-channels",
    "x-close-codes",
    "x-client-close-codes",
    "$defs",
  ],
  limit: ["value", "description"],
  channel: ["socket", "from", "messages"],
  closeCode: ["code", "name", "reconnect", "description"],
  clientCloseCode: ["code", "name", "seat", "description"],
  enum: ["description", "oneOf", "x-cpp-header"],
  enumValue: ["const", "description"],
  string: ["type", "minBytes", "maxBytes", "pattern", "description"],
  integer: ["type", "minimum", "maximum", "description"],
  boolean: ["type", "description"],
  array: ["type", "items", "maxItems", "description"],
  object: ["type", "x-behaviour", "x-cost", "properties", "required", "description"],
  cost: ["messages", "bytes", "costly"],
  ref: ["$ref", "description"],
};

const SNAKE = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const FIELD = /^[a-z][A-Za-z0-9_]*$/;
const PASCAL = /^[A-Z][A-Za-z0-9]*$/;
const CHAR_CLASS = /^\^\[([A-Za-z0-9_.-]+)\]\+\$$/;
const FIELDS_MAX = 31;

/** Behaviours of messages beyond their fields, each with its sentence for the documentation. */
export const BEHAVIOURS = new Map([
  ["counts", "Counted for a resume."],
  ["early", "May be sent before the partner has joined."],
  ["addresses", "May contain network addresses: filtered in a `relay_only` room."],
]);

/**
 * The cost of a message of a client, by the work that it causes: it counts as so many `messages` of its socket, and as one
 * more for each `bytes`. A `costly` one has a stricter rate limit too. A message without `x-cost` has this cost: it is
 * parsed, and relayed or noted.
 */
export const USUAL_COST = { messages: 1, bytes: 8192, costly: false };

/** States of a seat in a room after its client closed the socket. */
export const SEATS_AFTER_CLOSE = ["left", "kept", "kept_for_reload"];

export class SchemaError extends Error {}

function check(condition, where, problem) {
  if (!condition) throw new SchemaError(`${where}: ${problem}`);
}

function checkKeywords(node, kind, where) {
  check(
    node !== null && typeof node === "object" && !Array.isArray(node),
    where,
    "must be an object",
  );
  for (const key of Object.keys(node)) {
    check(
      KEYWORDS[kind].includes(key),
      where,
      `keyword '${key}' is not in the vocabulary of ${kind}`,
    );
  }
  check(
    node.description === undefined || typeof node.description === "string",
    where,
    "description must be text",
  );
}

function integer(value, where, name) {
  check(Number.isSafeInteger(value), where, `${name} must be a safe integer`);
  return value;
}

/** "A-Za-z0-9_-" as the string of all its characters, in code point order. */
function expandCharClass(body, where) {
  const chars = new Set();
  for (let i = 0; i < body.length; ++i) {
    const first = body.charCodeAt(i);
    if (body[i + 1] === "-" && i + 2 < body.length) {
      const last = body.charCodeAt(i + 2);
      check(first <= last, where, "a range of the pattern runs backwards");
      for (let c = first; c <= last; ++c) chars.add(c);
      i += 2;
    } else {
      chars.add(first);
    }
  }
  return String.fromCharCode(...[...chars].sort((a, b) => a - b));
}

function readRule(node, where, defs) {
  if (node?.$ref !== undefined) {
    checkKeywords(node, "ref", where);
    const name = /^#\/\$defs\/([A-Za-z0-9]+)$/.exec(node.$ref)?.[1];
    check(
      name !== undefined && PASCAL.test(name) && Object.hasOwn(defs, name),
      where,
      `$ref '${node.$ref}' names no type`,
    );
    const target = defs[name];
    if (target.oneOf !== undefined) return { kind: "enum", name };
    if (target.type === "object") return { kind: "object", name };
    return { ...readRule(target, `$defs/${name}`, defs), alias: name };
  }
  switch (node?.type) {
    case "string": {
      checkKeywords(node, "string", where);
      const min = integer(node.minBytes ?? 0, where, "minBytes");
      const max = integer(node.maxBytes, where, "maxBytes");
      check(min >= 0 && min <= max, where, "0 <= minBytes <= maxBytes must hold");
      if (node.pattern === undefined) return { kind: "text", min, max };
      const body = CHAR_CLASS.exec(node.pattern)?.[1];
      check(body !== undefined, where, "pattern must be one character class, as in ^[a-z0-9-]+$");
      check(min >= 1, where, "a pattern needs a minBytes of at least 1");
      return { kind: "text", min, max, charClass: body, chars: expandCharClass(body, where) };
    }
    case "integer": {
      checkKeywords(node, "integer", where);
      const min = integer(node.minimum, where, "minimum");
      const max = integer(node.maximum, where, "maximum");
      check(min <= max, where, "minimum <= maximum must hold");
      return { kind: "integer", min, max };
    }
    case "boolean":
      checkKeywords(node, "boolean", where);
      return { kind: "bool" };
    case "array": {
      checkKeywords(node, "array", where);
      const max = integer(node.maxItems, where, "maxItems");
      check(max >= 1, where, "maxItems must be at least 1");
      const item = readRule(node.items, `${where}/items`, defs);
      check(item.kind !== "list", where, "a list of lists is not in the vocabulary");
      return { kind: "list", max, item };
    }
    case "object":
      throw new SchemaError(`${where}: an object within an object must be a $ref`);
    default:
      throw new SchemaError(`${where}: type '${node?.type}' is not in the vocabulary`);
  }
}

function readObject(name, node, defs) {
  const where = `$defs/${name}`;
  checkKeywords(node, "object", where);
  const message = !PASCAL.test(name);
  const required = node.required ?? [];
  const properties = node.properties ?? {};
  check(new Set(required).size === required.length, where, "required names a field twice");
  for (const field of required) {
    check(
      Object.hasOwn(properties, field),
      where,
      `required names '${field}', which is no property`,
    );
  }
  const fields = Object.entries(properties).map(([field, child]) => {
    const at = `${where}/${field}`;
    check(FIELD.test(field), at, "a field's name is letters, digits and _");
    check(!(message && field === "type"), at, "`type` is taken by the envelope");
    return {
      name: field,
      required: required.includes(field),
      description: child.description,
      rule: readRule(child, at, defs),
    };
  });
  check(fields.length <= FIELDS_MAX, where, `more than ${FIELDS_MAX} fields`);
  const behaviour = node["x-behaviour"] ?? [];
  check(message || behaviour.length === 0, where, "only a message has a behaviour");
  check(new Set(behaviour).size === behaviour.length, where, "a behaviour stands twice");
  for (const one of behaviour) check(BEHAVIOURS.has(one), where, `there is no behaviour '${one}'`);
  const cost = readCost(node["x-cost"], message, where);
  return { name, message, description: node.description, behaviour, cost, fields };
}

function readCost(node, message, where) {
  if (node === undefined) return USUAL_COST;
  check(message, where, "only a message has a cost");
  checkKeywords(node, "cost", `${where}/x-cost`);
  const cost = { ...USUAL_COST, ...node };
  for (const name of ["messages", "bytes"]) {
    check(integer(cost[name], where, name) >= 1, where, `${name} of x-cost must be at least 1`);
  }
  check(typeof cost.costly === "boolean", where, "costly of x-cost must be true or false");
  return cost;
}

function readEnum(name, node) {
  const where = `$defs/${name}`;
  checkKeywords(node, "enum", where);
  check(PASCAL.test(name), where, "an enum's name is PascalCase");
  check(Array.isArray(node.oneOf) && node.oneOf.length > 0, where, "oneOf must list the values");
  const values = node.oneOf.map((value) => {
    checkKeywords(value, "enumValue", where);
    check(
      typeof value.const === "string" && SNAKE.test(value.const),
      where,
      `value '${value.const}' is not snake_case`,
    );
    return { value: value.const, description: value.description };
  });
  check(new Set(values.map((v) => v.value)).size === values.length, where, "a value stands twice");
  return { name, description: node.description, values, cppHeader: node["x-cpp-header"] };
}

/** Sorts objects before those that contain them, as C++ requires. */
function inOrder(objects) {
  const byName = new Map(objects.map((object) => [object.name, object]));
  const done = new Set();
  const order = [];
  function visit(object, path) {
    check(!path.includes(object.name), `$defs/${object.name}`, "contains itself");
    if (done.has(object.name)) return;
    for (const { rule } of object.fields) {
      const inner = rule.kind === "list" ? rule.item : rule;
      if (inner.kind === "object") visit(byName.get(inner.name), [...path, object.name]);
    }
    done.add(object.name);
    order.push(object);
  }
  for (const object of objects) visit(object, []);
  return order;
}

function readLimits(node, defs) {
  // A limit that no bound of the schema uses would be a promise that nothing enforces.
  const bounds = { maxBytes: new Set(), maxItems: new Set() };
  JSON.stringify(defs, (key, value) => {
    bounds[key]?.add(value);
    return value;
  });
  return Object.entries(node).map(([name, limit]) => {
    const where = `x-limits/${name}`;
    checkKeywords(limit, "limit", where);
    check(SNAKE.test(name), where, "a limit's name is snake_case");
    integer(limit.value, where, "value");
    if (name.endsWith("_max") && name !== "frame_bytes_max") {
      const keyword = name.endsWith("_bytes_max") ? "maxBytes" : "maxItems";
      check(
        bounds[keyword].has(limit.value),
        where,
        `no ${keyword} of the schema is ${limit.value}`,
      );
    }
    return { name, value: limit.value, description: limit.description };
  });
}

function readChannels(node, objects) {
  const channels = Object.entries(node).map(([name, channel]) => {
    const where = `x-channels/${name}`;
    checkKeywords(channel, "channel", where);
    check(SNAKE.test(name), where, "a channel's name is snake_case");
    check(
      channel.from === "client" || channel.from === "server",
      where,
      "from is client or server",
    );
    check(
      new Set(channel.messages).size === channel.messages.length,
      where,
      "a message stands twice",
    );
    for (const message of channel.messages) {
      check(
        objects.some((o) => o.message && o.name === message),
        where,
        `there is no message '${message}'`,
      );
    }
    return { name, socket: channel.socket, from: channel.from, messages: channel.messages };
  });
  for (const object of objects.filter((o) => o.message)) {
    check(
      channels.some((c) => c.messages.includes(object.name)),
      `$defs/${object.name}`,
      "is in no channel",
    );
  }
  return channels;
}

function readCloseCodes(node) {
  for (const code of node) {
    const where = `x-close-codes/${code.name}`;
    checkKeywords(code, "closeCode", where);
    check(SNAKE.test(code.name), where, "a close code's name is snake_case");
    check(typeof code.reconnect === "boolean", where, "reconnect must be true or false");
    check(code.code >= 1000 && code.code <= 4999, where, "a close code is 1000 to 4999");
    if (code.code >= 4000) {
      check(code.reconnect === code.code < 4500, where, "4000-4499 reconnect, 4500-4999 do not");
    }
  }
  check(
    new Set(node.map((c) => c.code)).size === node.length,
    "x-close-codes",
    "a code stands twice",
  );
  return node;
}

function readClientCloseCodes(node) {
  for (const code of node) {
    const where = `x-client-close-codes/${code.name}`;
    checkKeywords(code, "clientCloseCode", where);
    check(SNAKE.test(code.name), where, "a close code's name is snake_case");
    check(SEATS_AFTER_CLOSE.includes(code.seat), where, `no seat is '${code.seat}' after a close`);
    check(code.code >= 1000 && code.code < 4000, where, "a client's close code is 1000 to 3999");
  }
  check(
    new Set(node.map((c) => c.code)).size === node.length,
    "x-client-close-codes",
    "a code stands twice",
  );
  return node;
}

/** Returns the model of a schema. Throws a SchemaError that names the place and the problem. */
export function readSchema(schema) {
  checkKeywords(schema, "root", "schema");
  const defs = schema.$defs;
  const enums = [];
  const objects = [];
  const aliases = [];
  for (const [name, node] of Object.entries(defs)) {
    if (node.oneOf !== undefined) {
      enums.push(readEnum(name, node));
    } else if (node.type === "object") {
      check(
        PASCAL.test(name) || SNAKE.test(name),
        `$defs/${name}`,
        "a type is PascalCase, a message snake_case",
      );
      objects.push(readObject(name, node, defs));
    } else {
      check(PASCAL.test(name), `$defs/${name}`, "a type's name is PascalCase");
      aliases.push({
        name,
        description: node.description,
        rule: readRule(node, `$defs/${name}`, defs),
      });
    }
  }
  return {
    title: schema.title,
    subprotocol: schema.$id,
    limits: readLimits(schema["x-limits"], defs),
    channels: readChannels(schema["x-channels"], objects),
    closeCodes: readCloseCodes(schema["x-close-codes"]),
    clientCloseCodes: readClientCloseCodes(schema["x-client-close-codes"]),
    enums,
    aliases,
    objects: inOrder(objects),
  };
}

export function pascal(name) {
  return name
    .split("_")
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join("");
}

export function snake(name) {
  // sdpMLineIndex -> sdp_m_line_index
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .toLowerCase();
}
