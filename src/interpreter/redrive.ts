/** AWS "Redriving state machine executions": an execution that did not succeed goes on at the state it did not get beyond. */

import type { Json } from "../base/json.ts";
import { ENTERED } from "../history/events.ts";
import type { Journal } from "../history/journal.ts";
import { Pen } from "../history/journal.ts";
import type { Step } from "../kernel/effect.ts";
import type { Environment } from "./environment.ts";
import type { Outcome, Program } from "./execute.ts";
import { execute } from "./execute.ts";
import { StateNode } from "./state-node.ts";

/** Runs on from the last state of the machine's own line, with the input it had; a Parallel or Map state runs as a whole again. */
export function redrive(program: Program, environment: Environment, input: Json, redriveCount: number): Step<Outcome> {
  const unfinished = lastEntered(environment.journal);
  return execute({ ...program, start: unfinished?.node ?? program.start }, environment, unfinished?.input ?? input, ({ journal }) => {
    const pen = journal.mainPen ?? new Pen(journal);
    pen.event("ExecutionRedriven", { redriveCount });
    return pen;
  });
}

const ENTRIES: ReadonlySet<string> = new Set(Object.values(ENTERED));

function lastEntered(journal: Journal): { readonly node: StateNode; readonly input: Json } | undefined {
  let last: { readonly node: StateNode; readonly input: Json } | undefined;
  for (const { type, line, state, data } of journal.columns) {
    if (line === 0 && state instanceof StateNode && ENTRIES.has(type)) last = { node: state, input: data as Json };
  }
  return last;
}
