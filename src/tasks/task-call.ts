import type { AwsCall, AwsReply, CallPlace } from "../aws/call.ts";
import type { FunctionName, Pattern } from "../aws/resource.ts";
import type { Instant } from "../base/brand.ts";
import { later } from "../base/brand.ts";
import { UsageError } from "../base/errors.ts";
import type { Json } from "../base/json.ts";
import { dataLimitExceeded, errorDetails, StatesFailure } from "../base/states-failure.ts";
import type { StateRef } from "../history/state-ref.ts";
import type { TaskLimits } from "../history/task-limits.ts";
import type { TaskAttempt, TaskLine, TaskRequest } from "../interpreter/ports.ts";
import { TIMED_OUT } from "../kernel/effect.ts";
import type { ExternalHandle, Landed } from "../kernel/external.ts";
import type { Integration, Invocation } from "./integrations.ts";
import type { MockedTasks } from "./perform.ts";

/** The call of one attempt of a Task: what a fiber asks of the kernel, and what a world answers. Thousands may wait at once: it is lean. */
export class TaskCall implements AwsCall, TaskAttempt {
  readonly input: Json;
  readonly function: FunctionName | undefined;
  readonly payload: Json;
  readonly at: Instant;
  readonly line: TaskLine;
  readonly #task: StateRef;
  readonly #limits: TaskLimits;
  readonly #integration: Integration;
  readonly #tasks: MockedTasks;

  constructor(tasks: MockedTasks, request: TaskRequest, line: TaskLine, integration: Integration, invocation: Invocation | undefined) {
    this.input = request.input;
    this.function = invocation === undefined ? integration.function : invocation.function;
    this.payload = invocation === undefined ? request.input : invocation.payload;
    this.at = tasks.aws.world.kernel.now();
    this.line = line;
    this.#task = request.state;
    this.#limits = request.limits;
    this.#integration = integration;
    this.#tasks = tasks;
  }

  get kind(): "external" {
    return "external";
  }

  get service(): string {
    return this.#integration.service;
  }

  get operation(): string {
    return this.#integration.operation;
  }

  get resourceType(): string {
    return this.#integration.producer;
  }

  get state(): string {
    return this.#task.name;
  }

  get place(): CallPlace {
    return this.line.pen;
  }

  get attempt(): number {
    return this.line.attempt;
  }

  get taskToken(): string | undefined {
    return this.#integration.waiting === undefined ? undefined : this.line.taskToken;
  }

  get pattern(): Pattern | undefined {
    const { waiting } = this.#integration;
    return waiting?.kind === "service" ? waiting.pattern : undefined;
  }

  uuid(): string {
    return this.line.uuid();
  }

  get executionName(): string {
    return this.line.executionName;
  }

  /** ASL "Timeouts and heartbeats": whichever comes first; a mock sends no heartbeats. */
  get deadline(): Instant | undefined {
    const { timeoutSeconds, heartbeatSeconds } = this.#limits;
    if (timeoutSeconds === undefined && heartbeatSeconds === undefined) return undefined;
    return later(this.at, Math.min(timeoutSeconds ?? Number.POSITIVE_INFINITY, heartbeatSeconds ?? Number.POSITIVE_INFINITY));
  }

  label(): string {
    return `"${this.state}" waits for ${this.function?.name ?? `${this.service}:${this.operation}`}`;
  }

  start(handle: ExternalHandle): Landed<AwsReply> | Promise<Landed<AwsReply>> {
    const { aws, faults } = this.#tasks;
    return faults === undefined ? aws.world.ask(this, handle) : faults.answer(this, aws.world, handle);
  }

  /** Records how the attempt ended; `reply` is an `AwsReply`, or says that the deadline came first. */
  end(reply: unknown): Json | StatesFailure {
    const { pen } = this.line;
    const { events } = this.#integration;
    if (reply === TIMED_OUT) {
      events.timedOut(pen);
      return timeoutFailure(this.#limits);
    }
    const outcome = outcomeOf(reply as AwsReply, this, this.#integration);
    if (outcome instanceof StatesFailure) events.failed(pen, errorDetails(outcome));
    else events.succeeded(pen, outcome);
    return outcome;
  }
}

/** No method, since a private one would cost each call a field. */
function outcomeOf(reply: AwsReply, call: TaskCall, { output, producer }: Integration): Json | StatesFailure {
  if (reply.kind === "error") return new StatesFailure(reply.error, reply.cause);
  if (reply.kind === "sequel") throw doesNotWait(call, reply.sequel.by);
  const result = output(reply.value, reply.isRaw, call);
  if (result instanceof StatesFailure) return result;
  return call.line.isTooLarge(result) ? dataLimitExceeded(producer) : result;
}

/** ASL "Timeouts and heartbeats": the deadline of a call came first. */
export function timeoutFailure({ timeoutSeconds, heartbeatSeconds }: TaskLimits): StatesFailure {
  const missedHeartbeat = heartbeatSeconds !== undefined && heartbeatSeconds < (timeoutSeconds ?? Number.POSITIVE_INFINITY);
  return new StatesFailure("States.Timeout", undefined, missedHeartbeat ? "States.HeartbeatTimeout" : undefined);
}

function doesNotWait({ state, service, operation }: AwsCall, by: "job" | "token"): UsageError {
  const [replies, pattern] = by === "job" ? ["job()", ".sync"] : ["callsBack(), failsBack() or heartbeats()", ".waitForTaskToken"];
  return new UsageError(
    `The mock of "${state}" answers ${replies}, but the state waits for nothing but the answer of ${service}:${operation}.`,
    {
      code: "WRONG_REPLY",
      state,
      hint: `That reply is for resources that end in ${pattern}. Here the mock answers the result itself; later with after(duration, result).`,
    },
  );
}
