import type { Execution } from "../simulator/execution.ts";
import type { RunOptions } from "../simulator/options.ts";
import { worldOf } from "../simulator/options.ts";
import { startLoaded } from "../simulator/run.ts";
import type { StateMachine } from "../simulator/state-machine.ts";
import type { FaultPlan } from "./fault-plan.ts";
import type { MetCall } from "./planned-faults.ts";
import { PlannedFaults } from "./planned-faults.ts";

/** The options of a run that a fuzzed run can have, too. */
export type PlannedRunOptions = Omit<RunOptions, "input" | "mocks" | "aws" | "seed" | "endpoint" | "replay" | "startAt" | "until">;

/** What runs are made of, again and again. */
export interface RunPlan {
  readonly machine: StateMachine;
  readonly options: PlannedRunOptions;
  /** Makes the world of one run: of mocks, or of the user's own making. */
  readonly world: () => RunOptions;
}

/** A run under a plan, and what its calls met; `executions` has a second one when it was delivered twice. */
export interface PlannedRun {
  readonly execution: Execution;
  readonly executions: readonly Execution[];
  readonly calls: readonly MetCall[];
}

/** Runs a machine once, with the faults of a plan; `calls` is filled as they are made. Rejects as a run does. */
export async function runPlan(
  { machine, options, world }: RunPlan,
  input: unknown,
  plan: FaultPlan,
  calls: MetCall[] = [],
): Promise<PlannedRun> {
  const made = world();
  const named = plan.duplicate === undefined ? options : { name: "delivered-twice", ...options };
  const runOptions = { ...named, ...made, input };
  const aws = worldOf(made);
  const faults = new PlannedFaults(plan.faults, calls);
  const interleaving = plan.interleaving.length === 0 ? undefined : plan.interleaving;
  const running = startLoaded(machine, runOptions, aws, { faults, interleaving });
  if (plan.duplicate === undefined) {
    const execution = await running.finish();
    return { execution, executions: [execution], calls };
  }
  await running.advance(plan.duplicate.afterSeconds);
  const again = new PlannedFaults([], calls);
  const second = startLoaded(machine, runOptions, aws, { faults: again });
  const execution = await running.finish();
  return { execution, executions: [execution, await second.finish()], calls };
}
