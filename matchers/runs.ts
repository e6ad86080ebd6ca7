import type { HistoryEvent } from "../src/history/history-event.ts";
import type { Seen } from "./seen.ts";

/** One run of a Parallel or Map state; a retry of the state is another run of the same visit. */
export interface Run {
  readonly state: string;
  readonly kind: "Parallel" | "Map";
  /** Index of the state's visit. */
  readonly visit: number;
  /** The branch or iteration that the state itself is in. */
  readonly outer: Lane | undefined;
  /** By index, in the order of opening. */
  readonly lanes: Map<number, Lane>;
}

/** One Parallel branch or Map iteration of one run. */
export interface Lane {
  readonly run: Run;
  readonly index: number;
  /** The event that opened it: `ParallelStateStarted` or its own `MapIterationStarted`. */
  readonly opened: number;
  /** The last event in it. */
  last: HistoryEvent;
}

/** The branches and iterations of an execution, read off its history. */
export interface Runs {
  /** For each visit, the innermost lane it is in. */
  readonly laneOfVisit: readonly (Lane | undefined)[];
  /** For the visit of a Parallel or Map, its runs in order. */
  readonly runsOfVisit: ReadonlyMap<number, readonly Run[]>;
}

/**
 * Puts every event into its branch or iteration by following `previousEventId`. Two habits of AWS make this more than a chain:
 * a state's `Exited`, `Failed` or `Started` again may hang on an event deep inside, and an iteration may hang on the last
 * event of the iteration before it.
 */
export function runsOf(view: Seen): Runs {
  const reader = new HistoryReader(view);
  for (const event of view.history) reader.read(event);
  return reader;
}

class HistoryReader implements Runs {
  readonly laneOfVisit: (Lane | undefined)[] = [];
  readonly runsOfVisit: Map<number, Run[]> = new Map<number, Run[]>();
  private readonly view: Seen;
  private readonly laneOfEvent = new Map<number, Lane | undefined>();
  private readonly runStartedBy = new Map<number, Run>();
  private readonly visitEnteredBy = new Map<number, number>();

  constructor(view: Seen) {
    this.view = view;
  }

  read(event: HistoryEvent): void {
    const lane = this.laneFor(event, this.laneOfEvent.get(event.previousEventId));
    this.laneOfEvent.set(event.id, lane);
    for (let open = lane; open !== undefined; open = open.run.outer) open.last = event;
  }

  private laneFor(event: HistoryEvent, before: Lane | undefined): Lane | undefined {
    switch (event.type) {
      case "ParallelStateStarted":
        return this.start(event, "Parallel", before).outer;
      case "MapStateStarted":
        return this.start(event, "Map", before).outer;
      case "MapIterationStarted":
        return this.openIteration(event, before);
      case "MapIterationSucceeded":
      case "MapIterationFailed":
      case "MapIterationAborted":
        return this.iterationOf(event, before);
      case "MapRunStarted":
      case "MapRunFailed":
        return this.goOn(event, before);
      case "ParallelStateFailed":
        return this.leaveNearest(event, "Parallel", before);
      case "MapStateFailed":
        return this.leaveNearest(event, "Map", before);
      case "ParallelStateExited":
      case "MapStateExited":
        return leave(event.stateExitedEventDetails?.name, before);
      default:
        return event.stateEnteredEventDetails === undefined ? before : this.enter(event, before);
    }
  }

  /** A first start hangs on the state's `Entered`; a retry hangs on the failure somewhere inside the run before. */
  private start(event: HistoryEvent, kind: Run["kind"], before: Lane | undefined): Run {
    const visit = this.visitEnteredBy.get(event.previousEventId);
    const former = visit === undefined ? (this.runStartedBy.get(event.previousEventId) ?? nearest(kind, before)?.run) : undefined;
    const run: Run = {
      state: former?.state ?? this.view.visits[visit ?? -1]?.state ?? "",
      kind,
      visit: former?.visit ?? visit ?? -1,
      outer: former === undefined ? before : former.outer,
      lanes: new Map(),
    };
    this.runStartedBy.set(event.id, run);
    const runs = this.runsOfVisit.get(run.visit);
    if (runs === undefined) this.runsOfVisit.set(run.visit, [run]);
    else runs.push(run);
    return run;
  }

  /** What hangs on a Map Run belongs to the run of the distributed Map. */
  private goOn(event: HistoryEvent, before: Lane | undefined): Lane | undefined {
    const run = this.runStartedBy.get(event.previousEventId);
    if (run !== undefined) this.runStartedBy.set(event.id, run);
    return before;
  }

  private openIteration(event: HistoryEvent, before: Lane | undefined): Lane | undefined {
    const { name, index } = event.mapIterationStartedEventDetails ?? { name: "", index: 0 };
    const run = this.runStartedBy.get(event.previousEventId) ?? laneIn(name, before)?.run;
    return run === undefined ? before : openLane(run, index, event);
  }

  /** An aborted iteration hangs on the failure of another one, so the index decides. */
  private iterationOf(event: HistoryEvent, before: Lane | undefined): Lane | undefined {
    const details =
      event.mapIterationSucceededEventDetails ?? event.mapIterationFailedEventDetails ?? event.mapIterationAbortedEventDetails;
    const near = laneIn(details?.name, before);
    return near === undefined || near.index === details?.index ? near : near.run.lanes.get(details?.index ?? -1);
  }

  private leaveNearest(event: HistoryEvent, kind: Run["kind"], before: Lane | undefined): Lane | undefined {
    const startedOnly = this.runStartedBy.get(event.previousEventId);
    if (startedOnly !== undefined) return startedOnly.outer;
    const lane = nearest(kind, before);
    return lane === undefined ? before : lane.run.outer;
  }

  /** Visits are in order of entry, as the `…StateEntered` events are. */
  private enter(event: HistoryEvent, before: Lane | undefined): Lane | undefined {
    const visit = this.laneOfVisit.length;
    const run = this.runStartedBy.get(event.previousEventId);
    const lane = run?.kind === "Parallel" ? this.openBranch(run, visit, event) : before;
    this.laneOfVisit.push(lane);
    this.visitEnteredBy.set(event.id, visit);
    return lane;
  }

  private openBranch(run: Run, visit: number, event: HistoryEvent): Lane {
    const index = this.view.visits[visit]?.branch.at(-1)?.index ?? run.lanes.size;
    return openLane(run, index, event, event.previousEventId);
  }
}

function openLane(run: Run, index: number, event: HistoryEvent, opened: number = event.id): Lane {
  const lane: Lane = { run, index, opened, last: event };
  run.lanes.set(index, lane);
  return lane;
}

function laneIn(state: string | undefined, from: Lane | undefined): Lane | undefined {
  for (let lane = from; lane !== undefined; lane = lane.run.outer) if (lane.run.state === state) return lane;
  return undefined;
}

function nearest(kind: Run["kind"], from: Lane | undefined): Lane | undefined {
  for (let lane = from; lane !== undefined; lane = lane.run.outer) if (lane.run.kind === kind) return lane;
  return undefined;
}

/** State names are unique in a machine, so a state's run is found by its name, if it was not left before. */
function leave(state: string | undefined, from: Lane | undefined): Lane | undefined {
  const lane = laneIn(state, from);
  return lane === undefined ? from : lane.run.outer;
}
