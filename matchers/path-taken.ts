import { plural } from "../src/base/text.ts";
import type { Visit } from "../src/history/visit.ts";
import { visitsInside } from "../src/simulator/map-run/inside-map-runs.ts";
import type { Seen } from "./seen.ts";
import { brief, NAMELESS, sinceStart, span } from "./words.ts";

const HEAD = 15;
const TAIL = 10;
const MARKED = 15;

/** The visits of a run, one line each, with the virtual time of entry; those that matter are marked and never left out. */
export function pathTaken(view: Seen, marked: (visit: Visit) => boolean = () => false): string {
  const visits = visitsInside(view);
  if (visits.length === 0) return "  (no state was entered)";
  const lines: string[] = [];
  let last = -1;
  for (const index of chosenVisits(visits, marked)) {
    if (index > last + 1) lines.push(`    … ${plural(index - last - 1, "more visit")} …`);
    lines.push(lineOf(view, visits[index] as Visit, marked));
    last = index;
  }
  return lines.join("\n");
}

/** All visits of a short run; of a long one its beginning, its end and what is marked. */
function chosenVisits(visits: readonly Visit[], marked: (visit: Visit) => boolean): readonly number[] {
  if (visits.length <= HEAD + TAIL + MARKED) return [...visits.keys()];
  let left = MARKED;
  const chosen: number[] = [];
  for (const [index, visit] of visits.entries()) {
    if (index < HEAD || index >= visits.length - TAIL) chosen.push(index);
    else if (left > 0 && marked(visit)) {
      chosen.push(index);
      left--;
    }
  }
  return chosen;
}

function lineOf(view: Seen, visit: Visit, marked: (visit: Visit) => boolean): string {
  const time = sinceStart(view, visit.enteredAt).padStart(7);
  const place = visit.branch.map(({ index }) => `[${index}] `).join("");
  const notes = notesOf(visit);
  const text = `${marked(visit) ? ">" : " "} ${time}  ${"  ".repeat(visit.branch.length)}${place}${brief(visit.state)}`;
  return notes.length === 0 ? text : `${text}  ${notes.join("  ")}`;
}

/** What happened in a visit, in signs: `↻ 2s, 4s  ✗ PaymentDeclined → TellCustomer`. */
export function notesOf(visit: Visit): readonly string[] {
  const notes: string[] = [];
  if (visit.rule !== undefined) notes.push(visit.rule === "default" ? "(Default)" : `(Choices[${visit.rule}])`);
  if (visit.retries.length > 0) notes.push(`↻ ${retryDelays(visit)}`);
  if (visit.caught !== undefined) notes.push(`✗ ${brief(visit.caught.error ?? NAMELESS)}, caught → ${brief(visit.caught.next)}`);
  else if (visit.status === "FAILED") notes.push(`✗ ${brief(visit.attempts.at(-1)?.error ?? NAMELESS)}`);
  else if (visit.status === "ABORTED") notes.push("aborted");
  else if (visit.status === undefined) notes.push("… still running");
  return notes;
}

const DELAYS = 8;

function retryDelays(visit: Visit): string {
  const delays = visit.retries.slice(0, DELAYS).map(({ delaySeconds }) => span(delaySeconds * 1_000));
  const more = visit.retries.length - DELAYS;
  return more > 0 ? `${delays.join(", ")} and ${more} more` : delays.join(", ");
}
