import type { HistoryEvent } from "../src/history/history-event.ts";
import type { Visit } from "../src/history/visit.ts";
import type { Execution, MapRunChild } from "../src/simulator/execution.ts";
import { visitOf } from "../src/simulator/map-run/inside-map-runs.ts";
import type { Lane, Run } from "./runs.ts";
import { runsOf } from "./runs.ts";
import type { Seen } from "./seen.ts";
import { seenOf } from "./seen.ts";

/** Visits of the wanted states, at work at one instant in different lanes of one run. */
export interface Together {
  readonly at: number;
  readonly run: Run;
  readonly visits: readonly Visit[];
  /** Index of the branch or iteration of each visit. */
  readonly indices: readonly number[];
}

/** A visit of a wanted state, as seen from one of the runs around it. */
interface Stay {
  readonly visit: Visit;
  readonly lane: Lane;
  readonly from: number;
  readonly until: number;
}

/** Looks for one visit per wanted name, each in a lane of its own, the lanes open together and the visits sharing an instant. */
export function findTogether(view: Seen, wanted: readonly string[]): Together | undefined {
  for (const [run, stays] of staysByRun(view, new Set(wanted))) {
    const together = togetherIn(run, stays, wanted);
    if (together !== undefined) return together;
  }
  return undefined;
}

function staysByRun(view: Seen, names: ReadonlySet<string>): ReadonlyMap<Run, ReadonlyMap<Lane, Stay[]>> {
  const stays: StaysByRun = new Map();
  addStays(stays, view, names, []);
  return stays;
}

type StaysByRun = Map<Run, Map<Lane, Stay[]>>;

/** Those of an execution, and those of the children of its distributed Maps; `around`: what a child itself is in. */
function addStays(stays: StaysByRun, view: Seen, names: ReadonlySet<string>, around: readonly Lane[]): void {
  const { laneOfVisit } = runsOf(view);
  for (const [index, visit] of view.visits.entries()) {
    if (!names.has(visit.state)) continue;
    for (const lane of [...outwards(laneOfVisit[index]), ...around]) addStay(stays, lane, visit);
  }
  for (const mapRun of view.mapRuns) {
    const visit = visitOf(view, mapRun);
    const index = visit === undefined ? -1 : view.visits.indexOf(visit);
    const outer = [...outwards(laneOfVisit[index]), ...around];
    const run: Run = { state: mapRun.state, kind: "Map", visit: index, outer: outer[0], lanes: new Map() };
    for (const [place, child] of mapRun.children.entries()) {
      const { execution } = child;
      if (execution !== undefined) addStays(stays, seenOf(execution), names, [childLane(run, place, child, execution), ...outer]);
    }
  }
}

/** A lane, and those around it in the same execution. */
function outwards(lane: Lane | undefined): readonly Lane[] {
  return lane === undefined ? [] : [lane, ...outwards(lane.run.outer)];
}

/** A child execution as what an iteration is: open from its beginning to its end, in the order of those of all children. */
function childLane(run: Run, index: number, { begun, ended = Number.POSITIVE_INFINITY }: MapRunChild, { history }: Execution): Lane {
  const lane: Lane = { run, index, opened: begun, last: { ...(history.at(-1) as HistoryEvent), id: ended } };
  run.lanes.set(index, lane);
  return lane;
}

function addStay(runs: Map<Run, Map<Lane, Stay[]>>, lane: Lane, visit: Visit): void {
  const stay: Stay = { visit, lane, from: visit.enteredAt.getTime(), until: endOf(visit, lane) };
  const lanes = runs.get(lane.run) ?? new Map<Lane, Stay[]>();
  runs.set(lane.run, lanes);
  const stays = lanes.get(lane);
  if (stays === undefined) lanes.set(lane, [stay]);
  else stays.push(stay);
}

function endOf({ exitedAt, attempts, status }: Visit, lane: Lane): number {
  if (exitedAt !== undefined) return exitedAt.getTime();
  if (status === undefined) return Number.POSITIVE_INFINITY;
  return (attempts.at(-1)?.endedAt ?? lane.last.timestamp).getTime();
}

