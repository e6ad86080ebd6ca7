import { isAssertionError } from "../aws/assertion-error.ts";
import { isUsageError, type UsageError } from "../base/errors.ts";
import { effectiveLimits } from "../simulator/options.ts";
import type { FaultPlan } from "./fault-plan.ts";
import type { Invariant } from "./invariant.ts";
import { demandInvariants, RunContext } from "./invariant.ts";
import type { Oracle, OracleLimits, Violation } from "./oracle/index.ts";
import { oracleFor } from "./oracle/index.ts";
import type { MetCall } from "./planned-faults.ts";
import type { PlannedRun, RunPlan } from "./planned-run.ts";
import { runPlan } from "./planned-run.ts";

/** An execution that did otherwise than the States Language says. */
export class SpecificationViolation extends Error {
  override readonly name: string = "SpecificationViolation";
  readonly violations: readonly Violation[];

  constructor(violations: readonly Violation[]) {
    super(
      violations
        .map(
          ({ event, state, message, childExecution }) =>
            `${state === undefined ? "" : `${state.name}: `}${message} (event ${event}${childExecution === undefined ? "" : ` of ${childExecution}`})`,
        )
        .join("\n"),
    );
    this.violations = violations;
  }
}

/** Codes of usage errors that tell of an execution that does not end: what a fuzzer looks for. */
const ENDLESS: ReadonlySet<string> = new Set(["DEADLOCK", "TOO_MUCH_TIME", "TOO_MANY_TRANSITIONS"]);

/** Is it the test that is wrong, and not the machine? Then there is no counterexample to look for. */
export function isMisuse(thrown: unknown): thrown is UsageError {
  return isUsageError(thrown) && !isAssertionError(thrown) && !ENDLESS.has(thrown.code);
}

/** Runs plans, and demands of each execution what must hold of all. */
export class Examiner {
  readonly #runs: RunPlan;
  readonly #oracle: Oracle;
  readonly #invariants: readonly Invariant[];

  constructor(runs: RunPlan, invariants: readonly Invariant[]) {
    this.#runs = runs;
    this.#oracle = oracleFor(runs.machine.definition, oracleLimits(runs));
    this.#invariants = invariants;
  }

  /** Rejects with what is wrong: that it does not end, is not what the definition says, or breaks an invariant. */
  async examine(input: unknown, plan: FaultPlan): Promise<void> {
    await this.demand(await this.run(input, plan), input, plan);
  }

  run(input: unknown, plan: FaultPlan, calls?: MetCall[]): Promise<PlannedRun> {
    return runPlan(this.#runs, input, plan, calls);
  }

  async demand(run: PlannedRun, input: unknown, plan: FaultPlan): Promise<void> {
    for (const execution of run.executions) {
      const violations = this.#oracle.check(execution);
      if (violations.length > 0) throw new SpecificationViolation(violations);
    }
    if (this.#invariants.length > 0) await demandInvariants(this.#invariants, run, new RunContext(run, plan, input));
  }
}

function oracleLimits({ options }: RunPlan): OracleLimits {
  const { historyEvents, inlineMapConcurrency, distributedMapConcurrency, payloadBytes, executionSeconds } = effectiveLimits(
    options.limits,
  );
  return { historyEvents, inlineMapConcurrency, distributedMapConcurrency, payloadBytes, executionSeconds };
}
