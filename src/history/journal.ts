import type { StateType } from "../asl/model.ts";
import type { EventId, Instant } from "../base/brand.ts";
import { eventId, NO_EVENT } from "../base/brand.ts";
import type { Json, JsonObject } from "../base/json.ts";
import { StatesFailure } from "../base/states-failure.ts";
import type { Decision } from "./decision.ts";
import { EventRows } from "./event-rows.ts";
import { ENTERED, EXITED, Exit } from "./events.ts";
import type { HistoryEventType } from "./history-event.ts";
import { Line } from "./line.ts";
import { Lines } from "./lines.ts";
import type { StateRef } from "./state-ref.ts";
import type { BranchStep } from "./visit.ts";

/** A decision and where it was made: on which line, after which event. */
export interface PlacedDecision {
  readonly line: Line;
  readonly after: EventId;
  readonly at: Instant;
  readonly decision: Decision;
}

/** Where a child execution of a distributed Map has its place: the line and the state of the Map, and the index of its item or batch. */
export interface ChildPlace {
  readonly pen: Pen;
  readonly state: StateRef;
  readonly index: number;
}

/** Tells virtual time. */
interface Clock {
  now(): Instant;
}

/** A Task makes seven events; there may be a hundred thousand children. */
const EVENTS_OF_A_CHILD = 8;

/** The two records of an execution: events in AWS's order, and the decisions AWS does not tell. */
export class Journal {
  readonly events: EventRows;
  readonly lines: Lines = new Lines();
  /** Of the machine's own line, once it has begun. */
  mainPen: Pen | undefined;
  readonly decisions: PlacedDecision[] = [];
  readonly clock: Clock;
  /** Events that AWS lets an execution have; the last of them ends it. */
  readonly limit: number;
  /** Of an execution that is a child of a distributed Map. */
  readonly place: ChildPlace | undefined;

  constructor(clock: Clock, limit: number = Number.POSITIVE_INFINITY, place?: ChildPlace) {
    this.clock = clock;
    this.limit = limit;
    this.place = place;
    this.events = new EventRows(clock.now(), place === undefined ? undefined : EVENTS_OF_A_CHILD);
  }

  /** Around the execution, where it is a child: the branches and iterations around the Map, and its own index there. */
  get branch(): readonly BranchStep[] {
    const { place } = this;
    return place === undefined ? [] : [...place.pen.branch, { state: place.state.name, index: place.index }];
  }

  /** Does it tell of the same execution, or of a child of it, or of a child of that? */
  isWithin(other: Journal): boolean {
    return this === other || (this.place?.pen.journal.isWithin(other) ?? false);
  }

  get length(): number {
    return this.events.count;
  }

  /** Is there room for the last event only? */
  get isFull(): boolean {
    return this.events.count + 1 >= this.limit;
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

  constructor(journal: Journal, parent?: Pen, state?: StateRef, index = 0, number: number = journal.lines.add(parent, state, index)) {
    super(number, parent, state, index);
    this.journal = journal;
    if (parent === undefined) journal.mainPen = this;
    else this.last = parent.last;
  }

  /** The branches and iterations around, outermost first; in a child of a distributed Map those around the Map, too, and its own index there. */
  get branch(): readonly BranchStep[] {
    return this.journal.place === undefined ? this.ownBranch : [...this.journal.branch, ...this.ownBranch];
  }

  entered(state: StateRef, input: Json): EventId {
    return (this.last = record(this, ENTERED[state.type], state, input));
  }

  exited(state: StateRef, output: Json, assigned?: JsonObject): void {
    const data = assigned === undefined ? output : new Exit(output, assigned);
    this.last = record(this, EXITED[state.type as Exclude<StateType, "Fail">], state, data);
  }

  /** Writes an event which the next one hangs on. */
  event(type: HistoryEventType, data?: unknown, state?: StateRef): EventId {
    return (this.last = record(this, type, state, data));
  }

  /** Writes an event beside the line: the next one hangs on what was there before. */
  aside(type: HistoryEventType, data?: unknown, state?: StateRef): EventId {
    return record(this, type, state, data);
  }

  decision(decision: Decision): void {
    const { journal } = this;
    journal.decisions.push({ line: this, after: eventId(journal.length), at: journal.clock.now(), decision });
  }
}

/** No method, since a private one would cost each pen a field. */
function record(pen: Pen, type: HistoryEventType, state: StateRef | undefined, data: unknown): EventId {
  const { journal } = pen;
  if (journal.isFull && !LAST.has(type)) throw tooManyEvents(journal.limit);
  return eventId(journal.events.add(pen.last, journal.clock.now(), type, pen.number, state, data));
}
