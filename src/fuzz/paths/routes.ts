/** The ways through a graph of states: each exit of each state once, then the shortest of all the others. */
import type { StateGraph } from "../../asl/model.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child } from "../../base/pointer.ts";
import type { Budget } from "./budget.ts";
import { indexFor } from "./error-handling.ts";
import { exitsOf } from "./exits.ts";
import type { InnerRoutes } from "./fork-exits.ts";
import type { Exit, Route, RouteStep } from "./route.ts";
import { endsInFailure, isCaught, keyOfRoute } from "./route.ts";

/** A state and one of its exits: what at least one route has to go through. */
export interface Goal {
  readonly name: string;
  readonly exit: Exit;
}

const MOST_EXPANSIONS = 1_000;
const INNER_ROUTES = 12;

export class Routes implements InnerRoutes {
  readonly graph: StateGraph;
  readonly #loops: number;
  readonly #budget: Budget;
  readonly #exits: ReadonlyMap<string, readonly Exit[]>;
  readonly #inside: Routes[] = [];
  #isCut = false;

  /** `loops`: how often a state may be entered again. */
  constructor(graph: StateGraph, at: Pointer, loops: number, budget: Budget) {
    this.graph = graph;
    this.#loops = loops;
    this.#budget = budget;
    const inner = (below: StateGraph, place: Pointer): InnerRoutes => {
      const routes = new Routes(below, place, loops, budget);
      this.#inside.push(routes);
      return routes;
    };
    const entries = Object.entries(graph.States).map(([name, state]) => [name, exitsOf(state, child(at, "States", name), inner)] as const);
    this.#exits = new Map(entries);
  }

  /** Were there more ways than could be looked at? */
  get isCut(): boolean {
    return this.#isCut || this.#inside.some(({ isCut }) => isCut);
  }

  get goals(): readonly Goal[] {
    return [...this.#exits].flatMap(([name, exits]) => exits.map((exit) => ({ name, exit })));
  }

  /** Routes through a goal, the plainest first; few, as they differ only before and after it. */
  *through({ name, exit }: Goal): Generator<Route, void, undefined> {
    for (const before of take(this.#search(this.graph.StartAt, [], name), 6)) {
      const step = this.#step(name, exit);
      if (exit.next === undefined) yield routeOf([...before, step]);
      else for (const route of take(this.#search(exit.next, [...before, step], undefined), 4)) yield routeOf(route);
    }
  }

  /** All routes, the plainest first. */
  *all(): Generator<Route, void, undefined> {
    for (const steps of this.#search(this.graph.StartAt, [], undefined)) yield routeOf(steps);
  }

  get usual(): Route | undefined {
    const [first] = take(this.all(), 1);
    return first?.failure === undefined ? first : undefined;
  }

  get others(): readonly Route[] {
    const usual = this.usual;
    const found = new Map(this.goals.flatMap((goal) => take(this.through(goal), 1)).map((route) => [keyOfRoute(route), route]));
    if (usual !== undefined) found.delete(keyOfRoute(usual));
    if (found.size > INNER_ROUTES) this.#isCut = true;
    return [...found.values()].slice(0, INNER_ROUTES);
  }

  failingWith = (name: string | undefined): Route | undefined => {
    const failing = this.goals.filter(({ exit }) => endsInFailure(exit)).flatMap((goal) => take(this.through(goal), 1));
    const wanted =
      name === undefined ? failing : failing.filter(({ failure }) => indexFor([{ ErrorEquals: [name] }], failure?.error) === 0);
    return wanted[0] ?? (name === undefined ? undefined : renamed(failing, name));
  };

  /** Uniform-cost search from a state to another one, or to the end; what was gone before counts for loops. */
  *#search(from: string, before: readonly RouteStep[], to: string | undefined): Generator<readonly RouteStep[], void, undefined> {
    const open = new Frontier({ cost: 0, at: from, steps: before });
    for (let count = 0; count < MOST_EXPANSIONS && this.#budget.spend(1); count++) {
      const next = open.take();
      if (next === undefined) return;
      if (next.at === to || next.at === undefined) yield next.steps;
      if (next.at !== undefined) for (const way of this.#onwards(next.at, next, to)) open.add(way);
    }
    this.#isCut = true;
  }

  #onwards(name: string, { cost, steps }: Way, to: string | undefined): readonly Way[] {
    if (steps.filter((step) => step.name === name).length > this.#loops) return [];
    const ends = to === undefined;
    return this.#leadingExits(name)
      .filter((exit) => ends || exit.next !== undefined)
      .map((exit) => ({ cost: cost + costOf(exit), at: exit.next, steps: [...steps, this.#step(name, exit)] }));
  }

  /** One exit for each way on. */
  #leadingExits(name: string): readonly Exit[] {
    const seen = new Set<string>();
    return (this.#exits.get(name) ?? []).filter((exit) => {
      const way = `${exit.next ?? (endsInFailure(exit) ? "fails" : "ends")}`;
      const isNew = !seen.has(way);
      seen.add(way);
      return isNew;
    });
  }

  #step(name: string, exit: Exit): RouteStep {
    return { name, state: this.graph.States[name] as RouteStep["state"], exit };
  }
}

/** Of failing routes, one whose last step can fail with any name, made to fail with this one. */
function renamed(failing: readonly Route[], name: string): Route | undefined {
  for (const route of failing) {
    const last = route.steps.at(-1);
    const isFree = last?.exit.attempts.length === 1 && last.exit.attempts[0]?.kind === "fails";
    if (last === undefined || !isFree || name.startsWith("States.")) continue;
    if (last.state.Type === "Task" && (indexFor(last.state.Retry, name) >= 0 || indexFor(last.state.Catch, name) >= 0)) continue;
    const exit: Exit = {
      ...last.exit,
      key: `fails with ${name}`,
      words: `fails with ${name}`,
      attempts: [{ kind: "fails", error: name }],
      failure: { error: name },
    };
    return { steps: [...route.steps.slice(0, -1), { ...last, exit }], failure: { error: name } };
  }
  return undefined;
}

function routeOf(steps: readonly RouteStep[]): Route {
  const last = steps.at(-1)?.exit;
  return { steps, failure: last !== undefined && endsInFailure(last) ? last.failure : undefined };
}

function costOf(exit: Exit): number {
  if (endsInFailure(exit)) return 1_000;
  return isCaught(exit) ? 100 : exit.attempts.length > 1 ? 20 : 1;
}

interface Way {
  readonly cost: number;
  readonly at: string | undefined;
  readonly steps: readonly RouteStep[];
}

/** What is still to be looked at, cheapest first, else in the order of asking. */
class Frontier {
  readonly #ways: Way[];

  constructor(first: Way) {
    this.#ways = [first];
  }

  add(way: Way): void {
    let index = this.#ways.length;
    while (index > 0 && (this.#ways[index - 1] as Way).cost > way.cost) index--;
    this.#ways.splice(index, 0, way);
  }

  take(): Way | undefined {
    return this.#ways.shift();
  }
}

/** The first few of many. */
export function take<T>(items: Iterable<T>, count: number): readonly T[] {
  const taken: T[] = [];
  for (const item of items) {
    taken.push(item);
    if (taken.length >= count) break;
  }
  return taken;
}
