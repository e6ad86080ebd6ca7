import type { FaultInjector } from "../aws/fault-injector.ts";
import type { MockAws } from "../aws/mock-aws.ts";
import { ListedPicks } from "../kernel/tie-breaker.ts";
import { MockedTasks } from "../tasks/perform.ts";
import { withTimeQuota } from "./execution-quotas.ts";
import { ExecutionRun } from "./execution-run.ts";
import type { RunOptions } from "./options.ts";
import { RunEnvironment } from "./run-environment.ts";
import { RunFacts } from "./run-facts.ts";
import type { StateMachine } from "./state-machine.ts";

/** What a fuzzer does to a run. */
export interface Disturbance {
  readonly faults?: FaultInjector;
  readonly interleaving?: readonly number[] | undefined;
}

/** Starts a loaded machine with options that have been checked; it runs when the world's time is moved. */
export function startRun(machine: StateMachine, options: RunOptions, aws: MockAws, disturbance: Disturbance = {}): ExecutionRun {
  const { faults, interleaving = options.replay?.interleaving } = disturbance;
  if (interleaving !== undefined) aws.world.kernel.breakTies(new ListedPicks(interleaving));
  const facts = new RunFacts(machine, options, aws, interleaving);
  const program = withTimeQuota(machine.program(options), facts.type, facts.limits);
  return new ExecutionRun(facts, program, (run) => new RunEnvironment(run, new MockedTasks(aws, faults), options));
}
