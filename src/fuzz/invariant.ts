import type { TokenRefusal } from "../aws/tokens.ts";
import type { Call, Execution } from "../simulator/execution.ts";
import type { FaultPlan } from "./fault-plan.ts";
import type { MetCall } from "./planned-faults.ts";
import { hasEffect } from "./planned-faults.ts";
import type { PlannedRun } from "./planned-run.ts";

/** A call that reached its service, whatever became of the answer. */
export type Effect = Pick<Call, "service" | "operation" | "input" | "state" | "branch" | "attempt" | "at">;

/** A callback that AWS refused, as its sender was told: `TaskTimedOut`, since the task was over. */
export interface RefusedCallback extends TokenRefusal, Pick<Call, "state" | "branch" | "attempt"> {}

/** What an invariant is told beside the execution. */
export interface FuzzContext {
  readonly plan: FaultPlan;
  readonly input: unknown;
  /** The calls that reached their services, in order: also those whose answer was lost. Of both executions, when it was delivered twice. */
  readonly effects: readonly Effect[];
  /** The second callbacks of tasks that were called back twice. */
  readonly refusals: readonly RefusedCallback[];
  /** The execution, and the one that came of delivering it again. */
  readonly executions: readonly Execution[];
}

/**
 * What must hold of every execution: throws, or answers `false`, where it does not. `expect(execution)…` is one. An invariant may be
 * asynchronous.
 */
export type Invariant = (execution: Execution, context: FuzzContext) => unknown;

/** An execution that is not as an invariant says; its message says how. */
export class InvariantViolation extends Error {
  override readonly name: string = "InvariantViolation";
}

/**
 * What invariants are told of a run. Getters of its own would give each a hidden class of its own, which the engine keeps with all that
 * it refers to.
 */
export class RunContext implements FuzzContext {
  readonly plan: FaultPlan;
  readonly input: unknown;
  readonly executions: readonly Execution[];
  readonly #calls: readonly MetCall[];
  #effects: readonly Effect[] | undefined;

  constructor({ executions, calls }: PlannedRun, plan: FaultPlan, input: unknown) {
    this.plan = plan;
    this.input = input;
    this.executions = executions;
    this.#calls = calls;
  }

  get effects(): readonly Effect[] {
    return (this.#effects ??= this.#calls.filter(tookEffect).map(effectOf));
  }

  get refusals(): readonly RefusedCallback[] {
    return this.#calls.flatMap(refusalOf);
  }
}

function tookEffect({ fault }: MetCall): boolean {
  return fault === undefined || hasEffect(fault);
}

function effectOf({ call, attempt }: MetCall): Effect {
  const { service, operation, input, state, place, at } = call;
  return { service, operation, input, state, branch: place.branch, attempt, at: new Date(at) };
}

function refusalOf({ call, attempt, refusal }: MetCall): readonly RefusedCallback[] {
  return refusal === undefined ? [] : [{ ...refusal, state: call.state, branch: call.place.branch, attempt }];
}

/** Asks the invariants, one after the other. Rejects with what the first that does not hold throws. */
export async function demandInvariants(invariants: readonly Invariant[], run: PlannedRun, context: FuzzContext): Promise<void> {
  for (const invariant of invariants) {
    let held = invariant(run.execution, context);
    if (held instanceof Promise) held = await held;
    if (held === false)
      throw new InvariantViolation(`${invariant.name === "" ? "An invariant" : `The invariant ${invariant.name}`} answered false.`);
  }
}
