import type { MockAws } from "../aws/mock-aws.ts";
import type { Execution } from "./execution.ts";
import type { RunOptions } from "./options.ts";
import { worldOf } from "./options.ts";
import { checkMockedStates, checkRunOptions } from "./run-options.ts";
import { RunningExecution } from "./running-execution.ts";
import { stepFunctionsOf } from "./sfn-api/step-functions.ts";
import type { Disturbance } from "./start-run.ts";
import { startRun } from "./start-run.ts";
import type { StateMachine, StateMachineSource } from "./state-machine.ts";
import { isStateMachine, loadStateMachine } from "./state-machine.ts";

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
  // What is started in the same breath shares its time: it runs when all have been.
  const running = await start(source, options);
  const ended = running.finished();
  return ended instanceof Promise ? await ended : ended;
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
  return await start(source, options);
}

/** A machine that is loaded starts at once. */
function start(source: StateMachineSource, options: RunOptions): RunningExecution | Promise<RunningExecution> {
  checkRunOptions(options);
  return isStateMachine(source) ? startChecked(source, options) : loadStateMachine(source).then((loaded) => startChecked(loaded, options));
}

function startChecked(machine: StateMachine, options: RunOptions): RunningExecution {
  checkMockedStates(options, machine.stateNames);
  if (options.type === "EXPRESS") machine.demandExpress();
  return startLoaded(machine, options, worldOf(options));
}

/** Starts a loaded machine with options that have been checked, for somebody who moves the time. */
export function startLoaded(machine: StateMachine, options: RunOptions, aws: MockAws, disturbance?: Disturbance): RunningExecution {
  const run = startRun(machine, options, aws, disturbance);
  if (options.aws !== undefined) stepFunctionsOf(aws).adopt(run, machine);
  return new RunningExecution(run, aws.world);
}
