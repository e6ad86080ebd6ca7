import { eventId, later, NO_EVENT } from "../base/brand.ts";
import type { Json } from "../base/json.ts";
import { errorDetails, StatesFailure } from "../base/states-failure.ts";
import { Pen } from "../history/journal.ts";
import type { Step } from "../kernel/effect.ts";
import { TIMED_OUT, withDeadline } from "../kernel/effect.ts";
import type { Environment } from "./environment.ts";
import { Scope } from "./scope.ts";
import type { StateNode } from "./state-node.ts";
import { resumeStates, runStates } from "./transitions.ts";
import type { UnfinishedLine } from "./unfinished-line.ts";

/** How an execution ended by itself. */
export type Outcome =
  | { readonly status: "SUCCEEDED"; readonly output: Json }
  | { readonly status: "FAILED"; readonly error: string | undefined; readonly cause: string | undefined }
  | { readonly status: "TIMED_OUT" };

/** A linked machine, ready to be executed. */
export interface Program {
  readonly start: StateNode;
  /** Of the whole machine. */
  readonly timeoutSeconds: number | undefined;
}

/** Runs one execution from `ExecutionStarted`, or what else it `begins` with, to its last event. */
export function* execute(program: Program, environment: Environment, input: Json, begins: Beginning = started): Step<Outcome> {
  const { pen, unfinished } = begins(environment, input);
  try {
    const scope = new Scope(environment, pen);
    scope.variables = environment.variables;
    const body = unfinished === undefined ? runStates(program.start, scope, input) : resumeStates(unfinished, scope);
    const output =
      program.timeoutSeconds === undefined
        ? yield* body
        : yield* withDeadline(later(environment.kernel.now(), program.timeoutSeconds), body);
    if (output === TIMED_OUT) return timedOut(environment, input);
    pen.event("ExecutionSucceeded", output);
    return { status: "SUCCEEDED", output };
  } catch (thrown) {
    if (!(thrown instanceof StatesFailure)) throw thrown;
    if (environment.journal.isFull) pen.last = eventId(environment.journal.length);
    pen.event("ExecutionFailed", errorDetails(thrown));
    return { status: "FAILED", error: thrown.error, cause: thrown.cause };
  }
}

/** Writes the first event of a run; answers the pen of the machine's own line, and where that goes on, if it began before. */
export type Beginning = (environment: Environment, input: Json) => { readonly pen: Pen; readonly unfinished?: UnfinishedLine | undefined };

function started({ journal, roleArn }: Environment, input: Json): { readonly pen: Pen } {
  const pen = new Pen(journal);
  // The first state's event hangs on nothing, not on this one.
  pen.aside("ExecutionStarted", { input, roleArn });
  return { pen };
}

/** The end of an execution whose time is up, whether its own or the one AWS gives it. */
export function timedOut(environment: Environment, input: Json): Outcome {
  endOutside(environment, input, "ExecutionTimedOut", { error: "States.Timeout" });
  return { status: "TIMED_OUT" };
}

/** Writes the last event of an execution that was ended from outside: it hangs on nothing, wherever the execution was. */
export function endOutside(environment: Environment, input: Json, type: "ExecutionTimedOut" | "ExecutionAborted", details: object): void {
  const pen = environment.journal.mainPen ?? started(environment, input).pen;
  pen.last = NO_EVENT;
  pen.event(type, details);
}
