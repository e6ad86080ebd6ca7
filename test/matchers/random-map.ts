import fc from "fast-check";
import type { Execution } from "../../src/simulator/execution.ts";
import type { Lane, Stay } from "./run-builder.ts";
import { RunBuilder } from "./run-builder.ts";

/** What happens next: an iteration opens or closes, one of its states begins or ends, time passes. */
type Turn = { readonly act: "open" | "A" | "B" | "exit" | "close" | "tick"; readonly lane: number };

export const turnsOf: fc.Arbitrary<readonly Turn[]> = fc.array(
  fc.record({ act: fc.constantFrom("open", "A", "B", "exit", "close", "tick"), lane: fc.nat(3) }),
  { maxLength: 40 },
);

/** One visit as brute force sees it: its iteration's first and last event, its own first and last instant. */
export interface StayFacts {
  readonly name: string;
  readonly iteration: number;
  readonly opened: number;
  closed: number;
  readonly from: number;
  until: number;
}

interface Iteration {
  readonly index: number;
  readonly lane: Lane;
  readonly opened: number;
  readonly facts: StayFacts[];
  stay: Stay | undefined;
  open: boolean;
}

/** A Map whose iterations go the random way the turns say; turns that are not possible are passed over. */
export function randomMap(turns: readonly Turn[]): { readonly execution: Execution; readonly stays: readonly StayFacts[] } {
  const run = new RunBuilder();
  const map = run.main.enter("EachItem", "Map");
  const start = map.startMap(turns.length);
  const iterations: Iteration[] = [];
  let seconds = 0;
  const end = (iteration: Iteration): void => {
    iteration.stay?.exit({});
    iteration.stay = undefined;
    const facts = iteration.facts.at(-1);
    if (facts !== undefined) facts.until = Math.min(facts.until, seconds);
  };
  const close = (iteration: Iteration): void => {
    end(iteration);
    run.main.last = map.closeIteration(iteration.index, iteration.lane);
    iteration.open = false;
    for (const facts of iteration.facts) facts.closed = run.main.last;
  };
  for (const { act, lane } of turns) {
    const open = iterations.filter((iteration) => iteration.open);
    const chosen = open[lane % Math.max(1, open.length)];
    if (act === "tick") run.at(++seconds);
    else if (act === "open" || chosen === undefined) {
      const inner = map.iteration(iterations.length, start);
      iterations.push({ index: iterations.length, lane: inner, opened: inner.last, facts: [], stay: undefined, open: true });
    } else if (act === "exit") end(chosen);
    else if (act === "close") close(chosen);
    else {
      end(chosen);
      chosen.stay = chosen.lane.enter(act, "Task");
      chosen.facts.push({
        name: act,
        iteration: chosen.index,
        opened: chosen.opened,
        closed: 0,
        from: seconds,
        until: Number.POSITIVE_INFINITY,
      });
    }
  }
  for (const iteration of iterations) if (iteration.open) close(iteration);
  map.exit([]);
  return { execution: run.succeeded([], ["A", "B"]), stays: iterations.flatMap(({ facts }) => facts) };
}

/** Is there a choice of stays, one per name, in different iterations open together, sharing an instant? */
export function someTogether(stays: readonly StayFacts[], names: readonly string[], chosen: readonly StayFacts[] = []): boolean {
  const name = names[chosen.length];
  if (name === undefined) return true;
  return stays.some(
    (stay) => stay.name === name && chosen.every((other) => together(stay, other)) && someTogether(stays, names, [...chosen, stay]),
  );
}

/** Intervals have a common point when each two of them have one. */
function together(left: StayFacts, right: StayFacts): boolean {
  return (
    left.iteration !== right.iteration &&
    Math.max(left.opened, right.opened) < Math.min(left.closed, right.closed) &&
    Math.max(left.from, right.from) <= Math.min(left.until, right.until)
  );
}
