import { plural } from "../src/base/text.ts";
import type { BranchStep, Visit } from "../src/history/visit.ts";
import { visitsInside } from "../src/simulator/map-run/inside-map-runs.ts";
import type { Seen } from "./seen.ts";
import { brief, quoted, sinceStart } from "./words.ts";

/** The visits of a state, in order; those in child executions of distributed Maps, too. */
export function visitsOf(view: Seen, state: string): readonly Visit[] {
  return visitsInside(view).filter((visit) => visit.state === state);
}

const TOLD = 5;

/** What is to be told of each visit of a state: `it was retried twice`, or a line for each visit. */
export function perVisit(view: Seen, state: string, visits: readonly Visit[], tell: (visit: Visit) => string): string {
  const [first, ...others] = visits;
  if (first === undefined) return `${quoted(state)} was never entered`;
  if (others.length === 0) return `it ${tell(first)}`;
  const lines = visits.slice(0, TOLD).map((visit) => `  at ${sinceStart(view, visit.enteredAt)}${placeOf(visit)} it ${tell(visit)}`);
  if (visits.length > TOLD) lines.push(`  … and ${visits.length - TOLD} more`);
  return `${plural(visits.length, "visit")}:\n${lines.join("\n")}`;
}

/** ` in Fanout[0] EachItem[2]`; nothing at top level. */
export function placeOf({ branch }: { readonly branch: readonly BranchStep[] }): string {
  return branch.length === 0 ? "" : ` in ${branch.map(({ state, index }) => `${brief(state)}[${index}]`).join(" ")}`;
}

/** What to do about a state that was never entered. */
export const NEVER_ENTERED = "Give the run an input, or mocks, that lead into that state.";
