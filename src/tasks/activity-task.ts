import { ScheduledActivity } from "../aws/activities.ts";
import type { AwsReply, Sequel } from "../aws/call.ts";
import { silence } from "../aws/sequel.ts";
import type { TaskToken } from "../aws/tokens.ts";
import { instant } from "../base/brand.ts";
import type { Json } from "../base/json.ts";
import { StatesFailure } from "../base/states-failure.ts";
import type { TaskLine, TaskOutcome, TaskRequest } from "../interpreter/ports.ts";
import type { Step, TimedOut } from "../kernel/effect.ts";
import { signalled, TIMED_OUT } from "../kernel/effect.ts";
import type { Waited } from "./conclude.ts";
import { conclude, timedOut } from "./conclude.ts";
import type { Integration, Waiting } from "./integrations.ts";
import { jobOf } from "./job-reply.ts";
import type { MockedTasks } from "./perform.ts";
import { TaskCall, timeoutFailure } from "./task-call.ts";
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
      if (sequel instanceof StatesFailure) return timedOut(sequel, this.#waited);
      const now = this.#world.kernel.now();
      return conclude(yield* waitForEnd({ token, sequel, limits: this.#request.limits, startedAt, now }), this.#waited);
    } finally {
      this.#world.tokens.close(token);
    }
  }

  get #world(): MockedTasks["aws"]["world"] {
    return this.#tasks.aws.world;
  }

  /** What is recorded of the end. */
  get #waited(): Waited {
    const described = (reason: string | undefined): Json => (reason === undefined ? {} : { Error: reason });
    return { line: this.#line, events: this.#waiting.events, producer: this.#integration.producer, described };
  }

  /** The state's mock does the work, and takes it at once. */
  *#mocked(): Step<Sequel | StatesFailure> {
    this.#waiting.events.taken(this.#line.pen, undefined);
    const call = new TaskCall(this.#tasks, this.#request, this.#line, this.#integration, undefined);
    const reply = (yield jobOf(call, () => true)) as AwsReply | TimedOut;
    return reply === TIMED_OUT || reply.kind !== "sequel" ? timeoutFailure(this.#request.limits) : reply.sequel;
  }

  /** Waits for a worker; its heartbeats count from when it takes the task. */
  *#polled(token: TaskToken): Step<Sequel | StatesFailure> {
    const { activities, kernel } = this.#world;
    const { arn } = this.#waiting;
    const { limits, input, state } = this.#request;
    const scheduled = new ScheduledActivity({ token: token.text, input, state: state.name }, arn);
    const timeout = timeoutInstant(limits, kernel.now());
    activities.schedule(arn, scheduled);
    try {
      const workerName = yield* signalled(scheduled.taken, Number.isFinite(timeout) ? instant(timeout) : undefined);
      if (workerName === TIMED_OUT) return new StatesFailure("States.Timeout");
      this.#waiting.events.taken(this.#line.pen, workerName);
      token.lastBeat = kernel.now();
      return silence("token");
    } finally {
      activities.withdraw(arn, scheduled);
    }
  }
}
