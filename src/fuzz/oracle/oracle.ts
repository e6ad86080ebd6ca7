import type { Definition } from "../../asl/model.ts";
import type { HistoryEvent } from "../../history/history-event.ts";
import { Follower } from "./follower.ts";
import { planOf } from "./plan.ts";
import type { Violation } from "./violation.ts";

/** An execution that has ended, as AWS tells it: nothing else is read. */
export interface EndedExecution {
  readonly history: readonly HistoryEvent[];
  readonly status: "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
  readonly output: unknown;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly type: "STANDARD" | "EXPRESS";
  /** Those of its distributed Maps, in the order of their items; any others are not looked at. */
  readonly childExecutions?: readonly ChildExecution[];
}

/** An execution that another one started. */
export interface ChildExecution extends EndedExecution {
  readonly executionArn: string;
  /** Of a child of a distributed Map. */
  readonly mapRunArn?: string;
}

/** The quotas an execution was run under; those of AWS where they are not given. */
export interface OracleLimits {
  /** Events of a Standard execution. */
  readonly historyEvents?: number;
  /** Iterations of an inline Map at once. */
  readonly inlineMapConcurrency?: number;
  /** Child executions of a distributed Map at once. */
  readonly distributedMapConcurrency?: number;
  /** Largest result of a state, in bytes of JSON. */
  readonly payloadBytes?: number;
  /** How long AWS lets an execution of each type run. */
  readonly executionSeconds?: { readonly STANDARD: number; readonly EXPRESS: number };
}

/** What a definition allows its executions to do. */
export interface Oracle {
  /** Everything that the execution did otherwise; up to the first thing after which it cannot be followed any more. */
  check(execution: EndedExecution): readonly Violation[];
}

/**
 * Reads a definition once, to check any number of its executions against it. It shares no code with the interpreter.
 *
 * @example
 * const machine = await loadStateMachine({ StartAt: "Done", States: { Done: { Type: "Succeed" } } });
 * const execution = await runStateMachine(machine);
 * expect(oracleFor(machine.definition).check(execution)).toEqual([]);
 */
export function oracleFor(definition: Definition, limits: OracleLimits = {}): Oracle {
  const plan = planOf(definition);
  return { check: (execution) => new Follower(plan, limits, execution).follow() };
}
