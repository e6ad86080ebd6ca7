import type { StateType } from "../../src/asl/model.ts";
import type { Pointer } from "../../src/base/pointer.ts";
import type { EventDetails, HistoryEvent, HistoryEventType } from "../../src/history/history-event.ts";
import type { Attempt, BranchStep, Visit, VisitStatus } from "../../src/history/visit.ts";
import type { Execution, ExecutionStatus, ExecutionView } from "../../src/simulator/execution.ts";
import { markExecution } from "../../src/simulator/execution.ts";

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

const START = Date.UTC(2025, 0, 1);

/** Writes an execution down by hand, event by event: history and visits as an engine would record them. */
export class RunBuilder {
  readonly history: HistoryEvent[] = [];
  readonly visits: Writable<Visit>[] = [];
  readonly main: Lane;
  readonly input: unknown;
  private seconds = 0;

  constructor(input: unknown = {}) {
    this.input = input;
    this.main = new Lane(this, [], 0);
    this.record("ExecutionStarted", 0, {});
  }

  get now(): Date {
    return new Date(START + this.seconds * 1_000);
  }

  /** Moves virtual time to so many seconds after the start. */
  at(seconds: number): this {
    this.seconds = seconds;
    return this;
  }

  record(type: HistoryEventType, previousEventId: number, details: EventDetails): number {
    const id = this.history.length + 1;
    this.history.push({ id, previousEventId, timestamp: this.now, type, ...details });
    return id;
  }

  running(stateNames: readonly string[] = []): ExecutionView {
    return markExecution(this.view("RUNNING", stateNames));
  }

  succeeded(output: unknown, stateNames: readonly string[] = []): Execution {
    this.record("ExecutionSucceeded", this.main.last, {});
    return this.ended("SUCCEEDED", { output }, stateNames);
  }

  failed(error: string | undefined, cause?: string, status: ExecutionStatus = "FAILED"): Execution {
    this.record(status === "FAILED" ? "ExecutionFailed" : "ExecutionTimedOut", this.main.last, {});
    return this.ended(status, { error, cause }, []);
  }

  private view<Status>(status: Status, stateNames: readonly string[]) {
    const { history, visits } = this;
    const path = visits.filter(({ branch }) => branch.length === 0).map(({ state }) => state);
    return {
      status,
      history,
      visits,
      path,
      calls: [],
      mapRuns: [],
      variables: {},
      stateNames: [...new Set([...visits.map(({ state }) => state), ...stateNames])],
    };
  }

  private ended(
    status: ExecutionStatus,
    result: { output?: unknown; error?: string | undefined; cause?: string | undefined },
    names: readonly string[],
  ): Execution {
    return markExecution({
      ...this.view(status, names),
      input: this.input,
      output: result.output,
      error: result.error,
      cause: result.cause,
      name: "run",
      executionArn: "arn:aws:states:us-east-1:123456789012:execution:OrderMachine:run",
      stateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:OrderMachine",
      branch: [],
      type: "STANDARD" as const,
      startDate: new Date(START),
      stopDate: this.now,
      durationSeconds: (this.now.getTime() - START) / 1_000,
      billing: { stateTransitions: this.visits.length },
      logs: [],
      childExecutions: [],
      replay: { seed: 0, startTime: new Date(START).toISOString(), name: "run" },
    });
  }
}

/** One line of states: the top level, a Parallel branch or a Map iteration. */
export class Lane {
  readonly run: RunBuilder;
  readonly branch: readonly BranchStep[];
  last: number;

  constructor(run: RunBuilder, branch: readonly BranchStep[], last: number) {
    this.run = run;
    this.branch = branch;
    this.last = last;
  }

  enter(state: string, type: StateType, input: unknown = {}): Stay {
    const details = { stateEnteredEventDetails: { name: state, input: JSON.stringify(input) } };
    this.last = this.run.record(`${type}StateEntered` as HistoryEventType, this.last, details);
    const { branch } = this;
    const pointer = `/States/${state}` as Pointer;
    const visit: Writable<Visit> = {
      state,
      type,
      pointer,
      branch,
      enteredAt: this.run.now,
      input,
      attempts: [{ attempt: 1, startedAt: this.run.now }],
      retries: [],
    };
    this.run.visits.push(visit);
    return new Stay(this, visit);
  }

  /** A state that is over at once. */
  pass(state: string, type: StateType = "Pass"): void {
    this.enter(state, type).exit({});
  }
}

/** One visit being written. */
export class Stay {
  readonly lane: Lane;
  readonly visit: Writable<Visit>;

  constructor(lane: Lane, visit: Writable<Visit>) {
    this.lane = lane;
    this.visit = visit;
  }

  /** Opens the branches of a Parallel. */
  branches(count: number): Lane[] {
    const { lane, visit } = this;
    lane.last = lane.run.record("ParallelStateStarted", lane.last, {});
    return Array.from({ length: count }, (_, index) => new Lane(lane.run, [...lane.branch, { state: visit.state, index }], lane.last));
  }

  startMap(length: number): number {
    this.lane.last = this.lane.run.record("MapStateStarted", this.lane.last, { mapStateStartedEventDetails: { length } });
    return this.lane.last;
  }

  iteration(index: number, previous: number): Lane {
    const { lane, visit } = this;
    const id = lane.run.record("MapIterationStarted", previous, { mapIterationStartedEventDetails: { name: visit.state, index } });
    return new Lane(lane.run, [...lane.branch, { state: visit.state, index }], id);
  }

  closeIteration(index: number, inner: Lane): number {
    const { lane, visit } = this;
    return lane.run.record("MapIterationSucceeded", inner.last, { mapIterationSucceededEventDetails: { name: visit.state, index } });
  }

  exit(output: unknown, next?: string, rest: Partial<Visit> = {}): void {
    const { visit, lane } = this;
    const details = { stateExitedEventDetails: { name: visit.state, output: JSON.stringify(output) } };
    lane.last = lane.run.record(`${visit.type}StateExited` as HistoryEventType, lane.last, details);
    if (visit.attempts.at(-1)?.endedAt === undefined) this.endAttempt({ endedAt: lane.run.now });
    this.close("SUCCEEDED");
    visit.output = output;
    if (next !== undefined) visit.next = next;
    Object.assign(visit, rest);
  }

  close(status: VisitStatus): void {
    this.visit.exitedAt = this.lane.run.now;
    this.visit.status = status;
  }

  endAttempt(end: Partial<Attempt>): this {
    const { visit } = this;
    visit.attempts = visit.attempts.map((attempt, index) => (index === visit.attempts.length - 1 ? { ...attempt, ...end } : attempt));
    return this;
  }
}
