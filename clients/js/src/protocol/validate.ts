// Checks texts against the tables in messages.ts, exactly as the server's decoder does.
// SPDX-License-Identifier: MIT

export type Rule =
  | readonly ["text", min: number, max: number, chars?: RegExp]
  | readonly ["integer", min: number, max: number]
  | readonly ["bool"]
  | readonly ["enum", values: readonly string[]]
  | readonly ["list", max: number, item: Rule]
  | readonly ["object", shape: Shape];
type Fields = Readonly<Record<string, Rule>>;
export type Shape = readonly [required: Fields, optional?: Fields];
export type Channel = Readonly<Record<string, Shape>>;

/** Why a text is not a message: `type` and `field` are empty if unknown. */
export type Refusal = {
  readonly ok: false;
  readonly code: "malformed" | "unknown_type" | "invalid_field";
  readonly type: string;
  readonly field: string;
};
export type Parsed<Message> = { readonly ok: true; readonly message: Message } | Refusal;

const DEPTH_MAX = 16;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** The length of a text in UTF-8 bytes. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; ++i) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit <= 0xdfff)
      bytes += 1; // half of a four-byte character
    else if (unit > 0x7ff) bytes += 2;
    else if (unit > 0x7f) bytes += 1;
  }
  return bytes;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether the value is not too deep, and every text in it is valid Unicode. */
function isSound(value: unknown, depth: number): boolean {
  if (typeof value === "string") return !LONE_SURROGATE.test(value);
  if (typeof value !== "object" || value === null) return true;
  return (
    depth < DEPTH_MAX &&
    Object.entries(value).every(([key, inner]) => isSound(key, depth) && isSound(inner, depth + 1))
  );
}

/** The path of the first invalid field below `value`: "" for itself, undefined if it is valid. */
function findFault(value: unknown, rule: Rule, strict: boolean): string | undefined {
  const good = undefined;
  const bad = "";
  switch (rule[0]) {
    case "text": {
      const [, min, max, chars] = rule;
      if (typeof value !== "string" || value.includes("\0")) return bad;
      const bytes = utf8Length(value);
      return bytes < min || bytes > max || chars?.test(value) === false ? bad : good;
    }
    case "integer":
      return Number.isInteger(value) && Number(value) >= rule[1] && Number(value) <= rule[2]
        ? good
        : bad;
    case "bool":
      return typeof value === "boolean" ? good : bad;
    case "enum":
      return typeof value === "string" && rule[1].includes(value) ? good : bad;
    case "list": {
      const [, max, item] = rule;
      if (!Array.isArray(value) || value.length > max) return bad;
      for (const element of value) {
        const fault = findFault(element, item, strict);
        if (fault !== undefined) return fault;
      }
      return good;
    }
    case "object":
      return isRecord(value) ? findFaultInObject(value, rule[1], strict, false) : bad;
  }
}

function findFaultInObject(
  value: Record<string, unknown>,
  [required, optional = {}]: Shape,
  strict: boolean,
  envelope: boolean,
): string | undefined {
  for (const [name, inner] of Object.entries(value)) {
    if (envelope && name === "type") continue;
    const rule = Object.hasOwn(required, name)
      ? required[name]
      : Object.hasOwn(optional, name)
        ? optional[name]
        : undefined;
    const fault = rule ? findFault(inner, rule, strict) : strict ? "" : undefined;
    if (fault !== undefined) return fault === "" ? name : `${name}.${fault}`;
  }
  return Object.keys(required).find((name) => !Object.hasOwn(value, name));
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function judge<Message>(text: string, channel: Channel, strict: boolean): Parsed<Message> {
  const refuse = (code: Refusal["code"], type = "", field = ""): Refusal => ({
    ok: false,
    code,
    type,
    field,
  });
  const value: unknown = readJson(text);
  if (!isRecord(value) || !isSound(value, 0)) return refuse("malformed");
  const type = value.type;
  const shape =
    typeof type === "string" && Object.hasOwn(channel, type) ? channel[type] : undefined;
  if (typeof type !== "string" || shape === undefined) return refuse("unknown_type");
  const field = findFaultInObject(value, shape, strict, true);
  if (field !== undefined) return refuse("invalid_field", type, field);
  const message: unknown = value;
  return { ok: true, message: message as Message };
}

/**
 * Parses a server's message and ignores unknown fields. The caller ensures that `channel` is of
 * `Message`.
 */
export function parse<Message>(text: string, channel: Channel): Parsed<Message> {
  return judge(text, channel, false);
}

/** Checks a client's message as a server does: a frame within its limit, and no unknown field. */
export function check<Message>(text: string, channel: Channel, bytesMax: number): Parsed<Message> {
  return judge(utf8Length(text) > bytesMax ? "" : text, channel, true);
}
