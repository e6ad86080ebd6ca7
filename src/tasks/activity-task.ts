import { ScheduledActivity } from "../aws/activities.ts";
import type { AwsReply, Sequel, SequelEnding } from "../aws/call.ts";
import { silence } from "../aws/sequel.ts";
import type { TaskToken } from "../aws/tokens.ts";
import { instant } from "../base/brand.ts";
import type { Json } from "../base/json.ts";
import { exceedsBytes } from "../base/json.ts";
import { dataLimitExceeded, errorDetails, StatesFailure } from "../base/states-failure.ts";
import type { TaskLine, TaskOutcome, TaskRequest } from "../interpreter/ports.ts";
import type { Step, TimedOut } from "../kernel/effect.ts";
import { signalled, TIMED_OUT } from "../kernel/effect.ts";
import type { Integration, Waiting } from "./integrations.ts";
import { jobOf } from "./job-reply.ts";
import type { MockedTasks } from "./perform.ts";
import { TaskCall } from "./task-call.ts";
import type { Overdue } from "./wait-for-end.ts";
import { timeoutInstant, waitForEnd } from "./wait-for-end.ts";

/** AWS "Activities": one attempt, from `ActivityScheduled` to its last event. The worker is the state's mock, or whoever polls. */
export class ActivityTask {
  readonly #tasks: MockedTasks;
  readonly #request: TaskRequest;
  readonly #line: TaskLine;
  readonly #integration: Integration;
  readonly #waiting: Extract<Waiting, { kind: "activity" }>;

  constructor(
    tasks: MockedTasks,
    request: TaskRequest,
    line: TaskLine,
    integration: Integration,
    waiting: Extract<Waiting, { kind: "activity" }>,
  ) {
    this.#tasks = tasks;
    this.#request = request;
    this.#line = line;
    this.#integration = integration;
    this.#waiting = waiting;
  }

  *run(): Step<TaskOutcome> {
    const { pen } = this.#line;
    const startedAt = this.#world.kernel.now();
    this.#waiting.events.started(pen, this.#request);
    const token = this.#tasks.openToken(this.#request, this.#line);
    try {
      const sequel = this.#world.mocksState(this.#request.state.name) ? yield* this.#mocked() : yield* this.#polled(token);
      if (sequel === TIMED_OUT) return this.#overdue(new StatesFailure("States.Timeout"));
      const now = this.#world.kernel.now();
      return this.#end(yield* waitForEnd({ token, sequel, limits: this.#request.limits, startedAt, now }));
    } finally {
      this.#world.tokens.close(token);
    }
  }

  get #world(): MockedTasks["aws"]["world"] {
    return this.#tasks.aws.world;
  }

  /** The state's mock does the work, and takes it at once. */
  *#mocked(): Step<Sequel | TimedOut> {
    this.#waiting.events.taken(this.#line.pen, undefined);
    const call = new TaskCall(this.#tasks, this.#request, this.#line, this.#integration, undefined);
    const reply = (yield jobOf(call, () => true)) as AwsReply | TimedOut;
    return reply === TIMED_OUT || reply.kind !== "sequel" ? TIMED_OUT : reply.sequel;
  }

  /** Waits for a worker; its heartbeats count from when it takes the task. */
  *#polled(token: TaskToken): Step<Sequel | TimedOut> {
    const { activities, kernel } = this.#world;
    const { arn } = this.#waiting;
    const { limits, input, state } = this.#request;
    const scheduled = new ScheduledActivity({ token: token.text, input, state: state.name }, arn);
    const timeout = timeoutInstant(limits, kernel.now());
    activities.schedule(arn, scheduled);
    try {
      const workerName = yield* signalled(scheduled.taken, Number.isFinite(timeout) ? instant(timeout) : undefined);
      if (workerName === TIMED_OUT) return TIMED_OUT;
      this.#waiting.events.taken(this.#line.pen, workerName);
      token.lastBeat = kernel.now();
      return silence("token");
    } finally {
      activities.withdraw(arn, scheduled);
    }
  }

  #end(ending: SequelEnding | Overdue): TaskOutcome {
    switch (ending.kind) {
      case "overdue":
        return this.#overdue(ending.failure);
      case "success":
        return this.#succeeded(ending.output ?? {});
      case "failure":
        return this.#failed(new StatesFailure(ending.error, ending.cause));
      case "failedJob":
        return this.#failed(new StatesFailure("States.TaskFailed", ending.reason ?? JSON.stringify(ending.description)));
      case "silence":
        throw new Error("silence has no end");
    }
  }

  #succeeded(output: Json): TaskOutcome {
    if (exceedsBytes(output, this.#tasks.payloadBytes)) return this.#failed(dataLimitExceeded(this.#integration.producer));
    this.#waiting.events.succeeded(this.#line.pen, output);
    return output;
  }

  #failed(failure: StatesFailure): StatesFailure {
    this.#waiting.events.failed(this.#line.pen, errorDetails(failure));
    return failure;
  }

  #overdue(failure: StatesFailure): StatesFailure {
    this.#waiting.events.timedOut(this.#line.pen);
    return failure;
  }
}
