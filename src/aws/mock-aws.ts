import type { Instant } from "../base/brand.ts";
import { checkOptions } from "../base/check-options.ts";
import type { ExternalHandle, Landed } from "../kernel/external.ts";
import { Kernel } from "../kernel/kernel.ts";
import { answer } from "./answer.ts";
import type { AwsCall, AwsReply } from "./call.ts";
import { missingMock } from "./missing-mock.ts";
import type { Mocks } from "./mocks.ts";
import { MockTable } from "./mocks.ts";
import { canonicalService } from "./resource.ts";
import type { WorldOptions } from "./world-options.ts";
import { startInstant, worldOptionSet } from "./world-options.ts";

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

const DEFAULT_START = startInstant("2025-01-01T00:00:00.000Z");

/** A world: it owns the clock, the seed, the mocks with their counters, and every execution in it. */
export class MockAws {
  readonly seed: number;
  readonly region: string;
  readonly accountId: string;
  readonly #mocks: Mocks;
  readonly #start: Instant;
  readonly #keepsLog: boolean;
  #state: WorldState;

  /** @internal */
  constructor(mocks: Mocks, options: WorldOptions, keepsLog: boolean) {
    this.seed = options.seed ?? 0;
    this.region = options.region ?? "us-east-1";
    this.accountId = options.accountId ?? "123456789012";
    this.#mocks = mocks;
    this.#start = options.startTime === undefined ? DEFAULT_START : startInstant(options.startTime);
    this.#keepsLog = keepsLog;
    this.#state = new WorldState(mocks, this.#start, keepsLog);
  }

  /** Virtual time. */
  get now(): Date {
    return new Date(this.#state.kernel.now());
  }

  /** Restores the beginning: clock, counters and calls. */
  reset(): void {
    this.#state = new WorldState(this.#mocks, this.#start, this.#keepsLog);
  }

  /** What was asked of this world, all of it or of one `"service:operation"`, in order. */
  calls(name?: string): readonly WorldCall[] {
    const [service = "", operation] = (name ?? "").split(":");
    const wanted = (call: LoggedCall): boolean =>
      name === undefined || (call.service === canonicalService(service) && (operation === undefined || call.operation === operation));
    return (this.#state.log ?? []).filter(wanted).map((call) => ({ ...call, at: new Date(call.at) }));
  }

  /** @internal */
  get world(): WorldState {
    return this.#state;
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

/** What `reset` renews. */
export class WorldState {
  readonly kernel: Kernel;
  /** What was asked; nobody can ask for it in a world that belongs to one run. */
  readonly log: LoggedCall[] | undefined;
  /** Executions started, by machine: names them. */
  executions = 0;
  readonly #table: MockTable;

  constructor(mocks: Mocks, start: Instant, keepsLog: boolean) {
    this.log = keepsLog ? [] : undefined;
    this.kernel = new Kernel(start);
    this.#table = new MockTable(mocks);
  }

  /** Answers a call from the mocks and keeps it. Throws a MissingMockError. */
  ask(call: AwsCall, handle: ExternalHandle): Landed<AwsReply> | Promise<Landed<AwsReply>> {
    const slot = this.#table.find(call);
    if (slot === undefined) throw missingMock(call, this.#table);
    this.log?.push(logged(call));
    return answer(slot, call, handle);
  }
}

function logged({ service, operation, input, state, at }: AwsCall): LoggedCall {
  return { service, operation, input, state, at };
}
