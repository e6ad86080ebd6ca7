import type { FaultInjector } from "../aws/fault-injector.ts";
import type { MockAws } from "../aws/mock-aws.ts";
import type { Instant } from "../base/brand.ts";
import { Journal } from "../history/journal.ts";
import type { Environment } from "../interpreter/environment.ts";
import { Variables } from "../interpreter/variables.ts";
import { drawUuid } from "../kernel/random.ts";
import { ListedPicks } from "../kernel/tie-breaker.ts";
import { MapData } from "../tasks/map-data/map-data.ts";
import { MockedTasks } from "../tasks/perform.ts";
import type { ExecutionType } from "./execution.ts";
import { contextOf } from "./execution-context.ts";
import { eventQuota, withTimeQuota } from "./execution-quotas.ts";
import { ExecutionRun } from "./execution-run.ts";
import { MapRuns } from "./map-run/map-run.ts";
import type { RunOptions } from "./options.ts";
import { effectiveLimits, inputOf, variablesOf } from "./options.ts";
import type { Facts } from "./result.ts";
import type { StateMachine } from "./state-machine.ts";

/** What a fuzzer does to a run. */
export interface Disturbance {
  readonly faults?: FaultInjector;
  readonly interleaving?: readonly number[] | undefined;
}

/** Starts a loaded machine with options that have been checked; it runs when the world's time is moved. */
export function startRun(machine: StateMachine, options: RunOptions, aws: MockAws, disturbance: Disturbance = {}): ExecutionRun {
  const { kernel } = aws.world;
  const { faults, interleaving = options.replay?.interleaving } = disturbance;
  if (interleaving !== undefined) kernel.breakTies(new ListedPicks(interleaving));
  const limits = effectiveLimits(options.limits);
  const facts: Facts = {
    ...identityOf(machine, options, aws),
    input: inputOf(options, limits),
    startedAt: kernel.now(),
    stateNames: machine.stateNames,
    seed: aws.seed,
    interleaving,
    limits,
    logging: options.logging,
    checks: aws.checks,
  };
  const program = withTimeQuota(machine.program(options), facts.type, limits);
  return new ExecutionRun(facts, program, (run) => environmentOf(run, options, aws, faults));
}

function environmentOf(run: ExecutionRun, options: RunOptions, aws: MockAws, faults: FaultInjector | undefined): Environment {
  const { facts } = run;
  const { kernel } = aws.world;
  const tasks = new MockedTasks(aws, faults);
  const roleArn = options.roleArn ?? `arn:aws:iam::${aws.accountId}:role/StepFunctionsRole`;
  const redrives: Instant[] = [];
  return {
    kernel,
    tasks,
    mapData: new MapData(tasks),
    mapRuns: new MapRuns(run),
    journal: new Journal(() => kernel.now(), eventQuota(facts.type, facts.limits)),
    seed: aws.seed,
    repeats: "",
    quotas: facts.limits,
    name: facts.name,
    roleArn,
    context: contextOf(facts, roleArn, redrives),
    redrives,
    variables: new Variables(undefined, variablesOf(options)),
    inspect: options.inspect ?? false,
    transitions: 0,
    breakpoint: undefined,
  };
}

type Identity = Pick<Facts, "name" | "executionArn" | "stateMachineArn" | "type">;

function identityOf(machine: StateMachine, options: RunOptions, aws: MockAws): Identity {
  const type: ExecutionType = options.type ?? "STANDARD";
  const machineName = options.stateMachineName ?? machine.name ?? "StateMachine";
  const draw = `execution|${machineName}|${++aws.world.executions}`;
  const name = options.name ?? options.replay?.name ?? drawUuid(aws.seed, draw);
  const base = `arn:aws:states:${aws.region}:${aws.accountId}`;
  const executionArn =
    type === "EXPRESS"
      ? `${base}:express:${machineName}:${name}:${drawUuid(aws.seed, `${draw}|express`)}`
      : `${base}:execution:${machineName}:${name}`;
  return { name, executionArn, stateMachineArn: `${base}:stateMachine:${machineName}`, type };
}
