import type { WorldState } from "../aws/mock-aws.ts";
import type { TaskToken } from "../aws/tokens.ts";
import type { Instant } from "../base/brand.ts";
import { instant } from "../base/brand.ts";
import type { Duration } from "../base/duration.ts";
import { milliseconds } from "../base/duration.ts";
import { isUsageError, UsageError } from "../base/errors.ts";
import type { JsonObject } from "../base/json.ts";
import { shownValue } from "../base/shown-value.ts";
import { didYouMean } from "../base/text.ts";
import type { HistoryEvent } from "../history/history-event.ts";
import { Journal } from "../history/journal.ts";
import type { LogEvent } from "../history/log-event.ts";
import { logEventsOf } from "../history/log-event.ts";
import { toAwsHistory } from "../history/to-aws.ts";
import type { Visit } from "../history/visit.ts";
import { visitsOf } from "../history/visits.ts";
import type { Stop } from "../kernel/goal.ts";
import { callsOf } from "./calls.ts";
import { driveExecution, finishExecution } from "./drive-execution.ts";
import type { Call, Execution, ExecutionStatus, ExecutionView, MapRunView } from "./execution.ts";
import { markExecution } from "./execution.ts";
import type { ExecutionRun } from "./execution-run.ts";
import { mapRunViews } from "./map-run/map-run-view.ts";
import { pathOf } from "./result.ts";
import { showInConsole } from "./show-in-console.ts";
import { TaskCallback } from "./task-callback.ts";
import { timeline } from "./timeline.ts";

/** An activity, as its workers see it. */
export interface ActivityWorkers {
  /** GetActivityTask, as a worker of this name: the oldest task that none has taken, or `undefined`. All that is due now has run before and after. */
  poll(workerName?: string): Promise<TaskCallback | undefined>;
}

/** An execution whose time the test moves. Matchers work on it. */
export class RunningExecution implements ExecutionView {
  readonly #run: ExecutionRun;
  readonly #world: WorldState;

  /** @internal */
  constructor(run: ExecutionRun, world: WorldState) {
    this.#run = run;
    this.#world = world;
  }

  get stateNames(): readonly string[] {
    return this.#run.facts.stateNames;
  }

