import type { FieldChecks } from "../aws/field-checks.ts";
import type { Instant } from "../base/brand.ts";
import type { JsonObject } from "../base/json.ts";
import type { HistoryEvent } from "../history/history-event.ts";
import type { Journal } from "../history/journal.ts";
import type { LogEvent, Logging } from "../history/log-event.ts";
import { logEventsOf } from "../history/log-event.ts";
import { toAwsHistory } from "../history/to-aws.ts";
import type { BranchStep, Visit } from "../history/visit.ts";
import { visitsOf } from "../history/visits.ts";
import type { Environment, ExecutionFacts } from "../interpreter/environment.ts";
import { callsOf } from "./calls.ts";
import type { Billing, Call, Execution, ExecutionStatus, ExecutionType, MapRunView, Replay } from "./execution.ts";
import { markExecution } from "./execution.ts";
import type { Ending, ExecutionRun } from "./execution-run.ts";
import type { MapRun } from "./map-run/map-run.ts";
import { mapRunViews } from "./map-run/map-run-view.ts";
import type { EffectiveLimits } from "./options.ts";
import { showInConsole } from "./show-in-console.ts";
import { timeline } from "./timeline.ts";

/** What is known of an execution from its start. */
export interface Facts extends ExecutionFacts {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  /** Of a child of a distributed Map. */
  readonly mapRunArn?: string;
  readonly type: ExecutionType;
  readonly startedAt: Instant;
  readonly stateNames: readonly string[];
  readonly interleaving: readonly number[] | undefined;
  readonly limits: EffectiveLimits;
  readonly logging: Logging | undefined;
  readonly checks: FieldChecks;
}

/**
 * An execution that has ended. Names and records are told when they are read, by getters of the class: getters of its own would
 * give each execution a hidden class of its own, which the engine keeps with all that it refers to.
 */
export class EndedExecution implements Execution {
  readonly status: ExecutionStatus;
  readonly input: unknown;
  readonly output: unknown;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  declare readonly mapRunArn?: string;
  readonly type: ExecutionType;
  readonly stateNames: readonly string[];
  readonly durationSeconds: number;
  readonly billing: Billing;
  readonly variables: JsonObject;
  readonly #facts: Facts;
  readonly #journal: Journal;
  readonly #stoppedAt: Instant;
  readonly #children: readonly ExecutionRun[];
  readonly #mapRuns: readonly MapRun[];
  #records: Records | undefined;
  #childExecutions: readonly Execution[] | undefined;

  constructor(
    facts: Facts,
    { journal, transitions, variables }: Environment,
    ending: Ending,
    stoppedAt: Instant,
    children: readonly ExecutionRun[],
    mapRuns: readonly MapRun[],
  ) {
    this.status = ending.status;
    this.input = facts.input;
    this.output = ending.status === "SUCCEEDED" ? ending.output : undefined;
    this.error = "error" in ending ? ending.error : undefined;
    this.cause = "cause" in ending ? ending.cause : undefined;
    if (facts.mapRunArn !== undefined) this.mapRunArn = facts.mapRunArn;
    this.type = facts.type;
    this.stateNames = facts.stateNames;
    this.durationSeconds = (stoppedAt - facts.startedAt) / 1_000;
    this.billing = { stateTransitions: transitions };
    this.variables = variables.all();
    this.#facts = facts;
    this.#journal = journal;
    this.#stoppedAt = stoppedAt;
    this.#children = children;
    this.#mapRuns = mapRuns;
    Object.freeze(this);
  }

  get name(): string {
    return this.#facts.name;
  }

  get executionArn(): string {
    return this.#facts.executionArn;
  }

  get stateMachineArn(): string {
    return this.#facts.stateMachineArn;
  }

  get startDate(): Date {
    return new Date(this.#facts.startedAt);
  }

  get stopDate(): Date {
    return new Date(this.#stoppedAt);
  }

  get branch(): readonly BranchStep[] {
    return this.#told.branch;
  }

  get history(): readonly HistoryEvent[] {
    return this.#told.history;
  }

  get visits(): readonly Visit[] {
    return this.#told.visits;
  }

  get path(): readonly string[] {
    return this.#told.path;
  }

  get calls(): readonly Call[] {
    return this.#told.calls;
  }

  get logs(): readonly LogEvent[] {
    return this.#told.logs;
  }

  get childExecutions(): readonly Execution[] {
    if (this.#childExecutions !== undefined) return this.#childExecutions;
    const ended = this.#children.filter((child) => child.ended !== undefined);
    const told = Object.freeze(ended.map((child) => child.execution()));
    if (ended.length === this.#children.length) this.#childExecutions = told;
    return told;
  }

  get mapRuns(): readonly MapRunView[] {
    const ended = new Map(
      this.#children.filter((child) => child.ended !== undefined).map((child, index) => [child, this.childExecutions[index]]),
    );
    return mapRunViews(this.#mapRuns, (child) => ended.get(child));
  }

  get replay(): Replay {
    const { seed, interleaving } = this.#facts;
    const replay = { seed, startTime: this.startDate.toISOString(), name: this.name };
    return interleaving === undefined ? replay : { ...replay, interleaving };
  }

  toString(): string {
    return timeline(this);
  }

  /** All of it, names and records too. */
  toJSON(): object {
    const { name, executionArn, stateMachineArn, startDate, stopDate } = this;
    const { history, visits, path, calls, logs, childExecutions, replay } = this;
    const names = { name, executionArn, stateMachineArn, startDate, stopDate };
    return { ...names, ...this, history, visits, path, calls, logs, childExecutions, replay };
  }

  get #told(): Records {
    return (this.#records ??= new Records(this.#journal, this.#facts));
  }
}

markExecution(EndedExecution.prototype);
showInConsole(EndedExecution.prototype);

/** What is made of the records of an execution, each once and on demand. */
class Records {
  readonly #journal: Journal;
  readonly #facts: Facts;
  #branch: readonly BranchStep[] | undefined;
  #history: readonly HistoryEvent[] | undefined;
  #visits: readonly Visit[] | undefined;
  #path: readonly string[] | undefined;
  #calls: readonly Call[] | undefined;
  #logs: readonly LogEvent[] | undefined;

  constructor(journal: Journal, facts: Facts) {
    this.#journal = journal;
    this.#facts = facts;
  }

  get branch(): readonly BranchStep[] {
    return (this.#branch ??= Object.freeze(this.#journal.branch));
  }

  get history(): readonly HistoryEvent[] {
    this.#history ??= Object.freeze(toAwsHistory(this.#journal));
    return this.#history;
  }

  get visits(): readonly Visit[] {
    this.#visits ??= Object.freeze(visitsOf(this.#journal, true));
    return this.#visits;
  }

  get path(): readonly string[] {
    this.#path ??= Object.freeze(pathOf(this.visits));
    return this.#path;
  }

  get calls(): readonly Call[] {
    this.#calls ??= Object.freeze(callsOf(this.#journal, this.#facts.checks));
    return this.#calls;
  }

  get logs(): readonly LogEvent[] {
    this.#logs ??= Object.freeze(logEventsOf(this.#journal, this.#facts.executionArn, this.#facts.logging));
    return this.#logs;
  }
}

/** The names of the top-level states in order of entry. */
export function pathOf(visits: readonly Visit[]): readonly string[] {
  return visits.filter(({ branch }) => branch.length === 0).map(({ state }) => state);
}
