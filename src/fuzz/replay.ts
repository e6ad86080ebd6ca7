import type { Execution } from "../simulator/execution.ts";
import type { StateMachineSource } from "../simulator/state-machine.ts";
import { loadStateMachine } from "../simulator/state-machine.ts";
import type { FaultPlan } from "./fault-plan.ts";
import type { FuzzedRunOptions } from "./fuzz-options.ts";
import { checkReplayOptions, runPlanOf } from "./fuzz-options.ts";
import { runPlan } from "./planned-run.ts";

/** What {@link replay} can be told: what {@link fuzzStateMachine} can of a single run. */
export interface ReplayOptions extends FuzzedRunOptions {
  /** The execution's input; `{}`. */
  readonly input?: unknown;
}

/**
 * Runs a state machine once with the faults of a plan, and answers the execution; nothing is checked. Rejects as `runStateMachine` does.
 *
 * @example
 * const declined = { kind: "fails", error: "ValidationError", cause: "no address", afterMs: 0, effect: false };
 * const plan = { faults: [{ state: "ValidateOrder", branch: [], visit: 1, attempt: 1, times: 1, fault: declined }], interleaving: [] };
 * const execution = await replay("order.asl.json", plan, {
 *   input: { orderId: "o-1" },
 *   mocks: { lambda: { ValidateOrder: {} }, sns: { publish: { MessageId: "m-1" } } },
 * });
 * expect(execution).toEndInState("SendFailureNotification");
 */
export async function replay(source: StateMachineSource, plan: FaultPlan, options: ReplayOptions = {}): Promise<Execution> {
  checkReplayOptions(options);
  const machine = await loadStateMachine(source);
  return (await runPlan(runPlanOf(machine, options), options.input, plan)).execution;
}
