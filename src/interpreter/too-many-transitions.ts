import { LimitError } from "../base/errors.ts";
import { printable } from "../base/printable.ts";
import type { Pen } from "../history/journal.ts";
import type { Line } from "../history/line.ts";
import type { StateNode } from "./state-node.ts";

/** States that are looked back at; a longer way round is told as the states that came last. */
const LOOK_BACK = 60;
const TOLD = 8;

/** The error of an execution that goes on and on, with the states it goes round. */
export function tooManyTransitions(limit: number, node: StateNode | undefined, pen: Pen): LimitError {
  const transitions = limit.toLocaleString("en-US");
  return new LimitError(`The execution made more than ${transitions} state transitions; it was in "${node?.name}".${wayOf(pen)}`, {
    code: "TOO_MANY_TRANSITIONS",
    state: node?.name,
    hint: "A loop whose way out is never taken is the usual reason: look at the Choice, and at what the mocks answer. If it is meant to be that long, raise `limits.transitions`.",
  });
}

/** The loop may be around the branch that was running, so the lines around are looked at, too. */
function wayOf(pen: Pen): string {
  for (let line: Line | undefined = pen; line !== undefined; line = line.parent) {
    const cycle = cycleIn(lastEntered(pen, line));
    if (cycle !== undefined) return ` It goes round: ${arrows([...cycle, cycle[0] as string])}.`;
  }
  const last = lastEntered(pen, pen).slice(-TOLD);
  return last.length < 2 ? "" : ` The last states were ${arrows(last)}.`;
}

function lastEntered({ journal }: Pen, line: Line): readonly string[] {
  const names: string[] = [];
  for (const record of journal.events) {
    if (record.line === line.number && record.type.endsWith("StateEntered")) names.push(record.state?.name ?? "");
    if (names.length > 100 * LOOK_BACK) names.splice(0, names.length - LOOK_BACK);
  }
  return names.slice(-LOOK_BACK);
}

/** The shortest way round that the names end with, gone at least twice. */
function cycleIn(names: readonly string[]): readonly string[] | undefined {
  for (let length = 1; 2 * length <= names.length; length++) {
    const [round, before] = [names.slice(-length), names.slice(-2 * length, -length)];
    if (round.every((name, index) => name === before[index])) return round;
  }
  return undefined;
}

function arrows(names: readonly string[]): string {
  return names.map((name) => printable(`"${name}"`)).join(" → ");
}
