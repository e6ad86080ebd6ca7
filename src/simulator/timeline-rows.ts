import { printable } from "../base/printable.ts";
import { plural } from "../base/text.ts";
import type { BranchStep, Visit } from "../history/visit.ts";
import type { MapRunView } from "./execution.ts";

/** One line of a timeline: a visit, or many folded into one. */
export interface Row {
  readonly label: string;
  readonly note: string;
  readonly failed: boolean;
  readonly visits: readonly Visit[];
}

/** A visit and, for a Parallel or Map, what was entered inside, by index. */
interface Node {
  readonly visit: Visit;
  readonly children: Map<number, Node[]>;
}

const SHOWN_ITEMS = 3;
const MOST_ROWS = 80;

/** The visits in reading order: branches and iterations under their state, those of big Maps folded. */
export function rowsOf(visits: readonly Visit[], mapRuns: readonly MapRunView[] = []): readonly Row[] {
  const rows = treeOf(visits).flatMap((node) => rowsOfNode(node, 0, "", mapRuns));
  if (rows.length <= MOST_ROWS) return rows;
  const folded = rows.slice(MOST_ROWS / 2, -MOST_ROWS / 2);
  return [...rows.slice(0, MOST_ROWS / 2), foldedRow(`… ${plural(folded.length, "more row")}`, folded), ...rows.slice(-MOST_ROWS / 2)];
}

/** Visits are in order of entry, so what is inside a state belongs to that state's latest visit in the same place. */
function treeOf(visits: readonly Visit[]): readonly Node[] {
  const roots: Node[] = [];
  const latest = new Map<string, Node>();
  for (const visit of visits) {
    const node: Node = { visit, children: new Map() };
    latest.set(keyOf(visit.branch, visit.state), node);
    const step = visit.branch.at(-1);
    const parent = step === undefined ? undefined : latest.get(keyOf(visit.branch.slice(0, -1), step.state));
    if (step === undefined || parent === undefined) roots.push(node);
    else siblings(parent, step.index).push(node);
  }
  return roots;
}

function siblings(parent: Node, index: number): Node[] {
  const nodes = parent.children.get(index) ?? [];
  parent.children.set(index, nodes);
  return nodes;
}

const keyOf = (branch: readonly BranchStep[], state: string): string =>
  JSON.stringify([...branch.flatMap((step) => [step.state, step.index]), state]);

function rowsOfNode({ visit, children }: Node, depth: number, place: string, mapRuns: readonly MapRunView[]): readonly Row[] {
  const note = [childrenOf(visit, mapRuns), noteOf(visit)].filter((part) => part !== "").join("  ");
  const own: Row = { label: labelOf(visit.state, depth, place), note, failed: failed(visit), visits: [visit] };
  const indices = [...children.keys()].sort((left, right) => left - right);
  const shown = visit.type === "Map" && indices.length > SHOWN_ITEMS + 1 ? indices.slice(0, SHOWN_ITEMS) : indices;
  const inside = shown.flatMap((index) => rowsOfLane(children.get(index) ?? [], index, depth + 1, mapRuns));
  const rest = indices.slice(shown.length).map((index) => rowsOfLane(children.get(index) ?? [], index, depth + 1, mapRuns));
  if (rest.length === 0) return [own, ...inside];
  return [own, ...inside, foldedRow(labelOf(`… ${plural(rest.length, "more item")}`, depth + 1, ""), rest.flat(), rest)];
}

function rowsOfLane(nodes: readonly Node[], index: number, depth: number, mapRuns: readonly MapRunView[]): readonly Row[] {
  const place = `[${index}] `;
  return nodes.flatMap((node, position) => rowsOfNode(node, depth, position === 0 ? place : " ".repeat(place.length), mapRuns));
}

const labelOf = (name: string, depth: number, place: string): string => `${"  ".repeat(depth)}${place}${printable(name)}`;

function foldedRow(label: string, rows: readonly Row[], groups: readonly (readonly Row[])[] = rows.map((row) => [row])): Row {
  const failures = groups.filter((group) => group.some((row) => row.failed)).length;
  return { label, note: failures === 0 ? "" : `✗ ${failures} failed`, failed: failures > 0, visits: rows.flatMap((row) => row.visits) };
}

const failed = ({ status }: Visit): boolean => status === "FAILED";

/** Of a distributed Map: how many child executions its last Map Run began, and how many of them failed. */
function childrenOf({ state, branch, enteredAt, exitedAt }: Visit, mapRuns: readonly MapRunView[]): string {
  const place = keyOf(branch, state);
  const mapRun = mapRuns.findLast(
    (run) => keyOf(run.branch, run.state) === place && run.startDate >= enteredAt && (exitedAt === undefined || run.startDate <= exitedAt),
  );
  if (mapRun === undefined) return "";
  const failures = mapRun.children.filter(({ execution }) => execution?.status === "FAILED" || execution?.status === "TIMED_OUT").length;
  return `${plural(mapRun.children.length, "child", "children")}${failures === 0 ? "" : `, ${failures} failed`}`;
}

/** What became of a visit: the rule taken, the error and who caught it. */
function noteOf(visit: Visit): string {
  if (visit.caught !== undefined) return printable(`✗ ${visit.caught.error ?? "failed"}, caught → ${visit.caught.next}`);
  if (visit.status === "FAILED") return printable(`✗ ${visit.attempts.at(-1)?.error ?? "failed"}`);
  if (visit.status === "ABORTED") return "aborted";
  if (visit.rule !== undefined)
    return printable(`${visit.rule === "default" ? "default" : `rule ${visit.rule}`}${visit.next === undefined ? "" : ` → ${visit.next}`}`);
  if (visit.status === undefined) return "running";
  return visit.retries.length > 0 ? plural(visit.retries.length, "retry", "retries") : "";
}
