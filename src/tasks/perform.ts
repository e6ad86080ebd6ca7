import type { AwsReply } from "../aws/call.ts";
import type { MockAws } from "../aws/mock-aws.ts";
import type { Json } from "../base/json.ts";
import { exceedsBytes } from "../base/json.ts";
import { dataLimitExceeded, errorDetails, StatesFailure } from "../base/states-failure.ts";
import type { Pen } from "../history/journal.ts";
import type { TaskEvents } from "../history/task-events.ts";
import type { TaskPort, TaskRequest } from "../interpreter/ports.ts";
import type { Step, TimedOut } from "../kernel/effect.ts";
import { sleepUntil, TIMED_OUT } from "../kernel/effect.ts";
import { Integrations } from "./integrations.ts";
import { TaskCall } from "./task-call.ts";

const byRegion = new Map<string, Integrations>();

function integrationsIn(region: string): Integrations {
  let integrations = byRegion.get(region);
  if (integrations === undefined) byRegion.set(region, (integrations = new Integrations(region)));
  return integrations;
}

/** What Task states do in a world of mocks. */
export class MockedTasks implements TaskPort {
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
    const invocation = integration.invocation(request);
    if (invocation instanceof StatesFailure) return yield* this.#failed(events, pen, invocation);
    const reply = (yield new TaskCall(this.#aws.world, request, integration, invocation, pen.line)) as AwsReply | TimedOut;
    if (reply === TIMED_OUT) return yield* this.#timedOut(events, pen, request);
    if (reply.kind === "error") return yield* this.#failed(events, pen, new StatesFailure(reply.error, reply.cause));
    const output = integration.output(reply.value, reply.isRaw, request);
    if (exceedsBytes(output, this.#payloadBytes)) return yield* this.#failed(events, pen, dataLimitExceeded(integration.producer));
    events.succeeded(pen, output);
    return output;
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

function timeoutOf({ timeoutSeconds, heartbeatSeconds }: TaskRequest): StatesFailure {
  const missedHeartbeat = heartbeatSeconds !== undefined && heartbeatSeconds < (timeoutSeconds ?? Number.POSITIVE_INFINITY);
  return new StatesFailure("States.Timeout", undefined, missedHeartbeat ? "States.HeartbeatTimeout" : undefined);
}
