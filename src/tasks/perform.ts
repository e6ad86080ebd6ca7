import { later } from "../base/brand.ts";
import type { Json } from "../base/json.ts";
import { exceedsBytes } from "../base/json.ts";
import { errorDetails, StatesFailure } from "../base/states-failure.ts";
import type { AwsCall, AwsReply } from "../aws/call.ts";
import type { LoggedCall, MockAws } from "../aws/mock-aws.ts";
import type { Pen } from "../history/journal.ts";
import type { TaskEvents } from "../history/task-events.ts";
import type { TaskPort, TaskRequest } from "../interpreter/ports.ts";
import type { Step } from "../kernel/effect.ts";
import { external, sleepUntil, TIMED_OUT } from "../kernel/effect.ts";
import type { Integration } from "./integrations.ts";
import { integrationOf } from "./integrations.ts";

/** What Task states do in a world of mocks. */
export class MockedTasks implements TaskPort {
  /** The calls of one execution. */
  readonly calls: LoggedCall[] = [];
  readonly #aws: MockAws;
  readonly #payloadBytes: number;

  constructor(aws: MockAws, payloadBytes: number) {
    this.#aws = aws;
    this.#payloadBytes = payloadBytes;
  }

  *perform(request: TaskRequest, pen: Pen): Step<Json> {
    const integration = integrationOf(request, this.#aws);
    const call = callOf(request, integration, pen);
    integration.events.started(pen);
    const reply = yield* this.#ask(call, request);
    if (reply === TIMED_OUT) {
      integration.events.timedOut(pen);
      return yield* this.#fail(timeoutOf(request));
    }
    if (reply.kind === "error") return yield* this.#failed(integration.events, pen, new StatesFailure(reply.error, reply.cause));
    const output = integration.outputOf(reply.value, this.#aws.world.answersRaw(call));
    if (exceedsBytes(output, this.#payloadBytes)) return yield* this.#failed(integration.events, pen, tooLarge(integration.producer));
    integration.events.succeeded(pen, output);
    return output;
  }

  *#ask(call: AwsCall, request: TaskRequest): Step<AwsReply | typeof TIMED_OUT> {
    const { world } = this.#aws;
    return yield* external<AwsReply>({
      label: `"${request.state.name}" waits for ${call.invocation?.function.name ?? `${call.service}:${call.operation}`}`,
      deadline: deadlineOf(request, world.kernel.now()),
      start: (handle) => world.ask(call, handle, this.calls),
    });
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

function callOf(request: TaskRequest, { service, operation, invocation }: Integration, pen: Pen): AwsCall {
  const { state, input, attempt, executionName } = request;
  return { service, operation, input, invocation, state: state.name, place: pen.line, attempt, executionName };
}

/** ASL "Timeouts and heartbeats": whichever comes first; a mock sends no heartbeats. */
function deadlineOf({ timeoutSeconds, heartbeatSeconds }: TaskRequest, now: ReturnType<MockAws["world"]["kernel"]["now"]>): typeof now | undefined {
  const seconds = Math.min(timeoutSeconds ?? Number.POSITIVE_INFINITY, heartbeatSeconds ?? Number.POSITIVE_INFINITY);
  return seconds === Number.POSITIVE_INFINITY ? undefined : later(now, seconds);
}

function timeoutOf({ timeoutSeconds, heartbeatSeconds }: TaskRequest): StatesFailure {
  const missedHeartbeat = heartbeatSeconds !== undefined && heartbeatSeconds < (timeoutSeconds ?? Number.POSITIVE_INFINITY);
  return new StatesFailure("States.Timeout", undefined, missedHeartbeat ? "States.HeartbeatTimeout" : undefined);
}

function tooLarge(producer: string): StatesFailure {
  const cause = `The state/task '${producer}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  return new StatesFailure("States.DataLimitExceeded", cause);
}
