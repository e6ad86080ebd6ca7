/** AWS "Redriving state machine executions": an execution that did not succeed goes on in the state it did not get beyond. */

import type { Step } from "../kernel/effect.ts";
import type { Environment } from "./environment.ts";
import type { Outcome, Program } from "./execute.ts";
import { execute } from "./execute.ts";
import { LineOfStates } from "./transitions.ts";
import { unfinishedLine } from "./unfinished-line.ts";

/** Runs on from the last state of each line that did not reach its end, with the input it had. */
export function redrive(program: Program, environment: Environment): Step<Outcome> {
  const { journal, redrives } = environment;
  redrives.push(environment.kernel.now());
  const unfinished = unfinishedLine(journal);
  return execute(program, environment, () => {
    const { mainPen } = journal;
    const line = new LineOfStates(environment, undefined, undefined, undefined, mainPen);
    if (mainPen !== undefined) line.last = mainPen.last;
    line.event("ExecutionRedriven", { redriveCount: redrives.length });
    return { line, unfinished };
  });
}
