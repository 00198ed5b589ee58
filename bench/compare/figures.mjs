// Medians and tables.
// SPDX-License-Identifier: MIT

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function round(value, digits = 3) {
  if (!Number.isFinite(value)) return "-";
  if (Math.abs(value) >= 10 ** (digits - 1)) return Math.round(value).toLocaleString("en");
  return value.toPrecision(digits);
}

export function whole(value) {
  return Math.round(value).toLocaleString("en");
}

/// "median (least to most)".
export function spread(values) {
  if (values.length === 1) return round(values[0]);
  return `${round(median(values))} (${round(Math.min(...values))} to ${round(Math.max(...values))})`;
}

/// The ratio of each value to `base`, pair by pair: both were measured in the same round.
export function ratio(values, base) {
  return median(values.map((value, i) => value / base[i])).toFixed(2);
}

/// Markdown that is also readable as plain text.
export function table(head, rows) {
  const widths = head.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => String(row[i]).length)),
  );
  const line = (cells) =>
    `| ${cells.map((cell, i) => String(cell).padEnd(widths[i])).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

export function progress(text) {
  process.stderr.write(`${text}\n`);
}
