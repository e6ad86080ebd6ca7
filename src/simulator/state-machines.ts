import { advanceBy } from "../aws/drive.ts";
import type { MockAws } from "../aws/mock-aws.ts";
import type { ApiMembers, Delivery, Receiver } from "../aws/stand-ins/stand-in.ts";
import { ApiException } from "../aws/stand-ins/stand-in.ts";
import type { OptionSet } from "../base/check-options.ts";
import { checkOptions, objectOf, oneOf, optionSet, text } from "../base/check-options.ts";
import { UsageError } from "../base/errors.ts";
import type { Logging } from "../history/log-event.ts";
import type { Execution, ExecutionType } from "./execution.ts";
import type { Limits } from "./options.ts";
import { checkLogging, loggingObject } from "./run-options.ts";
import { RunningExecution } from "./running-execution.ts";
import { demandName } from "./sfn-api/arns.ts";
import { awaited } from "./sfn-api/awaited.ts";
import { loadedRevision } from "./sfn-api/loaded-revision.ts";
import { RegisteredMachine } from "./sfn-api/registered-machine.ts";
import type { StepFunctions } from "./sfn-api/step-functions.ts";
import { stepFunctionsOf } from "./sfn-api/step-functions.ts";
import { StepFunctionsError } from "./sfn-api/step-functions-error.ts";
import type { StateMachineSource } from "./state-machine.ts";
import { loadStateMachine } from "./state-machine.ts";

/** What a machine of a world can be told. */
export interface StateMachineOptions {
  /** `"STANDARD"`, unless told otherwise. */
  readonly type?: ExecutionType;
  /** Of its executions. */
  readonly roleArn?: string;
  /** What the `logs` of its executions tell; nothing, as long as the level is `"OFF"`. */
  readonly logging?: Logging;
  /** Of its executions, as for a run. */
  readonly limits?: Limits | "none";
}

const OPTIONS: OptionSet = optionSet<StateMachineOptions>("a state machine", "", {
  type: oneOf("STANDARD", "EXPRESS"),
  roleArn: text,
  logging: loggingObject,
  limits: { holds: (value) => value === "none" || objectOf("an object of limits").holds(value), wanted: 'an object of limits, or "none"' },
});

/** A state machine of a world. */
export class WorldStateMachine implements Receiver {
  readonly name: string;
  readonly arn: string;
  readonly type: ExecutionType;
  readonly #api: StepFunctions;

  /** @internal */
  constructor({ name, arn, type }: RegisteredMachine, api: StepFunctions) {
    this.name = name;
    this.arn = arn;
    this.type = type;
    this.#api = api;
  }

  /** Its executions in the order of starting, whoever started them; one that runs still is in the test's hands. */
  get executions(): readonly (Execution | RunningExecution)[] {
    const { world } = this.#api.aws;
    return this.#api
      .executionsOf(this.arn)
      .map(({ run }) => (run.ended === undefined ? new RunningExecution(run, world) : run.execution()));
  }

  /** @internal Starts an execution with what a rule or a topic delivers; a machine that was deleted gets nothing. */
  takeDelivery({ event }: Delivery): void {
    answerOf(() => this.#api.perform("startExecution", { stateMachineArn: this.arn, input: JSON.stringify(event) }));
  }
}

/** The state machines of a world. Tasks start them with `states:startExecution`, code under test through the Step Functions API. */
export class StateMachines {
  readonly #api: StepFunctions;

  /** @internal */
  constructor(api: StepFunctions) {
    this.#api = api;
  }

  /**
   * Adds a state machine, for Tasks and code under test to start. Rejects with an `InvalidDefinitionError`, or a `UsageError` for a name
   * that is taken or cannot be.
   *
   * @example
   * const aws = mockAws();
   * const child = await aws.stateMachines.create("Child", { StartAt: "Done", States: { Done: { Type: "Succeed" } } });
   * const Parameters = { StateMachineArn: child.arn, Input: { orderId: "o-1" } };
   * const Start = { Type: "Task", Resource: "arn:aws:states:::states:startExecution.sync:2", Parameters, OutputPath: "$.Output", End: true };
   * expect(await runStateMachine({ StartAt: "Start", States: { Start } }, { aws })).toHaveSucceeded({ orderId: "o-1" });
   * expect(child.executions).toHaveLength(1);
   */
  async create(name: string, source: StateMachineSource, options: StateMachineOptions = {}): Promise<WorldStateMachine> {
    checkOptions(options, OPTIONS);
    if (options.logging !== undefined) checkLogging(options.logging);
    const api = this.#api;
    this.#demandFree(name);
    const loaded = await loadStateMachine(source);
    const { type = "STANDARD", roleArn = `arn:aws:iam::${api.aws.accountId}:role/StepFunctionsRole`, logging, limits } = options;
    if (type === "EXPRESS") loaded.demandExpress();
    const revision = loadedRevision(api, loaded, { name, roleArn, logging });
    const machine = new RegisteredMachine(name, api.arn("stateMachine", name), type, revision);
    api.register(machine, undefined);
    if (limits !== undefined) api.limit(machine, limits);
    return new WorldStateMachine(machine, api);
  }

  #demandFree(name: string): void {
    const isValid = typeof name === "string" && name.length <= 80 && refusalOf(() => demandName(name)) === undefined;
    if (isValid && !this.#api.machines.has(name)) return;
    const why = isValid ? "There is one already." : "A name has 1 to 80 characters: letters, digits, - _ . and the like.";
    throw new UsageError(`A state machine of this world cannot be called ${JSON.stringify(name)}.`, { code: "INVALID_NAME", hint: why });
  }

  /** All of them, in the order of creation. */
  list(): readonly WorldStateMachine[] {
    return [...this.#api.machines.values()].map((machine) => new WorldStateMachine(machine, this.#api));
  }

  /**
   * The Step Functions API without HTTP: asks for an operation as an SDK client would, and answers what it would answer. All that is due
   * now has run before and after; an answer that takes time (`startSyncExecution`, `getActivityTask`) moves it. Rejects with an error whose
   * `name` is AWS's error code where AWS refuses, and with a `UsageError` for an operation that is not there.
   *
   * @example
   * const { stateMachines } = mockAws();
   * const definition = JSON.stringify({ StartAt: "Done", States: { Done: { Type: "Succeed" } } });
   * const roleArn = "arn:aws:iam::123456789012:role/any";
   * const { stateMachineArn } = await stateMachines.api("createStateMachine", { name: "Done", definition, roleArn });
   * const { executionArn } = await stateMachines.api("startExecution", { stateMachineArn, input: "7" });
   * expect(await stateMachines.api("describeExecution", { executionArn })).toMatchObject({ status: "SUCCEEDED", output: "7" });
   */
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers without narrowing them first
  async api(operation: string, input: object = {}): Promise<any> {
    const { kernel } = this.#api.aws.world;
    await advanceBy(kernel, 0);
    const answer = await awaited(
      kernel,
      operation,
      answerOf(() => this.#api.perform(operation, input as ApiMembers)),
    );
    await advanceBy(kernel, 0);
    if (answer instanceof ApiException) throw new StepFunctionsError(answer);
    return answer;
  }
}

/** The state machines of a world. */
export function stateMachinesOf(aws: MockAws): StateMachines {
  return new StateMachines(stepFunctionsOf(aws));
}

function answerOf<T>(ask: () => T): T | ApiException {
  try {
    return ask();
  } catch (thrown) {
    if (thrown instanceof ApiException) return thrown;
    throw thrown;
  }
}

function refusalOf(ask: () => void): ApiException | undefined {
  return answerOf(ask) ?? undefined;
}
