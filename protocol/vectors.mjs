// The golden vectors: raw messages with the result that every decoder must reach. generate.mjs writes them to
// vectors.jsonl, one JSON object a line:
//
//   name      <channel>.<what it shows>, unique
//   result    "valid", or the code of the error that refuses it
//   text      the message; where its bytes are not UTF-8, `base64url` has them instead
//
// Vectors that follow from the schema are derived here, so a change of the schema changes them too; all others are
// in special-vectors.mjs.
// SPDX-License-Identifier: MIT
import { specialVectors } from "./special-vectors.mjs";

/** Realistic values, by a field's type or name. Other fields get a generated value. */
const EXAMPLES = {
  Id: "dGhpcy1pcy1hbi1pZC0xMg",
  MessageId: "m-1",
  Interest: "street photography",
  Language: "pt-BR",
  Counter: 7,
  Milliseconds: 30000,
  UnixMilliseconds: 1760000000000,
  Count: 42,
  Sdp: [
    "v=0",
    "o=- 4611731400430051336 2 IN IP4 127.0.0.1",
    "s=-",
    "t=0 0",
    "a=group:BUNDLE 0",
    "a=msid-semantic: WMS",
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
    "c=IN IP4 0.0.0.0",
    "a=ice-ufrag:4ZcD",
    "a=ice-pwd:2/1muCWoOi3uLifh0NuRHlXE",
    "a=ice-options:trickle",
    "a=setup:actpass",
    "a=mid:0",
    "a=sctp-port:5000",
    "",
  ].join("\r\n"),
  candidate:
    "candidate:842163049 1 udp 1677729535 192.0.2.7 46154 typ srflx raddr 0.0.0.0 rport 0 generation 0",
  sdpMid: "0",
  usernameFragment: "4ZcD",
  urls: "turn:turn.example.org:3478?transport=udp",
  username: "1760000000:dGhpcy1pcy1hbi1pZC0xMg",
  node: "node-a",
  url: "wss://a.example.org/v1/room",
  home: "node-a",
  text: "Hello, 世界 👋",
  message: "field out of bounds",
  of: "find",
  field: "interests",
  protocol: 2,
};

const WRONG_KIND = { text: 7, integer: "7", bool: 1, enum: 7, list: {}, object: [] };

const fill = (rule, bytes) => (rule.chars?.at(-1) ?? "x").repeat(bytes);

/** Makes three values per rule: the smallest and largest allowed, and a typical one. */
function makeSampler(model) {
  const objects = new Map(model.objects.map((object) => [object.name, object]));
  const enums = new Map(model.enums.map((e) => [e.name, e]));

  function value(rule, size, name) {
    switch (rule.kind) {
      case "text":
        if (size === "least") return fill(rule, rule.min);
        if (size === "most") return fill(rule, rule.max);
        return (
          EXAMPLES[rule.alias] ??
          EXAMPLES[name] ??
          fill(rule, Math.max(rule.min, Math.min(rule.max, 24)))
        );
      case "integer":
        if (size === "least") return rule.min;
        if (size === "most") return rule.max;
        return EXAMPLES[rule.alias] ?? EXAMPLES[name] ?? rule.min;
      case "bool":
        return size !== "least";
      case "enum":
        return enums.get(rule.name).values.at(size === "most" ? -1 : 0).value;
      case "list": {
        const count = { least: 0, typical: 1, most: rule.max }[size];
        return Array.from({ length: count }, () => value(rule.item, size, name));
      }
      case "object":
        return fields(objects.get(rule.name), size);
    }
  }

  function fields(object, size) {
    const kept = object.fields.filter((field) => field.required || size !== "least");
    return Object.fromEntries(
      kept.map((field) => [field.name, value(field.rule, size, field.name)]),
    );
  }

  return { objects, enums, fields };
}

