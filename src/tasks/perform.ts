import type { AwsCall, AwsReply } from "../aws/call.ts";
import type { MockAws } from "../aws/mock-aws.ts";
import type { Instant } from "../base/brand.ts";
import { later } from "../base/brand.ts";
import type { Json } from "../base/json.ts";
import { exceedsBytes } from "../base/json.ts";
import { dataLimitExceeded, errorDetails, StatesFailure } from "../base/states-failure.ts";
import type { Pen } from "../history/journal.ts";
import type { TaskEvents } from "../history/task-events.ts";
import type { TaskPort, TaskRequest } from "../interpreter/ports.ts";
import type { ExternalEffect, Step, TimedOut } from "../kernel/effect.ts";
import { sleepUntil, TIMED_OUT } from "../kernel/effect.ts";
import type { Integration } from "./integrations.ts";
import { Integrations } from "./integrations.ts";

const byRegion = new Map<string, Integrations>();

function integrationsIn(region: string): Integrations {
  let integrations = byRegion.get(region);
  if (integrations === undefined) byRegion.set(region, (integrations = new Integrations(region)));
  return integrations;
}

/** What Task states do in a world of mocks. */
export class MockedTasks implements TaskPort {
  /** The calls of one execution. */
  readonly calls: AwsCall[] = [];
  readonly #aws: MockAws;
  readonly #payloadBytes: number;
  readonly #integrations: Integrations;

  constructor(aws: MockAws, payloadBytes: number) {
    this.#aws = aws;
    this.#payloadBytes = payloadBytes;
    this.#integrations = integrationsIn(aws.region);
  }

  *perform(request: TaskRequest, pen: Pen): Step<Json> {
    const integration = this.#integrations.get(request.resource);
    const { events } = integration;
    events.started(pen, request);
    const call = callOf(request, integration, pen, this.#aws.world.kernel.now());
    if (call instanceof StatesFailure) return yield* this.#failed(events, pen, call);
    const reply = (yield this.#asking(call, request)) as AwsReply | TimedOut;
    if (reply === TIMED_OUT) return yield* this.#timedOut(events, pen, request);
    if (reply.kind === "error") return yield* this.#failed(events, pen, new StatesFailure(reply.error, reply.cause));
    const output = integration.output(reply.value, reply.isRaw, request);
    if (exceedsBytes(output, this.#payloadBytes)) return yield* this.#failed(events, pen, dataLimitExceeded(integration.producer));
    events.succeeded(pen, output);
    return output;
  }

  #asking(call: AwsCall, request: TaskRequest): ExternalEffect {
    const { world } = this.#aws;
    this.calls.push(call);
    return {
      kind: "external",
      label: () => describe(call),
      deadline: deadlineOf(request, call.at),
      start: (handle) => world.ask(call, handle),
    };
  }

  *#timedOut(events: TaskEvents, pen: Pen, request: TaskRequest): Step<never> {
    events.timedOut(pen);
    return yield* this.#fail(timeoutOf(request));
  }

  *#failed(events: TaskEvents, pen: Pen, failure: StatesFailure): Step<never> {
    events.failed(pen, errorDetails(failure));
    return yield* this.#fail(failure);
  }

  /** Whatever else ends at this instant is recorded before the failure takes effect, as AWS does. */
  *#fail(failure: StatesFailure): Step<never> {
    yield* sleepUntil(this.#aws.world.kernel.now());
    throw failure;
  }
}

function callOf(request: TaskRequest, { service, operation, invocation }: Integration, pen: Pen, at: Instant): AwsCall | StatesFailure {
  const { state, input, attempt, executionName } = request;
  const invoked = invocation(request);
  if (invoked instanceof StatesFailure) return invoked;
  return {
    service,
    operation,
    input,
    function: invoked?.function,
    payload: invoked === undefined ? input : invoked.payload,
    state: state.name,
    place: pen.line,
    attempt,
    executionName,
    at,
    reply: undefined,
  };
}

/** ASL "Timeouts and heartbeats": whichever comes first; a mock sends no heartbeats. */
function deadlineOf({ timeoutSeconds, heartbeatSeconds }: TaskRequest, now: Instant): Instant | undefined {
  if (timeoutSeconds === undefined && heartbeatSeconds === undefined) return undefined;
  return later(now, Math.min(timeoutSeconds ?? Number.POSITIVE_INFINITY, heartbeatSeconds ?? Number.POSITIVE_INFINITY));
}

function timeoutOf({ timeoutSeconds, heartbeatSeconds }: TaskRequest): StatesFailure {
  const missedHeartbeat = heartbeatSeconds !== undefined && heartbeatSeconds < (timeoutSeconds ?? Number.POSITIVE_INFINITY);
  return new StatesFailure("States.Timeout", undefined, missedHeartbeat ? "States.HeartbeatTimeout" : undefined);
}

function describe({ state, service, operation, function: invoked }: AwsCall): string {
  return `"${state}" waits for ${invoked?.name ?? `${service}:${operation}`}`;
}
