import type { Json } from "../src/base/json.ts";
import { jsonEquals } from "../src/base/json.ts";
import { plural } from "../src/base/text.ts";
import type { Visit } from "../src/history/visit.ts";
import type { Execution, MapRunView } from "../src/simulator/execution.ts";
import { visitOf } from "../src/simulator/map-run/inside-map-runs.ts";
import { statusesOf } from "./map-runs.ts";
import type { Mask } from "./mask.ts";
import { maskedJson, maskedText, maskedView } from "./mask.ts";
import type { Lane, Run, Runs } from "./runs.ts";
import { runsOf } from "./runs.ts";
import type { Seen } from "./seen.ts";
import { seenOf } from "./seen.ts";
import { lastInstant, NAMELESS, sinceStart, span } from "./words.ts";

/**
 * An execution as a compact text for snapshots: what was entered when, with which data, what was retried and caught.
 * Branches and iterations come in the order of their index, whichever ran first; what differs from run to run is masked.
 */
export function outlineOf(view: Seen, mask: Mask = (data) => data): string {
  const outline = new Outline(maskedView(view, mask), mask);
  return [`${view.status} after ${sinceStart(view, lastInstant(view))}`, ...outline.whole()].join("\n");
}

function ending(view: Seen): readonly string[] {
  const lines: string[] = [];
  if (view.output !== undefined) lines.push(`output: ${maskedJson(view.output)}`);
  if (view.error !== undefined) lines.push(`error: ${maskedText(view.error)}`);
  if (view.cause !== undefined) lines.push(`cause: ${maskedText(view.cause)}`);
  return lines;
}

class Outline {
  private readonly view: Seen;
  private readonly mask: Mask;
  /** What its times are relative to: of a child, the execution that began it all. */
  private readonly origin: Seen;
  private readonly runs: Runs;
  private readonly visitsOfLane = new Map<Lane | undefined, number[]>();

  constructor(view: Seen, mask: Mask, origin: Seen = view) {
    this.view = view;
    this.mask = mask;
    this.origin = origin;
    this.runs = runsOf(view);
    for (const visit of view.visits.keys()) {
      const lane = this.runs.laneOfVisit[visit];
      const visits = this.visitsOfLane.get(lane);
      if (visits === undefined) this.visitsOfLane.set(lane, [visit]);
      else visits.push(visit);
    }
  }

  whole(): readonly string[] {
    const { view } = this;
    return [`input: ${maskedJson(view.input)}`, ...this.lane(undefined, view.input), ...ending(view)];
  }

  /** The states of the machine, or of one branch or iteration; `before` is the data that came in. */
  lane(lane: Lane | undefined, before: unknown): readonly string[] {
    let data = before;
    return (this.visitsOfLane.get(lane) ?? []).flatMap((index) => {
      const visit = this.view.visits[index] as Visit;
      const lines = this.visit(visit, index, data);
      data = visit.output;
      return lines;
    });
  }

  private visit(visit: Visit, index: number, before: unknown): readonly string[] {
    const runs = this.runs.runsOfVisit.get(index) ?? [];
    return [
      headingOf(visit, this.origin),
      ...indented([
        ...(same(visit.input, before) ? [] : [`input: ${maskedJson(visit.input)}`]),
        ...(runs.length > 0 ? this.runsWithin(visit, runs) : attemptsOf(visit)),
        ...endOf(visit),
      ]),
    ];
  }

  private runsWithin(visit: Visit, runs: readonly Run[]): readonly string[] {
    const mapRuns = this.view.mapRuns.filter((mapRun) => visitOf(this.view, mapRun) === visit);
    if (runs.length === 1) return [...this.lanes(runs[0] as Run, visit), ...mapRuns.flatMap(this.mapRun), ...attemptsOf(visit)];
    return runs.flatMap((run, attempt) => [
      `attempt ${attempt + 1}`,
      ...indented([...this.lanes(run, visit), ...mapRuns.slice(attempt, attempt + 1).flatMap(this.mapRun), ...failureOf(visit, attempt)]),
      ...retryAfter(visit, attempt),
    ]);
  }

