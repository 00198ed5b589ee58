// Emits messages.cpp: the codec's tables.
// SPDX-License-Identifier: MIT
import { HEAD, literal } from "./cpp-header.mjs";
import { pascal, snake } from "./schema.mjs";

function ruleExpression(rule, charClasses) {
  switch (rule.kind) {
    case "text": {
      const chars = rule.chars === undefined ? "" : `, &${charClasses.get(rule.chars)}`;
      return `TextRule{${rule.min}, ${rule.max}${chars}}`;
    }
    case "integer":
      return `IntegerRule{${literal(rule.min)}, ${literal(rule.max)}}`;
    case "bool":
      return "BoolRule{}";
    case "enum":
      return `EnumRule{parse_${snake(rule.name)}}`;
    case "object":
      return "ObjectRule{}";
    case "list":
      return `ListRule{${rule.max}, ${ruleExpression(rule.item, charClasses)}}`;
  }
}

function emitFields(object, charClasses) {
  const name = pascal(object.name);
  const rows = object.fields.map((field) => {
    const presence = field.required ? "kRequired" : "kOptional";
    const rule = ruleExpression(field.rule, charClasses);
    return `      Field{"${field.name}", &${name}::${snake(field.name)}, ${presence}, ${rule}}`;
  });
  return [
    "template <>",
    `struct Fields<${name}> {`,
    "  static constexpr std::tuple kAll{",
    `${rows.join(",\n")}};`,
    "};",
    "",
  ];
}

/** One constant for each distinct character class, named after the type that has it. */
function collectCharClasses(model) {
  const names = new Map();
  const visit = (rule) => {
    if (rule.kind === "list") visit(rule.item);
    if (rule.kind !== "text" || rule.chars === undefined || names.has(rule.chars)) return;
    names.set(rule.chars, `kCharsOf${rule.alias ?? names.size}`);
  };
  for (const object of model.objects) for (const field of object.fields) visit(field.rule);
  return names;
}

function emitToText(name, values) {
  return [
    `std::string_view to_text(${name} value) {`,
    "  switch (value) {",
    ...values.map((v) => `    case ${name}::k${pascal(v)}: return "${v}";`),
    "  }",
    "  return {};",
    "}",
    "",
  ];
}

export function emitSource(model) {
  const charClasses = collectCharClasses(model);
  const lines = [
    ...HEAD,
    '#include "protocol/generated/messages.hpp"',
    "",
    "#include <tuple>",
    "",
    '#include "protocol/fields.hpp"',
    '#include "protocol/json_reader.hpp"',
    '#include "protocol/json_writer.hpp"',
    "",
    "namespace nexus::protocol {",
    "",
    ...emitToText(
      "CloseCode",
      model.closeCodes.map((c) => c.name),
    ),
    ...model.enums.flatMap((e) => [
      ...emitToText(
        e.name,
        e.values.map((v) => v.value),
      ),
      `std::optional<${e.name}> parse_${snake(e.name)}(std::string_view text) {`,
      `  return find_text(k${e.name}Values, text);`,
      "}",
      "",
    ]),
    "namespace {",
    ...[...charClasses].map(([chars, name]) => `constexpr CharClass ${name}{"${chars}"};`),
    "}  // namespace",
    "",
    ...model.objects.flatMap((object) => emitFields(object, charClasses)),
    "Decoder::Decoder() : reader_(std::make_unique<JsonReader>()) {}",
    "Decoder::~Decoder() = default;",
    "Decoder::Decoder(Decoder&&) noexcept = default;",
    "Decoder& Decoder::operator=(Decoder&&) noexcept = default;",
    "",
    ...model.channels.flatMap((c) => [
      `Result<${pascal(c.name)}Message, DecodeError> Decoder::decode_${c.name}(std::string_view text) {`,
      `  return reader_->read<${pascal(c.name)}Message>(text, Sender::k${pascal(c.from)});`,
      "}",
      "",
    ]),
    ...model.objects
      .filter((o) => o.message)
      .map(
        (m) =>
          `void encode(const ${pascal(m.name)}& message, std::string& out) { write_message(message, out); }`,
      ),
    "",
    "}  // namespace nexus::protocol",
  ];
  return `${lines.join("\n")}\n`;
}
