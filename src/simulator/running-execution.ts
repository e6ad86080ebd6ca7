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
import type { Environment } from "../interpreter/environment.ts";
import type { Goal, Stop } from "../kernel/goal.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { callsOf } from "./calls.ts";
import type { Call, Execution, ExecutionStatus, ExecutionView, MapRunView } from "./execution.ts";
import { markExecution } from "./execution.ts";
import type { ExecutionRun } from "./execution-run.ts";
import { mapRunViews } from "./map-run/map-run-view.ts";
import type { Facts } from "./result.ts";
import { pathOf } from "./result.ts";
import { showInConsole } from "./show-in-console.ts";
import { deadlock, stuckMock, tooMuchTime } from "./stops.ts";
import { TaskCallback } from "./task-callback.ts";
import { timeline } from "./timeline.ts";

/** An activity, as its workers see it. */
export interface ActivityWorkers {
  /** GetActivityTask, as a worker of this name: the oldest task that none has taken, or `undefined`. All that is due now has run before and after. */
  poll(workerName?: string): Promise<TaskCallback | undefined>;
}

/** An execution whose time the test moves. Matchers work on it. */
export class RunningExecution implements ExecutionView {
  readonly stateNames: readonly string[];
  readonly #facts: Facts;
  readonly #environment: Environment;
  readonly #world: WorldState;
  readonly #kernel: Kernel;
  readonly #run: ExecutionRun;
  readonly #horizon: Instant;
  readonly #quotaEnd: Instant;
  readonly #realSeconds: number;

  /** @internal */
  constructor(run: ExecutionRun, world: WorldState) {
    const { facts, environment } = run;
    const { limits } = facts;
    this.stateNames = facts.stateNames;
    this.#facts = facts;
    this.#environment = environment;
    this.#world = world;
    this.#kernel = environment.kernel;
    this.#run = run;
    this.#horizon = instant(facts.startedAt + limits.virtualMs);
    this.#quotaEnd = instant(facts.startedAt + limits.executionSeconds[facts.type] * 1_000);
    this.#realSeconds = limits.realSeconds;
  }

  /** Virtual time. */
  get now(): Date {
    return new Date(this.#kernel.now());
  }

  get status(): ExecutionStatus | "RUNNING" {
    return this.#run.status;
  }

  get history(): readonly HistoryEvent[] {
    return toAwsHistory(this.#environment.journal);
  }

  get visits(): readonly Visit[] {
    return visitsOf(this.#environment.journal, this.#run.ended !== undefined);
  }

  get path(): readonly string[] {
    return pathOf(this.visits);
  }

  get variables(): JsonObject {
    return this.#environment.variables.all();
  }

  get calls(): readonly Call[] {
    return callsOf(this.#environment.journal, this.#facts.checks);
  }

  get mapRuns(): readonly MapRunView[] {
    return mapRunViews(this.#run.mapRuns, (child) => (child.ended === undefined ? undefined : child.execution()));
  }

  /** What CloudWatch Logs would have so far, at the level of `logging`. */
  get logs(): readonly LogEvent[] {
    return logEventsOf(this.#environment.journal, this.#facts.executionArn, this.#facts.logging);
  }

  /** A table of states × virtual time, as far as it got. */
  toString(): string {
    return timeline(this);
  }

  /** Moves virtual time forward by so much, running all that falls due on the way. */
  async advance(duration: Duration): Promise<void> {
    await this.#runUpTo(instant(this.#kernel.now() + milliseconds(duration, "The duration of advance()")));
  }

  /** Runs all that is due now. */
  async settle(): Promise<void> {
    await this.#runUpTo(this.#kernel.now());
  }

  async #runUpTo(target: Instant): Promise<void> {
    const stop = await this.#drive(target);
    if (stop === "idle" || stop === "over") this.#kernel.advanceTo(target);
  }

  /** Runs to just after the next entry of a state, before its task is called. Throws a UsageError when the machine ends first. */
  async runUntil(state: string): Promise<void> {
    if (!this.stateNames.includes(state)) throw unknownState(state, this.stateNames);
    this.#environment.breakpoint = state;
    try {
      const stop = await this.#drive(this.#horizon);
      if (stop !== "paused") throw this.#withExecution(neverEntered(state, this.status));
    } finally {
      this.#environment.breakpoint = undefined;
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
    return execution instanceof Journal && execution.isWithin(this.#environment.journal);
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
    const driven = this.#run.ended === undefined ? this.#drive(this.#horizon) : "over";
    const stop = driven instanceof Promise ? await driven : driven;
    if (this.#run.ended !== undefined) return this.#run.execution();
    if (stop === "later") throw this.#withExecution(tooMuchTime(this.#facts));
    throw this.#withExecution(deadlock(this.#kernel.waits(this.#run.root)));
  }

  /** Answers at once where nothing real was under way. */
  #drive(horizon: Instant): Stop | Promise<Stop> {
    const goal: Goal = {
      root: this.#run.root,
      horizon: instant(Math.min(horizon, this.#quotaEnd)),
      realSeconds: this.#realSeconds,
      stuck: (labels) => stuckMock(labels, this.#realSeconds),
    };
    try {
      const driven = this.#kernel.drive(goal);
      return driven instanceof Promise ? this.#driven(driven) : this.#stopped(driven);
    } catch (thrown) {
      throw this.#withExecution(thrown);
    }
  }

  async #driven(driven: Promise<Stop>): Promise<Stop> {
    try {
      return this.#stopped(await driven);
    } catch (thrown) {
      throw this.#withExecution(thrown);
    }
  }

  #stopped(stop: Stop): Stop {
    if (stop === "later" && this.#kernel.now() >= this.#quotaEnd) this.#run.timeOut();
    const { outcome } = this.#run.root;
    if (outcome !== undefined && "thrown" in outcome) throw outcome.thrown;
    return stop;
  }

  /** A usage error tells the execution as far as it got. */
  #withExecution(thrown: unknown): unknown {
    if (isUsageError(thrown)) Object.defineProperty(thrown, "execution", { value: this, configurable: true, enumerable: false });
    return thrown;
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
