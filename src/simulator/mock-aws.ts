import { MockAws as AwsServices } from "../aws/mock-aws.ts";
import type { Mocks } from "../aws/mocks.ts";
import type { WorldOptions } from "../aws/world-options.ts";
import { worldOptionSet } from "../aws/world-options.ts";
import { checkOptions } from "../base/check-options.ts";
import { stepFunctionsOf } from "./sfn-api/step-functions.ts";
import type { StateMachines } from "./state-machines.ts";
import { stateMachinesOf } from "./state-machines.ts";

/** A world: it owns the clock, the seed, the mocks with their counters, and every state machine and execution in it. */
export class MockAws extends AwsServices {
  /** @internal */
  constructor(mocks: Mocks, options: WorldOptions, keepsLog: boolean) {
    super(mocks, options, keepsLog);
    // Nobody can reach the API of a world that belongs to one run.
    if (keepsLog) stepFunctionsOf(this);
  }

  override reset(): void {
    super.reset();
    stepFunctionsOf(this);
  }

  /** The state machines of this world, for those who create one: nested executions, and the Step Functions API. */
  get stateMachines(): StateMachines {
    return stateMachinesOf(this);
  }
}

/**
 * Makes a world of mocks, for several executions that share clock, seed, counters and calls. Throws a `UsageError` for mocks it cannot
 * read and for options that do not exist.
 *
 * @example
 * const aws = mockAws({ sqs: { sendMessage: [{ MessageId: "m-1" }, fails("Sqs.SqsException")] } }, { seed: 7 });
 * const machine = { StartAt: "Send", States: { Send: { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", End: true } } };
 * expect(await runStateMachine(machine, { aws })).toHaveSucceeded({ MessageId: "m-1" });
 * expect(await runStateMachine(machine, { aws })).toHaveFailed({ error: "Sqs.SqsException" });
 * expect(aws.calls("sqs:sendMessage")).toHaveLength(2);
 */
export function mockAws(mocks: Mocks = {}, options: WorldOptions = {}): MockAws {
  checkOptions(options, worldOptionSet);
  return new MockAws(mocks, options, true);
}