  /** Virtual time. */
  get now(): Date {
    return new Date(this.#world.kernel.now());
  }

  get status(): ExecutionStatus | "RUNNING" {
    return this.#run.status;
  }

  get history(): readonly HistoryEvent[] {
    return toAwsHistory(this.#run.environment.journal);
  }

  get visits(): readonly Visit[] {
    return visitsOf(this.#run.environment.journal, this.#run.ended !== undefined);
  }

  get path(): readonly string[] {
    return pathOf(this.visits);
  }

  get variables(): JsonObject {
    return this.#run.environment.variables.all();
  }

  get calls(): readonly Call[] {
    return callsOf(this.#run.environment.journal, this.#run.facts.checks);
  }

  get mapRuns(): readonly MapRunView[] {
    return mapRunViews(this.#run.mapRuns, (child) => (child.ended === undefined ? undefined : child.execution()));
  }

  /** What CloudWatch Logs would have so far, at the level of `logging`. */
  get logs(): readonly LogEvent[] {
    return logEventsOf(this.#run.environment.journal, this.#run.facts.executionArn, this.#run.facts.logging);
  }

  /** A table of states × virtual time, as far as it got. */
  toString(): string {
    return timeline(this);
  }

  /** Moves virtual time forward by so much, running all that falls due on the way. */
  async advance(duration: Duration): Promise<void> {
    await this.#runUpTo(instant(this.#world.kernel.now() + milliseconds(duration, "The duration of advance()")));
  }

  /** Runs all that is due now. */
  async settle(): Promise<void> {
    await this.#runUpTo(this.#world.kernel.now());
  }

  async #runUpTo(target: Instant): Promise<void> {
    const stop = await this.#drive(target);
    if (stop === "idle" || stop === "over") this.#world.kernel.advanceTo(target);
  }

  /** Runs to just after the next entry of a state, before its task is called. Throws a UsageError when the machine ends first. */
  async runUntil(state: string): Promise<void> {
    if (!this.stateNames.includes(state)) throw unknownState(state, this.stateNames);
    this.#run.environment.breakpoint = state;
    try {
      const stop = await this.#drive();
      if (stop !== "paused") this.#rethrow(neverEntered(state, this.status));
    } finally {
      this.#run.environment.breakpoint = undefined;
    }
  }

  /**
   * The task token that this state has waited longest with; `index` picks the Map iteration or Parallel branch. Its methods resolve when all
   * that is due now has run. Throws a UsageError for a state that the machine has not.
   *
   * @example
   * const Resource = "arn:aws:states:::sqs:sendMessage.waitForTaskToken";
   * const machine = { StartAt: "Approve", States: { Approve: { Type: "Task", Resource, End: true } } };
   * const running = await startStateMachine(machine, { mocks: { sqs: { sendMessage: { MessageId: "m-1" } } } });
   * await running.advance("3d");
   * await running.callback("Approve").succeed({ approved: true });
   * expect(running).toHaveSucceeded({ approved: true });
   */
  callback(state: string, options: { readonly index?: number } = {}): TaskCallback {
    if (!this.stateNames.includes(state)) throw unknownState(state, this.stateNames);
    return this.#callback(
      ({ task }) => this.#isOwn(task) && task.state === state && isIteration(task.branch, options.index),
      () => noToken(state, this.status),
    );
  }

  /**
   * An activity of the execution's world, by its ARN, for the test to be its worker.
   *
   * @example
   * const Resource = "arn:aws:states:us-east-1:123456789012:activity:Pack";
   * const running = await startStateMachine({ StartAt: "Pack", States: { Pack: { Type: "Task", Resource, End: true } } }, { input: ["book"] });
   * const work = await running.activity(Resource).poll("worker-1");
   * expect(work?.input).toEqual(["book"]);
   * await work?.succeed({ packed: 1 });
   * expect(running).toHaveSucceeded({ packed: 1 });
   */
  activity(arn: string): ActivityWorkers {
    return {
      poll: async (workerName) => {
        await this.settle();
        const work = this.#world.activities.poll(arn, workerName);
        await this.settle();
        return (
          work &&
          this.#callback(
            ({ text }) => text === work.token,
            () => noToken(work.state, this.status),
          )
        );
      },
    };
  }

  /** Is it a task of this execution, or of a child of its distributed Maps? */
  #isOwn({ execution }: TaskToken["task"]): boolean {
    return execution instanceof Journal && execution.isWithin(this.#run.environment.journal);
  }

  #callback(wanted: (token: TaskToken) => boolean, missing: () => UsageError): TaskCallback {
    const { tokens } = this.#world;
    const find = (): TaskToken | undefined => [...tokens.waiting()].find(wanted);
    return new TaskCallback({ tokens, find, settle: () => this.settle(), missing });
  }

  /** Stops the execution now, as StopExecution does; answers it. */
  async stop(error?: string, cause?: string): Promise<Execution> {
    demandText("error", error);
    demandText("cause", cause);
    this.#run.stop(error, cause);
    return this.#run.execution();
  }

  /** Runs to the end, time moving by itself; answers the execution. Rejects for misuse only. */
  async finish(): Promise<Execution> {
    return await this.finished();
  }

  /** @internal Answers at once where nothing real was under way. */
  finished(): Execution | Promise<Execution> {
    try {
      const ended = finishExecution(this.#run);
      return ended instanceof Promise ? ended.catch((thrown: unknown) => this.#rethrow(thrown)) : ended;
    } catch (thrown) {
      return this.#rethrow(thrown);
    }
  }

  async #drive(until?: Instant): Promise<Stop> {
    try {
      return await driveExecution(this.#run, until);
    } catch (thrown) {
      return this.#rethrow(thrown);
    }
  }

  /** A usage error tells the execution as far as it got. */
  #rethrow(thrown: unknown): never {
    if (isUsageError(thrown)) Object.defineProperty(thrown, "execution", { value: this, configurable: true, enumerable: false });
    throw thrown;
  }
}

markExecution(RunningExecution.prototype);
showInConsole(RunningExecution.prototype);

function demandText(what: string, value: unknown): void {
  if (value === undefined || typeof value === "string") return;
  throw new UsageError(`The ${what} of stop() must be a text, but was ${shownValue(value)}.`, { code: "INVALID_ARGUMENT" });
}

function unknownState(name: string, names: readonly string[]): UsageError {
  return new UsageError(`The machine has no state "${name}".`, { code: "UNKNOWN_STATE", state: name, hint: didYouMean(name, names) });
}

function isIteration(branch: TaskToken["task"]["branch"], index: number | undefined): boolean {
  return index === undefined || branch.at(-1)?.index === index;
}

function noToken(state: string, status: string): UsageError {
  const hint =
    status === "RUNNING" ? "Run the execution to there first: `await running.settle()`, or advance() when it waits before." : undefined;
  return new UsageError(`"${state}" does not wait with a task token: the execution is ${status}.`, { code: "NO_TASK_TOKEN", state, hint });
}

function neverEntered(state: string, status: string): UsageError {
  const ended = status === "RUNNING" ? "nothing is left to run" : `the execution ended ${status}`;
  return new UsageError(`The state "${state}" was not entered: ${ended}.`, { code: "STATE_NOT_ENTERED", state });
}
