import type { FaultInjector } from "../aws/fault-injector.ts";
import type { MockAws } from "../aws/mock-aws.ts";
import type { JsonObject } from "../base/json.ts";
import { Journal } from "../history/journal.ts";
import type { Environment } from "../interpreter/environment.ts";
import type { Program } from "../interpreter/execute.ts";
import { Variables } from "../interpreter/variables.ts";
import { drawUuid } from "../kernel/random.ts";
import { ListedPicks } from "../kernel/tie-breaker.ts";
import { MockedTasks } from "../tasks/perform.ts";
import type { ExecutionType } from "./execution.ts";
import { ExecutionRun } from "./execution-run.ts";
import { once } from "./once.ts";
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
  const tasks = new MockedTasks(aws, limits.payloadBytes, faults);
  const identity = identityOf(machine, options, aws);
  const input = inputOf(options, limits);
  const program = machine.program(options);
  const facts: Facts = {
    name: identity.name,
    executionArn: identity.executionArn,
    stateMachineArn: identity.stateMachineArn,
    type: identity.type,
    input,
    startedAt: kernel.now(),
    stateNames: machine.stateNames,
    seed: aws.seed,
    interleaving,
    limits,
    logging: options.logging,
    checks: aws.checks,
  };
  const roleArn = options.roleArn ?? `arn:aws:iam::${aws.accountId}:role/StepFunctionsRole`;
  const environment: Environment = {
    kernel,
    tasks,
    journal: new Journal(() => kernel.now(), identity.type === "EXPRESS" ? Number.POSITIVE_INFINITY : limits.historyEvents),
    seed: aws.seed,
    quotas: limits,
    name: identity.name,
    roleArn,
    context: once(() => contextOf(facts, roleArn)),
    variables: new Variables(undefined, variablesOf(options)),
    inspect: options.inspect ?? false,
    transitions: 0,
    breakpoint: undefined,
  };
  return new ExecutionRun(facts, environment, withQuota(program, facts));
}

/** The machine with the time that AWS gives it. A year is left to the clock: a timer for each execution would cost more. */
function withQuota(program: Program, { type, limits }: Facts): Program {
  const quota = limits.executionSeconds[type];
  if (type === "STANDARD" || (program.timeoutSeconds ?? Number.POSITIVE_INFINITY) <= quota || quota === Number.POSITIVE_INFINITY)
    return program;
  return { ...program, timeoutSeconds: quota };
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

/** `Execution` and `StateMachine` of the context object. */
function contextOf(facts: Facts, roleArn: string): JsonObject {
  return {
    Execution: {
      Id: facts.executionArn,
      Input: facts.input,
      Name: facts.name,
      RoleArn: roleArn,
      StartTime: new Date(facts.startedAt).toISOString(),
      RedriveCount: 0,
    },
    StateMachine: { Id: facts.stateMachineArn, Name: facts.stateMachineArn.split(":").at(-1) ?? "" },
  };
}
