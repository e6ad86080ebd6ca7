import type { FaultInjector } from "../aws/fault-injector.ts";
import type { MockAws } from "../aws/mock-aws.ts";
import type { JsonObject } from "../base/json.ts";
import { Journal } from "../history/journal.ts";
import type { Environment } from "../interpreter/environment.ts";
import type { Program } from "../interpreter/execute.ts";
import { execute } from "../interpreter/execute.ts";
import { Variables } from "../interpreter/variables.ts";
import { drawUuid } from "../kernel/random.ts";
import { ListedPicks } from "../kernel/tie-breaker.ts";
import { MockedTasks } from "../tasks/perform.ts";
import type { Execution, ExecutionType } from "./execution.ts";
import { once } from "./once.ts";
import type { RunOptions } from "./options.ts";
import { effectiveLimits, inputOf, variablesOf, worldOf } from "./options.ts";
import type { Facts } from "./result.ts";
import { checkMockedStates, checkRunOptions } from "./run-options.ts";
import { RunningExecution } from "./running-execution.ts";
import type { StateMachine, StateMachineSource } from "./state-machine.ts";
import { loadStateMachine } from "./state-machine.ts";

/**
 * Runs a state machine to its end in virtual time and answers what AWS would have: status, output, error and the same history.
 * It resolves for executions that fail or time out, too; it rejects for misuse only, with an `InvalidDefinitionError`, a
 * `MissingMockError`, a `DeadlockError`, a `LimitError` or another `UsageError`, and with a test's own failing assertion.
 *
 * @example
 * const execution = await runStateMachine("order.asl.json", {
 *   input: { orderId: "o-1" },
 *   mocks: { lambda: { ValidateOrder: { valid: true }, ProcessPayment: fails("PaymentDeclined"), SendEmail: { sent: true } } },
 * });
 * expect(execution).toEndInState("SendPaymentFailed");
 */
export async function runStateMachine(source: StateMachineSource, options: RunOptions = {}): Promise<Execution> {
  const running = await startStateMachine(source, options);
  return running.finish();
}

/**
 * Starts a state machine and stops the clock: the test moves time with `advance`, `settle`, `runUntil`, `finish`, and ends the
 * execution with `stop`. Rejects as {@link runStateMachine} does.
 *
 * @example
 * const machine = { StartAt: "Wait", States: { Wait: { Type: "Wait", Seconds: 3600, End: true } } };
 * const running = await startStateMachine(machine);
 * await running.advance("59m");
 * expect(running.status).toBe("RUNNING");
 * expect(await running.finish()).toHaveSucceeded();
 */
export async function startStateMachine(source: StateMachineSource, options: RunOptions = {}): Promise<RunningExecution> {
  checkRunOptions(options);
  const machine = await loadStateMachine(source);
  checkMockedStates(options, machine.stateNames);
  if (options.type === "EXPRESS") machine.demandExpress();
  return startLoaded(machine, options, worldOf(options));
}

/** Starts a machine whose options have been checked, with faults in its calls. */
export function startLoaded(machine: StateMachine, options: RunOptions, aws: MockAws, faults?: FaultInjector): RunningExecution {
  const { kernel } = aws.world;
  const interleaving = options.replay?.interleaving;
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
  const root = kernel.start(identity.name, execute(withQuota(program, facts), environment, input));
  return new RunningExecution(facts, environment, root, limits, aws.world);
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
