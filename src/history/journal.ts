import type { StateType } from "../asl/model.ts";
import type { EventId, Instant } from "../base/brand.ts";
import { eventId, NO_EVENT } from "../base/brand.ts";
import type { Json, JsonObject } from "../base/json.ts";
import { StatesFailure } from "../base/states-failure.ts";
import { Columns } from "./columns.ts";
import type { Decision } from "./decision.ts";
import { ENTERED, EXITED, Exit } from "./events.ts";
import type { HistoryEventType } from "./history-event.ts";
import { Line } from "./line.ts";
import type { StateRef } from "./state-ref.ts";

/** A decision and where it was made: on which line, after which event. */
export interface PlacedDecision {
  readonly line: Line;
  readonly after: EventId;
  readonly at: Instant;
  readonly decision: Decision;
}

/** The two records of an execution: events in AWS's order, and the decisions AWS does not tell. */
export class Journal {
  readonly columns: Columns = new Columns();
  readonly lines: Pen[] = [];
  readonly decisions: PlacedDecision[] = [];
  readonly now: () => Instant;
  /** Events that AWS lets an execution have; the last of them ends it. */
  readonly limit: number;

  constructor(now: () => Instant, limit: number = Number.POSITIVE_INFINITY) {
    this.now = now;
    this.limit = limit;
  }

  get length(): number {
    return this.columns.count;
  }

  /** Is there room for the last event only? */
  get isFull(): boolean {
    return this.columns.count + 1 >= this.limit;
  }
}

/** What may be the last event of all. */
const LAST: ReadonlySet<HistoryEventType> = new Set(["ExecutionSucceeded", "ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut"]);

function tooManyEvents(limit: number): StatesFailure {
  return new StatesFailure("States.Runtime", `The execution reached the maximum number of history events (${limit}).`);
}

/** A line as it is written: each of its events hangs on the one before it. */
export class Pen extends Line {
  readonly journal: Journal;
  last: EventId = NO_EVENT;

  constructor(journal: Journal, parent?: Pen, state?: StateRef, index = 0) {
    super(journal.lines.length, parent, state, index);
    this.journal = journal;
    if (parent !== undefined) this.last = parent.last;
    journal.lines.push(this);
  }

  entered(state: StateRef, input: Json): EventId {
    return (this.last = this.#add(ENTERED[state.type], state, input));
  }

  exited(state: StateRef, output: Json, assigned?: JsonObject): void {
    const data = assigned === undefined ? output : new Exit(output, assigned);
    this.last = this.#add(EXITED[state.type as Exclude<StateType, "Fail">], state, data);
  }

  /** Writes an event which the next one hangs on. */
  event(type: HistoryEventType, data?: unknown, state?: StateRef): EventId {
    return (this.last = this.#add(type, state, data));
  }

  /** Writes an event beside the line: the next one hangs on what was there before. */
  aside(type: HistoryEventType, data?: unknown, state?: StateRef): EventId {
    return this.#add(type, state, data);
  }

  decision(decision: Decision): void {
    const { journal } = this;
    journal.decisions.push({ line: this, after: eventId(journal.length), at: journal.now(), decision });
  }

  /** A pen for a branch or iteration that begins here. */
  fork(state: StateRef, index: number): Pen {
    return new Pen(this.journal, this, state, index);
  }

  #add(type: HistoryEventType, state: StateRef | undefined, data: unknown): EventId {
    const { journal } = this;
    if (journal.isFull && !LAST.has(type)) throw tooManyEvents(journal.limit);
    return eventId(journal.columns.add(this.last, journal.now(), type, this.number, state, data));
  }
}
