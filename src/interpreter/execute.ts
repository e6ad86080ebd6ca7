import { eventId, later, NO_EVENT } from "../base/brand.ts";
import type { Json } from "../base/json.ts";
import { errorDetails, StatesFailure } from "../base/states-failure.ts";
import type { Step } from "../kernel/effect.ts";
import { TIMED_OUT, withDeadline } from "../kernel/effect.ts";
import type { Environment } from "./environment.ts";
import type { StateNode } from "./state-node.ts";
import { LineOfStates } from "./transitions.ts";
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
export function* execute(program: Program, environment: Environment, begins: Beginning = started): Step<Outcome> {
  const { line, unfinished } = begins(environment);
  try {
    const body = unfinished === undefined ? line.from(program.start, environment.facts.input) : line.goOnFrom(unfinished);
    const output =
      program.timeoutSeconds === undefined
        ? yield* body
        : yield* withDeadline(later(environment.kernel.now(), program.timeoutSeconds), body);
    if (output === TIMED_OUT) return timedOut(environment);
    line.event("ExecutionSucceeded", output);
    return { status: "SUCCEEDED", output };
  } catch (thrown) {
    if (!(thrown instanceof StatesFailure)) throw thrown;
    if (environment.journal.isFull) line.last = eventId(environment.journal.length);
    line.event("ExecutionFailed", errorDetails(thrown));
    return { status: "FAILED", error: thrown.error, cause: thrown.cause };
  }
}

/** Writes the first event of a run; answers the machine's own line, and where that goes on, if it began before. */
export type Beginning = (environment: Environment) => Begun;

interface Begun {
  readonly line: LineOfStates;
  readonly unfinished?: UnfinishedLine | undefined;
}

function started(environment: Environment): Begun {
  const line = new LineOfStates(environment);
  // The first state's event hangs on nothing, not on this one.
  line.aside("ExecutionStarted", environment.facts);
  return { line };
}

/** The end of an execution whose time is up, whether its own or the one AWS gives it. */
export function timedOut(environment: Environment): Outcome {
  endOutside(environment, "ExecutionTimedOut", { error: "States.Timeout" });
  return { status: "TIMED_OUT" };
}

/** Writes the last event of an execution that was ended from outside: it hangs on nothing, wherever the execution was. */
export function endOutside(environment: Environment, type: "ExecutionTimedOut" | "ExecutionAborted", details: object): void {
  const pen = environment.journal.mainPen ?? started(environment).line;
  pen.last = NO_EVENT;
  pen.event(type, details);
}
