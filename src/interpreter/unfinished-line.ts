/** AWS "Redrive behavior of individual states": how far the lines of an execution came, as its journal tells. */

import type { Json, JsonObject } from "../base/json.ts";
import type { EventRow } from "../history/chunk.ts";
import { ENTERED, EXITED, Exit, exitOutput } from "../history/events.ts";
import type { Journal } from "../history/journal.ts";
import type { Line } from "../history/line.ts";
import { StateNode } from "./state-node.ts";

/** A line that reached its end. */
export interface FinishedLine {
  readonly output: Json;
}

/** Where a line stopped before its end: in a state that it has entered and not exited. */
export interface UnfinishedLine {
  readonly line: Line;
  readonly node: StateNode;
  readonly input: Json;
  readonly entry: Pick<EventRow, "id" | "previous" | "at">;
  /** What its states have assigned, one after the other. */
  readonly assigned: readonly JsonObject[];
  /** What the state failed with, if it did. */
  readonly error: string | undefined;
  /** Of a Parallel or Map: its branches or iterations by index, as far as the last attempt began them. */
  readonly inside: readonly (LineBefore | undefined)[];
}

/** How far a line came. */
export type LineBefore = FinishedLine | UnfinishedLine;

/** The machine's own line; `undefined` when it had not entered a state. */
export function unfinishedLine(journal: Journal): UnfinishedLine | undefined {
  const trace = tracesOf(journal)[0];
  return trace && unfinished(trace);
}

/** Did the line stop before its end? */
export function isUnfinished(line: LineBefore | undefined): line is UnfinishedLine {
  return line !== undefined && "entry" in line;
}

export function isFinished(line: LineBefore | undefined): line is FinishedLine {
  return line !== undefined && "output" in line;
}

/** The branches or iterations of a state that goes on; `undefined` when all of them are to run, as after `States.DataLimitExceeded`. */
export function linesInside(state: UnfinishedLine | undefined): UnfinishedLine["inside"] | undefined {
  if (state === undefined || state.error === "States.DataLimitExceeded") return undefined;
  return state.inside.some(isUnfinished) ? state.inside : undefined;
}

/** What a line has done. */
class Trace {
  readonly line: Line;
  readonly first: number;
  readonly assigned: JsonObject[] = [];
  readonly inside: Trace[] = [];
  entry: EventRow | undefined;
  exit: { readonly output: Json } | undefined;
  error: string | undefined;
  /** The event with which the present state began its branches or iterations last. */
  forked = Number.POSITIVE_INFINITY;

  constructor(line: Line, first: number) {
    this.line = line;
    this.first = first;
  }

  add(record: EventRow): void {
    if (ENTRIES.has(record.type)) this.#enter(record);
    else if (EXITS.has(record.type)) this.#leave(record.data);
    else if (record.type === "ParallelStateStarted" || record.type === "MapStateStarted") this.forked = record.id;
  }

  #enter(record: EventRow): void {
    this.entry = record;
    this.exit = undefined;
    this.error = undefined;
    this.forked = Number.POSITIVE_INFINITY;
  }

  #leave(data: unknown): void {
    this.entry = undefined;
    this.exit = { output: exitOutput(data) };
    if (data instanceof Exit) this.assigned.push(data.assigned);
  }
}

const ENTRIES: ReadonlySet<string> = new Set(Object.values(ENTERED));
const EXITS: ReadonlySet<string> = new Set(Object.values(EXITED));

/** By the numbers of their lines; each knows those inside. */
function tracesOf({ events, lines, decisions }: Journal): readonly (Trace | undefined)[] {
  const traces: (Trace | undefined)[] = [];
  for (const record of events) {
    const trace = traces[record.line] ?? new Trace(lines.get(record.line), record.id);
    if (traces[record.line] === undefined && trace.line.parent !== undefined) traces[trace.line.parent.number]?.inside.push(trace);
    traces[record.line] = trace;
    trace.add(record);
  }
  for (const { line, after, decision } of decisions) {
    const trace = traces[line.number];
    if (decision.kind === "fail" && trace?.entry !== undefined && after >= trace.entry.id) trace.error = decision.error;
  }
  return traces;
}

function unfinished({ line, entry, assigned, error, forked, inside }: Trace): UnfinishedLine | undefined {
  if (!(entry?.state instanceof StateNode)) return undefined;
  const state = entry.state;
  const began: (LineBefore | undefined)[] = [];
  for (const inner of inside)
    if (inner.line.state === state && inner.first > forked) began[inner.line.index] = inner.exit ?? unfinished(inner);
  return { line, node: state, input: entry.data as Json, entry, assigned, error, inside: began };
}
