import type { Instant } from "../base/brand.ts";
import type { Duration } from "../base/duration.ts";
import { milliseconds } from "../base/duration.ts";
import type { Callers, Patience } from "../kernel/callers.ts";
import type { ExternalHandle, Landed } from "../kernel/external.ts";
import { Kernel } from "../kernel/kernel.ts";
import { Activities } from "./activities.ts";
import { answer } from "./answer.ts";
import type { AwsCall, AwsReply } from "./call.ts";
import type { CommandClass, CommandMock, NamedMock } from "./command.ts";
import { commandName } from "./command.ts";
import { advanceBy, runToIdle } from "./drive.ts";
import { Endpoints, NO_ENDPOINTS } from "./endpoint/endpoints.ts";
import type { FieldChecks } from "./field-checks.ts";
import { checksOf } from "./field-checks.ts";
import { WorldDriver } from "./http/world-driver.ts";
import { missingMock } from "./missing-mock.ts";
import type { Mock, MockSlot, Mocks } from "./mocks.ts";
import { MockTable } from "./mocks.ts";
import type { Home } from "./question.ts";
import { canonicalService } from "./resource.ts";
import type { ServiceApi } from "./service-api.ts";
import type { Services } from "./stand-ins/stand-ins.ts";
import { StandIns } from "./stand-ins/stand-ins.ts";
import type { StepFunctionsPort } from "./step-functions-port.ts";
import { Tokens } from "./tokens.ts";
import type { WorldOptions } from "./world-options.ts";
import { startInstant } from "./world-options.ts";

/** One call to a world, as it was asked and answered. */
export interface WorldCall {
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
  readonly state: string;
  readonly at: Date;
}

/** A call as it is kept: no more of it, since the call itself refers to the execution it was made in. */
interface LoggedCall extends Omit<WorldCall, "at"> {
  readonly at: Instant;
}

const NONE: readonly NamedMock[] = [];
const DEFAULT_START = startInstant("2025-01-01T00:00:00.000Z");

/** The services of a world: it owns the clock, the seed, and the mocks with their counters. */
export class MockAws {
  readonly seed: number;
  readonly region: string;
  readonly accountId: string;
  /** @internal */
  readonly checks: FieldChecks;
  /** @internal */
  readonly endpoints: Endpoints;
  readonly #mocks: Mocks;
  readonly #start: Instant;
  readonly #keepsLog: boolean;
  /** How long code outside is listened to; `undefined` while nobody can ask by HTTP. */
  #patience: Patience | undefined;
  /** Added by commands. */
  #named: readonly NamedMock[] = NONE;
  #state: WorldState;

  /** @internal */
  constructor(mocks: Mocks, options: WorldOptions, keepsLog: boolean) {
    this.seed = options.seed ?? 0;
    this.region = options.region ?? "us-east-1";
    this.accountId = options.accountId ?? "123456789012";
    this.endpoints = options.endpoint === undefined ? NO_ENDPOINTS : new Endpoints(options.endpoint, this.region);
    this.checks = checksOf(options.fieldValidationMode ?? "STRICT");
    this.#mocks = mocks;
    this.#start = options.startTime === undefined ? DEFAULT_START : startInstant(options.startTime);
    this.#keepsLog = keepsLog;
    this.#state = new WorldState(mocks, this, this.#start, keepsLog);
  }

