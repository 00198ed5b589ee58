// Reads the saved figures in bench/RESULTS.md.
// SPDX-License-Identifier: MIT

/**
 * The newest section of a benchmark, without quick runs: where it comes from, and its tables. A table is a list of rows, each
 * an object of texts by column name; `heading` is the last line of text before it.
 */
export function newestSection(results, name) {
  const sections = results.split(/^## /m).filter((section) => section.startsWith(`${name}\n`));
  const section = sections.findLast((one) => one.includes(`\`./nexus bench ${name}\``));
  if (!section) throw new Error(`bench/RESULTS.md has no whole run of ${name}: ./nexus bench ${name} --save`);
  const fact = (key) => section.match(new RegExp(`^- ${key}: (.*)$`, "m"))?.[1] ?? "unknown";
  return { date: fact("date").slice(0, 10), commit: fact("commit"), machine: fact("machine"), tables: tablesOf(section) };
}

function tablesOf(section) {
  const tables = [];
  let heading = "";
  let columns = null;
  for (const line of section.split("\n")) {
    if (!line.startsWith("|")) {
      columns = null;
      if (line.trim()) heading = line;
      continue;
    }
    const cells = line.split("|").slice(1, -1).map((cell) => cell.trim());
    if (!columns) {
      columns = cells;
      tables.push({ heading, rows: [] });
    } else if (!/^-+$/.test(cells[0] ?? "")) {
      tables.at(-1).rows.push(Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ""])));
    }
  }
  return tables;
}

/** The number that a cell begins with: "1,317" and "2.53 (1.95 to 3.55) ms". */
export function numberIn(cell) {
  const value = Number.parseFloat((cell ?? "").replaceAll(",", ""));
  if (!Number.isFinite(value)) throw new Error(`no number in "${cell}"`);
  return value;
}
