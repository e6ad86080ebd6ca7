import type { AwsReply, Sequel } from "../aws/call.ts";
import { silence } from "../aws/sequel.ts";
import { UsageError } from "../base/errors.ts";
import type { Json } from "../base/json.ts";
import { isJsonObject } from "../base/json.ts";
import { errorDetails, StatesFailure } from "../base/states-failure.ts";
import type { TaskLine, TaskOutcome, TaskRequest } from "../interpreter/ports.ts";
import type { ExternalEffect, Step, TimedOut } from "../kernel/effect.ts";
import { TIMED_OUT } from "../kernel/effect.ts";
import type { Waited } from "./conclude.ts";
import { conclude, timedOut } from "./conclude.ts";
import type { Integration, Waiting } from "./integrations.ts";
import type { Job } from "./job-forms.ts";
import { acceptedAnswer, jobOver } from "./job-forms.ts";
import { jobOf } from "./job-reply.ts";
import type { MockedTasks } from "./perform.ts";
import { TaskCall, timeoutFailure } from "./task-call.ts";
import { waitForEnd } from "./wait-for-end.ts";

/** AWS "Run a Job" and "Wait for a Callback with the Task Token": one attempt, from `TaskScheduled` to its last event. */
export class WaitingTask {
  readonly #tasks: MockedTasks;
  readonly #request: TaskRequest;
  readonly #line: TaskLine;
  readonly #integration: Integration;
  readonly #waiting: Extract<Waiting, { kind: "service" }>;
  readonly #startedAt: number;
  #id: string | undefined;

  constructor(
    tasks: MockedTasks,
    request: TaskRequest,
    line: TaskLine,
    integration: Integration,
    waiting: Extract<Waiting, { kind: "service" }>,
  ) {
    this.#tasks = tasks;
    this.#request = request;
    this.#line = line;
    this.#integration = integration;
    this.#waiting = waiting;
    this.#startedAt = tasks.aws.world.kernel.now();
  }

  *run(): Step<TaskOutcome> {
    const { events } = this.#waiting;
    events.started(this.#line.pen, this.#request);
    const invocation = this.#integration.invocation(this.#request);
    if (invocation instanceof StatesFailure) return this.#submitFailed(invocation);
    const token = this.#tasks.openToken(this.#request, this.#line);
    try {
      const call = new TaskCall(this.#tasks, this.#request, this.#line, this.#integration, invocation);
      const reply = (yield this.#asked(call)) as AwsReply | TimedOut;
      if (reply === TIMED_OUT) return timedOut(timeoutFailure(this.#request.limits), this.#waited);
      const sequel = this.#submitted(reply);
      if (sequel instanceof StatesFailure) return this.#submitFailed(sequel);
      const { limits } = this.#request;
      const now = this.#tasks.aws.world.kernel.now();
      return conclude(yield* waitForEnd({ token, sequel, limits, startedAt: call.at, now }), this.#waited);
    } finally {
      this.#tasks.aws.world.tokens.close(token);
    }
  }

  /** A service accepts a job at once; how long the mock takes is how long the job runs. */
  #asked(call: TaskCall): ExternalEffect {
    return this.#waiting.pattern === "waitForTaskToken" ? call : jobOf(call, isFailedJob);
  }

  /** Records the service's answer; says what will come of it, or why it took nothing. */
  #submitted(reply: AwsReply): Sequel | StatesFailure {
    if (reply.kind === "error") return new StatesFailure(reply.error, reply.cause);
    const answer = this.#answer(reply);
    if (answer instanceof StatesFailure) return answer;
    const sequel = reply.kind === "sequel" ? reply.sequel : silence("token");
    if (sequel.by === "job" && this.#waiting.pattern === "waitForTaskToken") throw noJob(this.#request.state.name);
    this.#waiting.events.submitted(this.#line.pen, answer);
    return sequel;
  }

  #answer(reply: Exclude<AwsReply, { kind: "error" }>): Json | StatesFailure {
    const { output } = this.#integration;
    const call = { state: this.#request.state.name, input: this.#request.input, line: this.#line };
    if (reply.kind === "ok") return reply.isRaw ? reply.value : output(reply.value, false, call);
    const { submitted } = reply.sequel;
    if (submitted !== undefined) return submitted;
    if (this.#integration.service === "lambda") return output(null, false, call);
    return acceptedAnswer(this.#integration.service, this.#integration.operation, this.#job(undefined));
  }

  /** What is recorded of the end. */
  get #waited(): Waited {
    const described = (reason: string | undefined): Json => this.#described(reason);
    return { line: this.#line, events: this.#waiting.events, producer: this.#integration.producer, described };
  }

  #described(reason: string | undefined): Json {
    return jobOver(this.#integration.service, this.#integration.operation, this.#job(reason));
  }

  #job(reason: string | undefined): Job {
    const { aws } = this.#tasks;
    const { input } = this.#request;
    return {
      input: isJsonObject(input) ? input : {},
      id: (this.#id ??= this.#line.uuid()),
      arn: (service, resource) => `arn:aws:${service}:${aws.region}:${aws.accountId}:${resource}`,
      startedAt: this.#startedAt,
      endedAt: aws.world.kernel.now(),
      reason,
    };
  }

  #submitFailed(failure: StatesFailure): StatesFailure {
    this.#waiting.events.submitFailed(this.#line.pen, errorDetails(failure));
    return failure;
  }
}

/** A job that failed is always `States.TaskFailed`; any other error is the service's, which did not take the job. */
const isFailedJob = (error: string): boolean => error.startsWith("States.");

function noJob(state: string): UsageError {
  return new UsageError(`The mock of "${state}" answers job(), but the state waits for its task token.`, {
    code: "WRONG_REPLY",
    state,
    hint: "Let it answer callsBack(output, { after }), failsBack(error, cause) or heartbeats(every, …).",
  });
}