  /** How many child executions there were and how they ended, and the first few of them. */
  private readonly mapRun = (mapRun: MapRunView): readonly string[] => {
    const { status, children } = mapRun;
    const heading = `map run ${status}: ${plural(children.length, "child execution")}${children.length === 0 ? "" : `, ${statusesOf(mapRun)}`}`;
    const told = alikeInARow(children.map((child, index) => ({ index, lines: this.child(child.execution) })));
    const shown = told
      .slice(0, SHOWN)
      .flatMap(({ from, to, lines }) => [from === to ? `child ${from}` : `children ${from} to ${to}`, ...lines]);
    const rest = children.slice((told[SHOWN - 1]?.to ?? children.length) + 1);
    if (rest.length === 0) return [heading, ...shown];
    return [heading, ...shown, `… ${plural(rest.length, "more child execution")}: ${statusesOf({ children: rest })}`];
  };

  private child(execution: Execution | undefined): readonly string[] {
    if (execution === undefined) return indented(["still running"]);
    const whole = new Outline(maskedView(seenOf(execution), this.mask), this.mask, this.origin).whole();
    return indented(execution.status === "SUCCEEDED" ? whole : [...whole, execution.status]);
  }

  private lanes(run: Run, visit: Visit): readonly string[] {
    const lanes = [...run.lanes.values()].sort((left, right) => left.index - right.index);
    if (run.kind === "Parallel") return lanes.flatMap((lane) => [`branch ${lane.index}`, ...indented(this.lane(lane, visit.input))]);
    const items = lanes.map((lane) => ({ index: lane.index, lines: indented(this.lane(lane, undefined)) }));
    return alikeInARow(items).flatMap(({ from, to, lines }) => [from === to ? `item ${from}` : `items ${from} to ${to}`, ...lines]);
  }
}

/** So many groups of child executions that went the same way are told. */
const SHOWN = 10;

interface Items {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/** Neighbours that went the same way at the same time are told once. */
function alikeInARow(items: readonly { readonly index: number; readonly lines: readonly string[] }[]): readonly Items[] {
  const groups: Items[] = [];
  for (const { index, lines } of items) {
    const last = groups.at(-1);
    const joins = last !== undefined && last.to === index - 1 && last.lines.join("\n") === lines.join("\n");
    if (joins) groups[groups.length - 1] = { ...last, to: index };
    else groups.push({ from: index, to: index, lines });
  }
  return groups;
}

/** `ProcessPayment (Task) 0s to 14s`. */
function headingOf(visit: Visit, view: Seen): string {
  const from = sinceStart(view, visit.enteredAt);
  const end = visit.exitedAt ?? visit.attempts.at(-1)?.endedAt;
  const until = end === undefined ? undefined : sinceStart(view, end);
  return `${maskedText(visit.state)} (${visit.type}) ${from}${until === undefined || until === from ? "" : ` to ${until}`}`;
}

/** Attempts that failed, and the retries after them. */
function attemptsOf(visit: Visit): readonly string[] {
  return visit.attempts.flatMap((_, attempt) => [...failureOf(visit, attempt), ...retryAfter(visit, attempt)]);
}

function failureOf(visit: Visit, attempt: number): readonly string[] {
  const last = attempt === visit.attempts.length - 1;
  if (last && visit.caught === undefined && visit.status !== "FAILED") return [];
  const { error = NAMELESS, cause } = visit.attempts[attempt] ?? {};
  return [`attempt ${attempt + 1} failed: ${maskedText(error)}${cause === undefined ? "" : `, ${maskedText(cause)}`}`];
}

function retryAfter(visit: Visit, attempt: number): readonly string[] {
  const retry = visit.retries[attempt];
  return retry === undefined ? [] : [`retry ${retry.attempt} after ${span(retry.delaySeconds * 1_000)} (Retry[${retry.retrier}])`];
}

function endOf(visit: Visit): readonly string[] {
  const lines: string[] = [];
  if (visit.rule !== undefined) lines.push(visit.rule === "default" ? "took Default" : `took Choices[${visit.rule}]`);
  if (visit.caught !== undefined) lines.push(`caught ${maskedText(visit.caught.error ?? NAMELESS)} by Catch[${visit.caught.catcher}]`);
  if (visit.output !== undefined && !same(visit.output, visit.input)) lines.push(`output: ${maskedJson(visit.output)}`);
  if (visit.status === "FAILED" || visit.status === "ABORTED") lines.push(visit.status);
  if (visit.status === undefined) lines.push("still running");
  if (visit.next !== undefined) lines.push(`next: ${maskedText(visit.next)}`);
  return lines;
}

/** Data that comes in as it went out before is not told twice. */
function same(data: unknown, before: unknown): boolean {
  return before !== undefined && data !== undefined && jsonEquals(data as Json, before as Json);
}

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);