/** Values that break one rule each, as [the broken rule, value]. */
function breaches(rule) {
  switch (rule.kind) {
    case "text": {
      const found = [["too-long", fill(rule, rule.max + 1)]];
      if (rule.min > 0) found.push(["too-short", fill(rule, rule.min - 1)]);
      if (rule.chars !== undefined) found.push(["pattern", `${fill(rule, rule.min - 1)}!`]);
      return found;
    }
    case "integer":
      return [
        ["too-small", rule.min - 1],
        ["too-large", rule.max + 1],
      ];
    case "enum":
      return [["no-such-value", "no_such_value"]];
    default:
      return [];
  }
}

function derivedVectors(model) {
  const { objects, enums, fields } = makeSampler(model);
  const out = [];
  const done = new Set();
  const once = (key) => !done.has(key) && done.add(key);

  /** `place` puts an object in the position of `object` in a whole message of `channel`. */
  function breakFields(channel, path, object, place) {
    if (!once(`object ${object.name}`)) return;
    const base = () => fields(object, "typical");
    const valid = (name, content) =>
      out.push({ channel, name: `${path}-${name}`, text: JSON.stringify(place(content)) });
    const invalid = (name, content) =>
      out.push({
        channel,
        name: `${path}-${name}`,
        code: "invalid_field",
        text: JSON.stringify(place(content)),
      });

    const unknown = { ...base(), no_such_field: [{ a: null }] };
    if (channel.from === "client") invalid("unknown-field", unknown);
    else valid("unknown-field", unknown);

    for (const { name, required, rule } of object.fields) {
      if (required) {
        const { [name]: _, ...rest } = base();
        invalid(`${name}-missing`, rest);
      }
      invalid(`${name}-wrong-kind`, { ...base(), [name]: WRONG_KIND[rule.kind] });
      const item = rule.kind === "list" ? rule.item : rule;
      const wrap = (value) => ({ ...base(), [name]: rule.kind === "list" ? [value] : value });
      if (rule.kind === "list") {
        const some = base()[name][0];
        invalid(`${name}-too-many`, { ...base(), [name]: Array(rule.max + 1).fill(some) });
        invalid(`${name}-item-wrong-kind`, wrap(WRONG_KIND[item.kind]));
      }
      // A named type has the same bounds wherever it is used; each bound is broken once.
      const rules = item.alias ?? (item.kind === "enum" ? item.name : undefined);
      if (rules === undefined || once(`rule ${rules}`)) {
        for (const [breach, value] of breaches(item)) invalid(`${name}-${breach}`, wrap(value));
        if (item.kind === "enum") {
          for (const { value } of enums.get(item.name).values)
            valid(`${name}-${value}`, wrap(value));
        }
      }
      if (item.kind === "object") {
        breakFields(channel, `${path}-${name}`, objects.get(item.name), (content) =>
          place(wrap(content)),
        );
      }
    }
  }

  for (const channel of model.channels) {
    for (const message of channel.messages) {
      const object = objects.get(message);
      const place = (content) => ({ type: message, ...content });
      for (const [name, size] of [
        ["", "typical"],
        ["-least", "least"],
        ["-most", "most"],
      ]) {
        out.push({
          channel,
          name: message + name,
          text: JSON.stringify(place(fields(object, size))),
        });
      }
      breakFields(channel, message, object, place);
    }
  }
  return out;
}

/** Returns the content of vectors.jsonl. */
export function emitVectors(model) {
  const channels = new Map(model.channels.map((channel) => [channel.name, channel]));
  const special = specialVectors().map((v) => ({ ...v, channel: channels.get(v.channel) }));
  const names = new Set();
  const lines = [...derivedVectors(model), ...special].map((vector) => {
    const name = `${vector.channel.name}.${vector.name}`;
    if (names.has(name)) throw new Error(`two vectors are called ${name}`);
    names.add(name);
    const { code: result = "valid", text } = vector;
    const message = Buffer.isBuffer(text) ? { base64url: text.toString("base64url") } : { text };
    return JSON.stringify({ name, result, ...message });
  });
  return `${lines.join("\n")}\n`;
}
