// Fills the tables of docs/protocol.md, between its markers, and leaves the rest unchanged.
// SPDX-License-Identifier: MIT

import { BEHAVIOURS, USUAL_COST } from "./schema.mjs";

const SEATS = {
  left: "left at once",
  kept: "kept",
  kept_for_reload: "kept for `signalling.reload_grace_s`",
};

function typeName(rule) {
  switch (rule.kind) {
    case "text": {
      const size = rule.min === rule.max ? `${rule.max}` : `${rule.min}-${rule.max}`;
      const chars = rule.charClass === undefined ? "" : ` of \`[${rule.charClass}]\``;
      return `text, ${size} bytes${chars}`;
    }
    case "integer":
      return `integer, ${rule.min} to ${rule.max}`;
    case "bool":
      return "boolean";
    case "enum":
    case "object":
      return rule.name === "ErrorCode"
        ? "[error code](#error-codes)"
        : `[${rule.name}](#${rule.name.toLowerCase()})`;
    case "list":
      return `list, at most ${rule.max}, of ${typeName(rule.item)}`;
  }
}

const table = (head, rows) => [
  `| ${head.join(" | ")} |`,
  `|${" --- |".repeat(head.length)}`,
  ...rows.map((row) => `| ${row.join(" | ")} |`),
];

function fieldTable(object) {
  if (object.fields.length === 0) return ["No fields."];
  return table(
    ["field", "", "value", ""],
    object.fields.map((f) => [
      `\`${f.name}\``,
      f.required ? "required" : "optional",
      typeName(f.rule),
      f.description ?? "",
    ]),
  );
}

/** Wraps at 100 characters, as in all documents. */
function wrap(text) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) === "" ? word : `${lines.at(-1)} ${word}`;
    if (line.length <= 100 || lines.at(-1) === "") lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines;
}

function section(title, description, body) {
  return [
    `#### ${title}`,
    "",
    ...(description === undefined ? [] : [...wrap(description), ""]),
    ...body,
    "",
  ];
}

/** The sentence about a cost that is not the usual one. */
function costOf({ messages, bytes, costly }) {
  const parts = [];
  if (messages !== USUAL_COST.messages) parts.push(`counts as ${messages} messages`);
  if (bytes !== USUAL_COST.bytes) parts.push(`counts again for every ${bytes / 1024} KiB`);
  if (costly) parts.push("has a stricter rate limit too");
  return parts.length > 0 ? ` Cost: ${parts.join(", and ")}.` : "";
}

function messageTables(model) {
  const places = (name) =>
    model.channels
      .filter((c) => c.messages.includes(name))
      .map((c) => `\`${c.socket}\`, from the ${c.from}`)
      .join("; ");
  const names = [...new Set(model.channels.flatMap((c) => c.messages))];
  return names.flatMap((name) => {
    const object = model.objects.find((o) => o.name === name);
    const behaviour = object.behaviour.map((one) => ` ${BEHAVIOURS.get(one)}`).join("");
    const cost = costOf(object.cost);
    return section(
      name,
      `${object.description} (${places(name)})${behaviour}${cost}`,
      fieldTable(object),
    );
  });
}

const PARTS = {
  channels: (model) =>
    table(
      ["socket", "from", "messages"],
      model.channels.map((c) => [
        `\`${c.socket}\``,
        c.from,
        c.messages.map((m) => `[${m}](#${m})`).join(", "),
      ]),
    ),
  messages: messageTables,
  types: (model) => [
    ...model.objects
      .filter((o) => !o.message)
      .flatMap((o) => section(o.name, o.description, fieldTable(o))),
    ...model.enums
      .filter((e) => e.name !== "ErrorCode")
      .flatMap((e) =>
        section(
          e.name,
          e.description,
          table(
            ["value", ""],
            e.values.map((v) => [`\`${v.value}\``, v.description ?? ""]),
          ),
        ),
      ),
  ],
  limits: (model) =>
    table(
      ["limit", "value", ""],
      model.limits.map((l) => [`\`${l.name}\``, l.value, l.description ?? ""]),
    ),
  close_codes: (model) =>
    table(
      ["code", "name", "reconnect?", ""],
      model.closeCodes.map((c) => [
        c.code,
        `\`${c.name}\``,
        c.reconnect ? "yes" : "no",
        c.description ?? "",
      ]),
    ),
  client_close_codes: (model) =>
    table(
      ["code", "name", "the seat is", ""],
      model.clientCloseCodes.map((c) => [
        c.code,
        `\`${c.name}\``,
        SEATS[c.seat],
        c.description ?? "",
      ]),
    ),
  error_codes: (model) =>
    table(
      ["code", ""],
      model.enums
        .find((e) => e.name === "ErrorCode")
        .values.map((v) => [`\`${v.value}\``, v.description ?? ""]),
    ),
};

/** `text` with every part between `<!-- generated: part -->` and `<!-- end -->` regenerated. */
export function emitDocs(model, text) {
  return text.replace(
    /(<!-- generated: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, begin, part, end) => {
      if (!Object.hasOwn(PARTS, part))
        throw new Error(`docs/protocol.md asks for an unknown part '${part}'`);
      return `${begin}\n${PARTS[part](model).join("\n").trim()}\n\n${end}`;
    },
  );
}
