/** Prints what was measured. */
import { implementations } from "./implementations.mjs";
import { scenarios } from "./scenarios.mjs";

export function scenarioTable(rows) {
  const head = ["scenario", "implementation", "exec/s", "µs per", "", "× peer", "× by hand", "peak MiB", "verdict"];
  const cells = rows.map((row, index) => {
    const { title, unit } = scenarios[row.scenario];
    return [
      rows[index - 1]?.scenario === row.scenario ? "" : title,
      implementations[row.implementation].title,
      significant(row.executionsPerSecond),
      significant(row.microsecondsPerUnit),
      unit,
      significant(row.timesPeer),
      significant(row.timesByHand),
      (row.peakBytes / 2 ** 20).toFixed(0),
      row.verdicts.map(verdictText).join("; "),
    ];
  });
  return draw([head, ...cells], new Set([2, 3, 5, 6, 7]));
}

export function importTable(rows) {
  const cells = rows.map((row) => [row.entry, row.milliseconds.toFixed(0), row.verdicts.map(verdictText).join("; ")]);
  return draw([["import of", "ms above node -e 0", "verdict"], ...cells], new Set([1]));
}

function verdictText({ what, value, target, met }) {
  return `${met ? "ok" : "MISSED"} ${significant(value)} (${what}, ${target})`;
}

/** Three digits, which is more than the noise leaves of them. */
function significant(number) {
  if (!Number.isFinite(number)) return "";
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(number))));
  const rounded = Number(number.toPrecision(3));
  return rounded.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function draw(lines, rightAligned) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const cell = (text, column) => (rightAligned.has(column) ? text.padStart(widths[column]) : text.padEnd(widths[column]));
  return lines.map((line) => line.map(cell).join("  ").trimEnd()).join("\n");
}
