// Emits clients/js/src/protocol.ts: types for the web app, and small tables for its validator.
// SPDX-License-Identifier: MIT
import { pascal, snake } from "./schema.mjs";

const WIDTH = 100;

function doc(text, indent = "") {
  return text === undefined ? [] : [`${indent}/** ${text} */`];
}

function upperSnake(name) {
  return snake(name).toUpperCase();
}

function camel(name) {
  return name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

function messageType(name) {
  return `${pascal(name)}Message`; // a bare `Error` would hide the global one
}

function tsType(rule) {
  switch (rule.kind) {
    case "text":
    case "integer":
      return rule.alias ?? (rule.kind === "text" ? "string" : "number");
    case "bool":
      return "boolean";
    case "enum":
    case "object":
      return rule.name;
    case "list":
      return `readonly ${tsType(rule.item)}[]`;
  }
}

function quoted(values) {
  const line = values.map((value) => `"${value}"`).join(", ");
  return line.length + 20 <= WIDTH
    ? [`[${line}]`]
    : ["[", ...values.map((value) => `  "${value}",`), "]"];
}

function emitEnum(e) {
  const list = `${upperSnake(e.name)}S`;
  const [first, ...rest] = quoted(e.values.map((v) => v.value));
  const lines = [`export const ${list} = ${first}`, ...rest];
  lines[lines.length - 1] += " as const;";
  return [...doc(e.description), ...lines, `export type ${e.name} = (typeof ${list})[number];`, ""];
}

function emitUnion(name, members) {
  const line = `export type ${name} = ${members.join(" | ")};`;
  if (line.length <= WIDTH) return [line];
  return [
    `export type ${name} =`,
    ...members.map((m, i) => `  | ${m}${i + 1 === members.length ? ";" : ""}`),
  ];
}

function emitAlias({ name, description, rule }) {
  // An id type cannot be mixed with other strings; the other type names are only for the reader.
  const base = rule.kind === "text" ? "string" : "number";
  const type = name.endsWith("Id") ? `${base} & { readonly __brand: "${name}" }` : base;
  return [...doc(description), `export type ${name} = ${type};`];
}

function emitType(object) {
  const name = object.message ? messageType(object.name) : object.name;
  return [
    ...doc(object.description),
    `export type ${name} = {`,
    ...(object.message ? [`  readonly type: "${object.name}";`] : []),
    ...object.fields.flatMap((f) => [
      ...doc(f.description, "  "),
      f.required
        ? `  readonly ${f.name}: ${tsType(f.rule)};`
        : `  readonly ${f.name}?: ${tsType(f.rule)} | undefined;`,
    ]),
    "};",
    "",
  ];
}

function ruleExpression(rule, inAlias = false) {
  if (rule.alias !== undefined && !inAlias) return upperSnake(rule.alias);
  switch (rule.kind) {
    case "text":
      return `["text", ${rule.min}, ${rule.max}${rule.chars === undefined ? "" : `, /^[${rule.charClass}]+$/`}]`;
    case "integer":
      return `["integer", ${rule.min}, ${rule.max}]`;
    case "bool":
      return '["bool"]';
    case "enum":
      return `["enum", ${upperSnake(rule.name)}S]`;
    case "object":
      return `["object", ${upperSnake(rule.name)}]`;
    case "list":
      return `["list", ${rule.max}, ${ruleExpression(rule.item)}]`;
  }
}

/** Puts `open` + the parts + `close` on one line if they fit, else one part a line. */
function wrapped(open, parts, close, indent = "") {
  const line = `${indent}${open} ${parts.join(", ")} ${close}`;
  if (line.length <= WIDTH) return [line];
  return [indent + open, ...parts.map((part) => `${indent}  ${part},`), indent + close];
}

function emitShape(object) {
  const entries = (required) =>
    object.fields
      .filter((f) => f.required === required)
      .map((f) => `${f.name}: ${ruleExpression(f.rule)}`);
  const parts = [entries(true), entries(false)].filter((part, i) => i === 0 || part.length > 0);
  const head = `const ${upperSnake(object.name)}: Shape = [`;
  const line = `${head}${parts.map((part) => (part.length > 0 ? `{ ${part.join(", ")} }` : "{}")).join(", ")}];`;
  if (line.length <= WIDTH) return [line];
  return [head, ...parts.flatMap((part) => wrapped("{", part, "},", "  ")), "];"];
}

function emitChannel(channel) {
  const name = pascal(channel.name);
  const table = channel.name.toUpperCase();
  const strict = channel.from === "client";
  return [
    `const ${table}: Channel = {`,
    ...channel.messages.map((m) => `  ${m}: ${upperSnake(m)},`),
    "};",
    ...doc(
      strict
        ? `Checks a message of a client on ${channel.socket}, as the server does.`
        : `Reads a message of the server on ${channel.socket}; unknown fields are ignored.`,
    ),
    `export function ${strict ? "check" : "parse"}${name}(text: string): Parsed<${name}Message> {`,
    strict
      ? `  return check(text, ${table}, LIMITS.frameBytesMax);`
      : `  return parse(text, ${table});`,
    "}",
    "",
  ];
}

/** One set serves both directions: a type that both sides send is counted in both. */
function emitCounted(model) {
  const counted = model.objects.filter((o) => o.behaviour.includes("counts"));
  return [
    "/** Message types that are counted for a resume, of both directions. */",
    "export const COUNTED: ReadonlySet<string> = new Set([",
    ...counted.map((o) => `  "${o.name}",`),
    "]);",
    "",
  ];
}

export function emitTypeScript(model) {
  const messages = model.objects.filter((o) => o.message);
  const lines = [
    `// ${model.title}: messages, limits and close codes.`,
    "// Generated by protocol/generate.mjs from protocol/schema.json. Do not edit.",
    "// SPDX-License-Identifier: MIT",
    'import { type Channel, check, type Parsed, parse, type Rule, type Shape } from "./protocol/validate.ts";',
    "",
    `export const SUBPROTOCOL = "${model.subprotocol}";`,
    "",
    "export const LIMITS = {",
    ...model.limits.flatMap((limit) => [
      ...doc(limit.description, "  "),
      `  ${camel(limit.name)}: ${limit.value},`,
    ]),
    "} as const;",
    "",
    ...emitUnion(
      "CloseName",
      model.closeCodes.map((c) => `"${c.name}"`),
    ),
    "/** Why a socket is closed, and whether the client may reconnect by itself. */",
    "export type CloseCode = { readonly name: CloseName; readonly reconnect: boolean };",
    "export const CLOSE_CODES: Readonly<Record<number, CloseCode>> = {",
    ...model.closeCodes.flatMap((c) => [
      ...doc(c.description, "  "),
      `  ${c.code}: { name: "${c.name}", reconnect: ${c.reconnect} },`,
    ]),
    "};",
    "",
    "/** Close codes that a client sends; each decides over its seat in a room. */",
    "export const CLIENT_CLOSE = {",
    ...model.clientCloseCodes.flatMap((c) => [
      ...doc(c.description, "  "),
      `  ${camel(c.name)}: ${c.code},`,
    ]),
    "} as const;",
    "",
    ...model.enums.flatMap(emitEnum),
    ...model.aliases.flatMap(emitAlias),
    "",
    ...model.objects.flatMap(emitType),
    ...model.channels.flatMap((c) => [
      ...emitUnion(`${pascal(c.name)}Message`, c.messages.map(messageType)),
      "",
    ]),
    ...emitCounted(model),
    ...model.aliases.map(
      (a) => `const ${upperSnake(a.name)}: Rule = ${ruleExpression(a.rule, true)};`,
    ),
    "",
    ...model.objects.flatMap(emitShape),
    "",
    ...model.channels.flatMap(emitChannel),
  ];
  // Messages and types share one namespace here.
  const names = [...model.enums, ...model.aliases, ...model.objects].map((d) => upperSnake(d.name));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`two definitions are called ${twice} in TypeScript`);
  if (messages.length === 0) throw new Error("no messages");
  return `${lines.join("\n").trimEnd()}\n`;
}