  /** Virtual time. */
  get now(): Date {
    return new Date(this.#state.kernel.now());
  }

  /** Restores the beginning: clock, counters and calls; queues, buckets, topics, buses and tables are gone. */
  reset(): void {
    this.#state.end();
    this.#state = new WorldState(this.#mocks, this, this.#start, this.#keepsLog);
    for (const named of this.#named) this.#state.add(named);
    if (this.#patience !== undefined) this.#state.listen(this.#patience);
  }

  /** What was asked of this world, all of it or of one `"service:operation"`, in order. */
  calls(name?: string): readonly WorldCall[] {
    const [service = "", operation] = (name ?? "").split(":");
    const wanted = (call: LoggedCall): boolean =>
      name === undefined || (call.service === canonicalService(service) && (operation === undefined || call.operation === operation));
    return (this.#state.log ?? []).filter(wanted).map((call) => ({ ...call, at: new Date(call.at) }));
  }

  /** Amazon SQS with queues and consumers, for those who create a queue. */
  get sqs(): Services["sqs"] {
    return this.#state.standIns.get("sqs");
  }

  /** Amazon S3 with buckets and objects, for those who create a bucket. */
  get s3(): Services["s3"] {
    return this.#state.standIns.get("s3");
  }

  /** Amazon SNS with topics that deliver, for those who create a topic. */
  get sns(): Services["sns"] {
    return this.#state.standIns.get("sns");
  }

  /** Amazon EventBridge with what was published, and with rules that deliver. */
  get events(): Services["events"] {
    return this.#state.standIns.get("events");
  }

  /** Amazon DynamoDB with tables, through the package dynalite. */
  get dynamodb(): Services["dynamodb"] {
    return this.#state.standIns.get("dynamodb");
  }

  /**
   * Answers an operation, given by the SDK's command, wherever it is asked for; the latest counts, before what `mocks` says of it.
   *
   * @example
   * const aws = mockAws();
   * aws.on(GetItemCommand, (input) => ({ Item: { id: input.Key?.["id"] ?? { S: "none" } } }));
   * const Resource = "arn:aws:states:::dynamodb:getItem";
   * const machine = { StartAt: "Get", States: { Get: { Type: "Task", Resource, End: true } } };
   * const execution = await runStateMachine(machine, { aws, input: { TableName: "orders", Key: { id: { S: "o-1" } } } });
   * expect(execution).toHaveSucceeded({ Item: { id: { S: "o-1" } } });
   */
  on<Input extends object, Output extends object>(command: CommandClass<Input, Output>, mock: CommandMock<Input, Output>): void {
    const named: NamedMock = { ...commandName(command), mock: mock as Mock };
    this.#state.add(named);
    this.#named = [...this.#named, named];
  }

  /** Moves virtual time forward by so much, running all that falls due on the way: executions, and consumers of queues. */
  async advance(duration: Duration): Promise<void> {
    await advanceBy(this.#state.kernel, milliseconds(duration, "The duration of advance()"));
  }

  /** Runs all that is due now. */
  async settle(): Promise<void> {
    await advanceBy(this.#state.kernel, 0);
  }

  /** Runs until nothing is left to do: all messages are consumed, and every execution waits for what nobody will do or has ended. */
  async finish(): Promise<void> {
    await runToIdle(this.#state.kernel);
  }

  /** @internal Lets user code ask by HTTP, from now on. */
  listen(patience: Patience): void {
    this.#patience = patience;
    this.#state.listen(patience);
  }

  /** @internal */
  get world(): WorldState {
    return this.#state;
  }
}

/** What a world keeps when it is reset. */
interface WorldHome extends Home {
  readonly checks: FieldChecks;
  readonly endpoints: Endpoints;
}

/** What `reset` renews. */
export class WorldState {
  readonly kernel: Kernel;
  /** What was asked; nobody can ask for it in a world that belongs to one run. */
  readonly log: LoggedCall[] | undefined;
  /** The Step Functions API, where Tasks ask it. */
  stepFunctions: StepFunctionsPort | undefined;
  /** Executions started, by machine: names them. */
  executions = 0;
  readonly #home: WorldHome;
  readonly #table: MockTable;
  #apis: Map<string, ServiceApi> | undefined;
  #tokens: Tokens | undefined;
  #activities: Activities | undefined;
  #standIns: StandIns | undefined;
  #driver: WorldDriver | undefined;

  constructor(mocks: Mocks, home: WorldHome, start: Instant, keepsLog: boolean) {
    this.#home = home;
    this.log = keepsLog ? [] : undefined;
    this.kernel = new Kernel(start);
    this.#table = new MockTable(mocks);
  }

  /** APIs that answer user code by HTTP where no mock does, by service. */
  get apis(): Map<string, ServiceApi> {
    return (this.#apis ??= new Map<string, ServiceApi>());
  }

  get tokens(): Tokens {
    return (this.#tokens ??= new Tokens(this.kernel, this.#home.seed));
  }

  get activities(): Activities {
    return (this.#activities ??= new Activities(this.kernel));
  }

  get standIns(): StandIns {
    const { seed, region, accountId } = this.#home;
    const ask: WorldState["ask"] = (call, handle, slot) => this.ask(call, handle, slot);
    return (this.#standIns ??= new StandIns({ kernel: this.kernel, seed, region, accountId, ask }));
  }

  /** EventBridge, once a test uses it. */
  get eventsInUse(): Services["events"] | undefined {
    return this.#standIns?.inUse("events");
  }

  /** Those who ask by HTTP; `undefined` while nobody can. */
  get callers(): Callers | undefined {
    return this.#driver?.callers;
  }

  listen(patience: Patience): void {
    this.#driver ??= new WorldDriver(this.kernel, patience);
    this.#driver.callers.patience = patience;
  }

  add({ service, operation, mock }: NamedMock): void {
    this.#table.add(service, operation, mock);
  }

  /** Is there a mock by this state's name? */
  mocksState(name: string): boolean {
    return this.#table.mocksState(name);
  }

  /** The mock that answers a call; `undefined` where what stands in for its service may, or nothing does. */
  mockOf(call: AwsCall): MockSlot | undefined {
    return this.#table.find(call) ?? (this.#mayStandIn(call) ? undefined : this.#table.otherwise);
  }

  #mayStandIn({ service }: AwsCall): boolean {
    return this.#standIns !== undefined || (service === "sfn" && this.stepFunctions !== undefined) || this.#home.endpoints.has(service);
  }

  /** Answers a call from the mocks, or what stands in for its service, and keeps it. Throws a MissingMockError. */
  ask(call: AwsCall, handle: ExternalHandle, slot: MockSlot | undefined = this.#table.find(call)): Answer {
    if (slot === undefined) return this.#answerFromService(call, handle);
    this.log?.push(logged(call));
    return this.#home.checks.checked(answer(slot, call, handle, this.#home), call, slot);
  }

  #answerFromService(call: AwsCall, handle: ExternalHandle): Answer {
    const reply = this.#home.endpoints.ask(call, handle) ?? this.stepFunctions?.ask(call, handle) ?? this.#standIns?.ask(call, handle);
    const { otherwise } = this.#table;
    if (reply === undefined && otherwise === undefined) throw missingMock(call, this.#table);
    this.log?.push(logged(call));
    return reply ?? this.#home.checks.checked(answer(otherwise as MockSlot, call, handle, this.#home), call, otherwise as MockSlot);
  }

  /** Is a call left to what the world has itself, no mock naming it? */
  answersItself(call: AwsCall): boolean {
    return this.#table.find(call) === undefined;
  }

  /** Keeps a call that was answered otherwise than by a mock. */
  note(call: AwsCall): void {
    this.log?.push(logged(call));
  }

  /** What is left of it does nothing any more. */
  end(): void {
    this.#standIns?.close();
  }
}

type Answer = Landed<AwsReply> | Promise<Landed<AwsReply>>;

function logged({ service, operation, input, state, at }: AwsCall): LoggedCall {
  return { service, operation, input, state, at };
}
