import type { Instant } from "../base/brand.ts";
import { instant } from "../base/brand.ts";
import { UsageError } from "../base/errors.ts";
import type { ExternalHandle, Landed } from "../kernel/external.ts";
import { SILENCE } from "../kernel/external.ts";
import { Kernel } from "../kernel/kernel.ts";
import { answer } from "./answer.ts";
import type { AwsCall, AwsReply } from "./call.ts";
import { missingMock } from "./missing-mock.ts";
import type { Mocks } from "./mocks.ts";
import { MockTable } from "./mocks.ts";
import { canonicalService } from "./resource.ts";

/** What a world is made with. */
export interface WorldOptions {
  /** When virtual time begins; `2025-01-01T00:00:00.000Z`. */
  readonly startTime?: Date | string | number;
  /** Everything random follows from it; 0. */
  readonly seed?: number;
  readonly region?: string;
  readonly accountId?: string;
}

/** One call to a world, as it was asked and answered. */
export interface WorldCall {
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
  readonly state: string;
  readonly at: Date;
}

/** A call and its answer, as they are kept. */
export interface LoggedCall {
  readonly call: AwsCall;
  readonly at: Instant;
  reply: AwsReply | undefined;
}

/** A world: it owns the clock, the seed, the mocks with their counters, and every execution in it. */
export class MockAws {
  readonly seed: number;
  readonly region: string;
  readonly accountId: string;
  readonly #mocks: Mocks;
  readonly #start: Instant;
  #state: WorldState;

  constructor(mocks: Mocks = {}, options: WorldOptions = {}) {
    this.seed = options.seed ?? 0;
    this.region = options.region ?? "us-east-1";
    this.accountId = options.accountId ?? "123456789012";
    this.#mocks = mocks;
    this.#start = startInstant(options.startTime ?? "2025-01-01T00:00:00.000Z");
    this.#state = new WorldState(mocks, this.#start);
  }

  /** Virtual time. */
  get now(): Date {
    return new Date(this.#state.kernel.now());
  }

  /** Restores the beginning: clock, counters and calls. */
  reset(): void {
    this.#state = new WorldState(this.#mocks, this.#start);
  }

  /** What was asked of this world, all of it or of one `"service:operation"`, in order. */
  calls(name?: string): readonly WorldCall[] {
    const [service = "", operation] = (name ?? "").split(":");
    const wanted = ({ call }: LoggedCall): boolean =>
      name === undefined || (call.service === canonicalService(service) && (operation === undefined || call.operation === operation));
    return this.#state.log.filter(wanted).map(({ call, at }) => ({
      service: call.service,
      operation: call.operation,
      input: call.input,
      state: call.state,
      at: new Date(at),
    }));
  }

  /** @internal */
  get world(): WorldState {
    return this.#state;
  }
}

/** Makes a world of mocks, for several executions that share clock, counters and calls. Throws a UsageError for mocks it cannot read. */
export function mockAws(mocks?: Mocks, options?: WorldOptions): MockAws {
  return new MockAws(mocks, options);
}

/** What `reset` renews. */
export class WorldState {
  readonly kernel: Kernel;
  readonly log: LoggedCall[] = [];
  /** Executions started, by machine: names them. */
  executions = 0;
  readonly #table: MockTable;

  constructor(mocks: Mocks, start: Instant) {
    this.kernel = new Kernel(start);
    this.#table = new MockTable(mocks);
  }

  /** Answers a call from the mocks and keeps it, in this world's log and in the caller's. Throws a MissingMockError. */
  ask(call: AwsCall, handle: ExternalHandle, log: LoggedCall[]): Landed<AwsReply> | Promise<Landed<AwsReply>> {
    const slot = this.#table.find(call);
    if (slot === undefined) throw missingMock(call, this.#table);
    const logged: LoggedCall = { call, at: handle.now(), reply: undefined };
    this.log.push(logged);
    log.push(logged);
    const landing = answer(slot, call, handle);
    return landing instanceof Promise ? landing.then((landed) => keep(logged, landed)) : keep(logged, landing);
  }

  /** Does this call's mock answer the raw result (a state's mock), not a function's payload? */
  answersRaw(call: AwsCall): boolean {
    return this.#table.find(call)?.answersRaw ?? false;
  }
}

function keep(logged: LoggedCall, landed: Landed<AwsReply>): Landed<AwsReply> {
  if (landed !== SILENCE) logged.reply = landed.value;
  return landed;
}

function startInstant(start: Date | string | number): Instant {
  const milliseconds = new Date(start).getTime();
  if (!Number.isNaN(milliseconds)) return instant(milliseconds);
  throw new UsageError(`startTime is not a moment: ${String(start)}.`, { code: "INVALID_START_TIME", hint: 'For example "2025-01-01T00:00:00.000Z".' });
}
