import type { AwsReply } from "../aws/call.ts";
import type { MockAws } from "../aws/mock-aws.ts";
import type { Json } from "../base/json.ts";
import { exceedsBytes } from "../base/json.ts";
import { dataLimitExceeded, errorDetails, StatesFailure } from "../base/states-failure.ts";
import type { Pen } from "../history/journal.ts";
import type { TaskPort, TaskRequest } from "../interpreter/ports.ts";
import type { Step, TimedOut } from "../kernel/effect.ts";
import { sleepUntil, TIMED_OUT } from "../kernel/effect.ts";
import type { Integration } from "./integrations.ts";
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
    const call = this.#begin(request, pen);
    const reply = call instanceof StatesFailure ? call : ((yield call) as AwsReply | TimedOut);
    const outcome = this.#end(reply, request, pen);
    if (!(outcome instanceof StatesFailure)) return outcome;
    // Whatever else ends at this instant is recorded before the failure takes effect, as AWS does.
    yield* sleepUntil(this.#aws.world.kernel.now());
    throw outcome;
  }

  /** Records that the task is under way; answers the call, or why it cannot be made. */
  #begin(request: TaskRequest, pen: Pen): TaskCall | StatesFailure {
    const integration = this.#integrations.get(request.resource);
    integration.events.started(pen, request);
    const invocation = integration.invocation(request);
    return invocation instanceof StatesFailure ? invocation : new TaskCall(this.#aws.world, request, integration, invocation, pen.line);
  }

  /** Records how the task ended; answers its raw result or its failure. */
  #end(reply: AwsReply | TimedOut | StatesFailure, request: TaskRequest, pen: Pen): Json | StatesFailure {
    const integration = this.#integrations.get(request.resource);
    if (reply === TIMED_OUT) {
      integration.events.timedOut(pen);
      return timeoutOf(request);
    }
    const outcome = this.#outcome(reply, integration, request);
    if (outcome instanceof StatesFailure) integration.events.failed(pen, errorDetails(outcome));
    else integration.events.succeeded(pen, outcome);
    return outcome;
  }

  #outcome(reply: AwsReply | StatesFailure, { output, producer }: Integration, request: TaskRequest): Json | StatesFailure {
    if (reply instanceof StatesFailure) return reply;
    if (reply.kind === "error") return new StatesFailure(reply.error, reply.cause);
    const result = output(reply.value, reply.isRaw, request);
    return exceedsBytes(result, this.#payloadBytes) ? dataLimitExceeded(producer) : result;
  }
}

function timeoutOf({ timeoutSeconds, heartbeatSeconds }: TaskRequest): StatesFailure {
  const missedHeartbeat = heartbeatSeconds !== undefined && heartbeatSeconds < (timeoutSeconds ?? Number.POSITIVE_INFINITY);
  return new StatesFailure("States.Timeout", undefined, missedHeartbeat ? "States.HeartbeatTimeout" : undefined);
}
