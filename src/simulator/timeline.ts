import { formatDuration } from "../base/duration.ts";
import { printable } from "../base/printable.ts";
import { abbreviate } from "../base/text.ts";
import type { Visit } from "../history/visit.ts";
import type { Execution, ExecutionView } from "./execution.ts";
import { Bar, Scale } from "./timeline-bar.ts";
import type { Row } from "./timeline-rows.ts";
import { rowsOf } from "./timeline-rows.ts";

export interface TimelineOptions {
  /** Characters per line. */
  readonly width?: number;
  /** ANSI colours. */
  readonly colour?: boolean;
}

/** What a timeline shows: an execution, ended or still running. */
export type TimelineSource = ExecutionView & Partial<Omit<Execution, keyof ExecutionView>> & { readonly now?: Date };

/**
 * An execution as a table of states × virtual time: `█` at work, `·` waiting to retry, `✗` a failure, `▏` over at once.
 * Bars of branches that ran together stand under one another.
 */
export function timeline(execution: TimelineSource, options: TimelineOptions = {}): string {
  const { width = 100, colour = false } = options;
  const rows = rowsOf(execution.visits, execution.mapRuns);
  const columns = layout(rows, width);
  const scale = new Scale(startOf(execution), endOf(execution), columns.bar);
  const lines = [headingOf(execution, scale, width), "", axisLine(columns, scale, colour)];
  for (const row of rows) lines.push(rowLine(row, columns, scale, colour));
  return [...lines, ...endingOf(execution, width)].join("\n");
}

interface Columns {
  readonly label: number;
  readonly bar: number;
  readonly note: number;
}

const LONGEST_LABEL = 32;
/** Bars shrink to this before a note is cut, on narrow lines to a part of them. */
const READABLE_BAR = 24;
const SHORTEST_BAR = 0.4;
const MINIMUM_BAR = 10;
const GAP = 2;

/** Labels and notes get what they need, as long as the bars keep room to be read; the bars take the rest. */
function layout(rows: readonly Row[], width: number): Columns {
  const longest = (texts: readonly string[]): number => texts.reduce((most, text) => Math.max(most, text.length), 0);
  const label = Math.min(LONGEST_LABEL, Math.max(8, longest(rows.map((row) => row.label))));
  const room = Math.max(0, width - label - 2 * GAP - Math.min(READABLE_BAR, Math.floor(width * SHORTEST_BAR)));
  const note = Math.min(room, longest(rows.map((row) => row.note)));
  return { label, note, bar: Math.max(MINIMUM_BAR, width - label - note - (note === 0 ? 1 : 2) * GAP) };
}

/** `OrderMachine  SUCCEEDED after 14s`. */
function headingOf(execution: TimelineSource, scale: Scale, width: number): string {
  const name = execution.stateMachineArn?.split(":").at(-1) ?? execution.name;
  const ended =
    execution.status === "RUNNING" ? `still RUNNING at ${scale.lengthInWords}` : `${execution.status} after ${scale.lengthInWords}`;
  return abbreviate(`${name === undefined ? "Execution" : printable(name)}  ${ended} of virtual time`, width);
}

function axisLine(columns: Columns, scale: Scale, colour: boolean): string {
  return paint(`${" ".repeat(columns.label + GAP)}${scale.axis()}`.trimEnd(), "dim", colour);
}

function rowLine(row: Row, columns: Columns, scale: Scale, colour: boolean): string {
  const label = abbreviate(row.label, columns.label).padEnd(columns.label);
  const bar = new Bar(scale);
  if (row.visits.length === 1) drawVisit(bar, row.visits[0] as Visit, scale);
  else drawMany(bar, row.visits, scale);
  const drawn = bar.draw((text, style) => paint(text, style, colour));
  if (row.note === "") return `${label}${" ".repeat(GAP)}${drawn}`.trimEnd();
  return `${label}${" ".repeat(GAP)}${drawn}${" ".repeat(GAP)}${paint(abbreviate(row.note, columns.note), row.failed ? "red" : "dim", colour)}`;
}

function drawVisit(bar: Bar, visit: Visit, scale: Scale): void {
  const visitEnd = visit.exitedAt?.getTime() ?? visit.attempts.at(-1)?.endedAt?.getTime() ?? scale.end;
  for (const [index, attempt] of visit.attempts.entries()) {
    const end = attempt.endedAt?.getTime() ?? visitEnd;
    const next = visit.attempts[index + 1]?.startedAt.getTime();
    bar.work(attempt.startedAt.getTime(), end);
    const retry = visit.retries[index];
    if (next !== undefined) bar.wait(end, next, retry === undefined ? "" : span(retry.delaySeconds * 1_000));
  }
  const failures = visit.attempts.length - (visit.caught !== undefined || visit.status === "FAILED" ? 0 : 1);
  for (const { endedAt } of visit.attempts.slice(0, failures)) bar.failure(endedAt?.getTime() ?? visitEnd);
}

/** Many visits in one row: where any of them was at work. */
function drawMany(bar: Bar, visits: readonly Visit[], scale: Scale): void {
  for (const { enteredAt, exitedAt, attempts } of visits) {
    bar.crowd(enteredAt.getTime(), (exitedAt ?? attempts.at(-1)?.endedAt)?.getTime() ?? scale.end);
  }
}

function endingOf(execution: TimelineSource, width: number): readonly string[] {
  if (execution.status === "RUNNING" || execution.status === "SUCCEEDED") return [];
  const error = execution.error === undefined ? "" : `  ${execution.error}`;
  const cause = execution.cause === undefined ? "" : `: ${execution.cause}`;
  return ["", abbreviate(printable(`✗ ${execution.status}${error}${cause}`), width)];
}

function startOf(execution: TimelineSource): number {
  return (execution.startDate ?? execution.history[0]?.timestamp ?? execution.visits[0]?.enteredAt ?? execution.now)?.getTime() ?? 0;
}

function endOf(execution: TimelineSource): number {
  return (execution.stopDate ?? execution.now ?? execution.history.at(-1)?.timestamp)?.getTime() ?? startOf(execution);
}

const span = (duration: number): string => (duration === 0 ? "0s" : formatDuration(duration));

export type Style = "plain" | "dim" | "red" | "green" | "yellow";

const CODES = { plain: "", dim: "\u001b[2m", red: "\u001b[31m", green: "\u001b[32m", yellow: "\u001b[33m" } satisfies Record<Style, string>;

function paint(text: string, style: Style, colour: boolean): string {
  return colour && style !== "plain" && text !== "" ? `${CODES[style]}${text}\u001b[0m` : text;
}
