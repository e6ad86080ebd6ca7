import type { Visit } from "../src/history/visit.ts";
import type { MapRunView } from "../src/simulator/execution.ts";
import { executionsInside, visitsInside } from "../src/simulator/map-run/inside-map-runs.ts";
import { expectCount, expectExecution, expectKnownState, misuse } from "./execution-guard.ts";
import type { Assertion, MatcherContext, MatcherResult } from "./matcher.ts";
import { resultOf } from "./message.ts";
import type { Lane } from "./runs.ts";
import { runsOf } from "./runs.ts";
import type { Seen } from "./seen.ts";
import { NEVER_ENTERED, visitsOf } from "./visits.ts";
import { quoted, sinceStart } from "./words.ts";

/**
 * Were at least so many iterations of a Map open at once, in event order? A state inside a Map stands for the nearest Map. Throws for a
 * name that no state has, and for a state that has nothing to do with a Map, also under `.not`.
 *
 * @example
 * const Each = { Type: "Map", MaxConcurrency: 2, End: true, ItemProcessor: { StartAt: "Hold", States: { Hold: { Type: "Wait", Seconds: 1, End: true } } } };
 * const batch = await runStateMachine({ StartAt: "Each", States: { Each } }, { input: [1, 2, 3] });
 * expect(batch).toHaveReachedConcurrency("Each", 2);
 */
export function toHaveReachedConcurrency(this: MatcherContext, received: unknown, state: string, iterations: number): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toHaveReachedConcurrency", args: [state, iterations] };
  const { view, peak } = peakFor(received, state, iterations, assertion);
  return resultOf(assertion, view, {
    pass: peak.open >= iterations,
    expected: `${quoted(state)} to reach a concurrency of ${iterations}`,
    unexpected: `${quoted(state)} to stay below a concurrency of ${iterations}`,
    received: () => peakInWords(view, peak, state),
    marked: (visit) => visit.state === state,
    advice: () =>
      peak.map === undefined ? NEVER_ENTERED : "Compare with MaxConcurrency, the number of items, and how long each of them takes.",
  });
}

/**
 * Were never more than so many iterations of a Map open at once, in event order? A state inside a Map stands for the nearest Map. Throws
 * for a name that no state has, and for a state that has nothing to do with a Map, also under `.not`.
 *
 * @example
 * const Each = { Type: "Map", MaxConcurrency: 2, End: true, ItemProcessor: { StartAt: "Hold", States: { Hold: { Type: "Wait", Seconds: 1, End: true } } } };
 * const batch = await runStateMachine({ StartAt: "Each", States: { Each } }, { input: [1, 2, 3] });
 * expect(batch).toHaveStayedWithinConcurrency("Each", 2);
 */
export function toHaveStayedWithinConcurrency(this: MatcherContext, received: unknown, state: string, iterations: number): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toHaveStayedWithinConcurrency", args: [state, iterations] };
  const { view, peak } = peakFor(received, state, iterations, assertion);
  return resultOf(assertion, view, {
    pass: peak.open <= iterations,
    expected: `${quoted(state)} to stay within a concurrency of ${iterations}`,
    unexpected: `${quoted(state)} to exceed a concurrency of ${iterations}`,
    received: () => peakInWords(view, peak, state),
    marked: (visit) => visit.state === state,
    advice: () =>
      peak.map === undefined
        ? NEVER_ENTERED
        : "Compare with MaxConcurrency of the Map; the iterations of one that itself runs several times at once add up.",
  });
}

/** The most iterations open at once. */
interface Peak {
  readonly open: number;
  readonly at: Date | undefined;
  /** Name of the Map; `undefined` where it was never entered. */
  readonly map: string | undefined;
}

function peakFor(received: unknown, state: string, iterations: number, assertion: Assertion): { readonly view: Seen; readonly peak: Peak } {
  const view = expectExecution(received, assertion);
  expectKnownState(view, state, assertion);
  expectCount(iterations, "The concurrency", "iterations", assertion);
  const map = mapOf(view, state);
  if (map === undefined && visitsOf(view, state).length > 0) {
    throw misuse(
      assertion,
      `${quoted(state)} is neither a Map nor inside one, so it has no iterations. For branches there is toHaveRunInParallel.`,
    );
  }
  return { view, peak: { ...peakOf(view, map), map } };
}

/** The state's own name, or that of the nearest Map around it. */
function mapOf(view: Seen, state: string): string | undefined {
  const visits = visitsInside(view);
  const visit = visits.find((each) => each.state === state);
  if (visit === undefined || visit.type === "Map") return visit?.state;
  const maps = new Set(visits.filter(isMap).map((each) => each.state));
  return visit.branch.findLast((step) => maps.has(step.state))?.state;
}

const isMap = ({ type }: Visit): boolean => type === "Map";

type Open = Pick<Peak, "open" | "at">;

/** Of iterations in one execution, or of the children of one Map Run: what happens in two of them has no order. */
function peakOf(view: Seen, map: string | undefined): Open {
  if (map === undefined) return { open: 0, at: undefined };
  const executions = executionsInside(view);
  const runs = executions.flatMap(({ mapRuns }) => mapRuns.filter(({ state }) => state === map));
  const peaks = [...executions.map((execution) => peakInHistory(execution, iterationsOf(execution, map))), ...runs.map(peakInRun)];
  return peaks.reduce((most, peak) => (peak.open > most.open ? peak : most));
}

/** A child counts from its beginning to its end, in the order in which those of all children came. */
function peakInRun({ children }: MapRunView): Open {
  const ends = children.map(({ ended }) => ended ?? Number.POSITIVE_INFINITY).sort((left, right) => left - right);
  let most: Open = { open: 0, at: undefined };
  let over = 0;
  for (const [index, { begun, execution }] of children.entries()) {
    while ((ends[over] as number) < begun) over++;
    if (index + 1 - over > most.open) most = { open: index + 1 - over, at: execution?.startDate };
  }
  return most;
}

function peakInHistory(view: Seen, lanes: Lane[]): Open {
  const closings = lanes.map(({ last }) => last.id).sort((left, right) => left - right);
  let closed = 0;
  let most = 0;
  let opened: number | undefined;
  for (const [index, lane] of lanes.sort((left, right) => left.opened - right.opened).entries()) {
    while (closed < closings.length && (closings[closed] as number) < lane.opened) closed++;
    if (index + 1 - closed <= most) continue;
    most = index + 1 - closed;
    opened = lane.opened;
  }
  return { open: most, at: view.history.find(({ id }) => id === opened)?.timestamp };
}

function iterationsOf(view: Seen, map: string): Lane[] {
  const { runsOfVisit } = runsOf(view);
  return [...runsOfVisit.values()].flat().flatMap((run) => (run.state === map ? [...run.lanes.values()] : []));
}

function peakInWords(view: Seen, { open, at, map }: Peak, state: string): string {
  if (map === undefined) return `${quoted(state)} was never entered`;
  if (open === 0) return `no iteration of ${quoted(map)} was started`;
  return `at most ${open === 1 ? "1 iteration" : `${open} iterations`} of ${quoted(map)} open at once${at === undefined ? "" : `, first at ${sinceStart(view, at)}`}`;
}