/**
 * A set of intervals has a common point exactly when it is open just before one of its members closes; so it is enough to
 * look at the lanes open before each closing that follows an opening, and among those at the instants of entry.
 */
function togetherIn(run: Run, stays: ReadonlyMap<Lane, readonly Stay[]>, wanted: readonly string[]): Together | undefined {
  for (const open of largestSets([...stays.keys()])) {
    const together = sharedInstant(
      run,
      open.flatMap((lane) => stays.get(lane) ?? []),
      wanted,
    );
    if (together !== undefined) return together;
  }
  return undefined;
}

/** The sets of lanes that were open together and cannot be made larger, in event order. */
function* largestSets(lanes: readonly Lane[]): Generator<readonly Lane[]> {
  const opening = [...lanes].sort((left, right) => left.opened - right.opened);
  const closing = [...lanes].sort((left, right) => left.last.id - right.last.id);
  const open = new Set<Lane>();
  let next = 0;
  let grown = false;
  for (const lane of closing) {
    for (; next < opening.length && (opening[next] as Lane).opened < lane.last.id; next++) {
      open.add(opening[next] as Lane);
      grown = true;
    }
    if (grown) yield [...open];
    grown = false;
    open.delete(lane);
  }
}

/** Sweeps over the instants of entry, keeping for each name the stays that are not over. */
function sharedInstant(run: Run, stays: readonly Stay[], wanted: readonly string[]): Together | undefined {
  const entering = [...stays].sort((left, right) => left.from - right.from);
  const leaving = [...stays].sort((left, right) => left.until - right.until);
  const present = new Map<string, Set<Stay>>(wanted.map((name) => [name, new Set()]));
  let gone = 0;
  for (const stay of entering) {
    // Intervals are closed: who leaves at the instant of this entry is still there.
    for (; gone < leaving.length && (leaving[gone] as Stay).until < stay.from; gone++) {
      const left = leaving[gone] as Stay;
      present.get(left.visit.state)?.delete(left);
    }
    present.get(stay.visit.state)?.add(stay);
    const chosen = inDifferentLanes(wanted, present);
    if (chosen !== undefined) {
      return { at: stay.from, run, visits: chosen.map(({ visit }) => visit), indices: chosen.map(({ lane }) => lane.index) };
    }
  }
  return undefined;
}

/** One stay per wanted name, no two in one lane: a matching of names and lanes, grown by augmenting paths. */
function inDifferentLanes(wanted: readonly string[], present: ReadonlyMap<string, ReadonlySet<Stay>>): readonly Stay[] | undefined {
  for (const stays of present.values()) if (stays.size === 0) return undefined;
  const choices = wanted.map((name) => choicesOf(present.get(name) ?? new Set(), wanted.length));
  const takenBy = new Map<Lane, { readonly place: number; readonly stay: Stay }>();
  for (const place of choices.keys()) if (!seat(place, choices, takenBy, new Set())) return undefined;
  const chosen: Stay[] = [];
  for (const { place, stay } of takenBy.values()) chosen[place] = stay;
  return chosen;
}

/** As many lanes as there are names are enough for a name never to be in the way of another. */
function choicesOf(stays: ReadonlySet<Stay>, enough: number): readonly Stay[] {
  const perLane = new Map<Lane, Stay>();
  for (const stay of stays) {
    if (perLane.size === enough) break;
    perLane.set(stay.lane, stay);
  }
  return [...perLane.values()];
}

function seat(
  place: number,
  choices: readonly (readonly Stay[])[],
  takenBy: Map<Lane, { readonly place: number; readonly stay: Stay }>,
  tried: Set<Lane>,
): boolean {
  for (const stay of choices[place] ?? []) {
    if (tried.has(stay.lane)) continue;
    tried.add(stay.lane);
    const holder = takenBy.get(stay.lane);
    if (holder !== undefined && !seat(holder.place, choices, takenBy, tried)) continue;
    takenBy.set(stay.lane, { place, stay });
    return true;
  }
  return false;
}
