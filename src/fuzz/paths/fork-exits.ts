/** The ways in which a Parallel or a Map can be left. */
import type { MapState, ParallelState } from "../../asl/model.ts";
import type { Pointer } from "../../base/pointer.ts";
import type { Exit, Line, Route } from "./route.ts";
import { wordsOf } from "./told-exit.ts";
import type { Trouble, TroubleOf } from "./troubles.ts";
import { handled, troubleExits } from "./troubles.ts";

/** Ways through the graphs inside a Parallel or Map. */
export interface InnerRoutes {
  /** The way where all goes well. */
  readonly usual: Route | undefined;
  /** The other ways. */
  readonly others: readonly Route[];
  /** A way that fails with an error of this name, or the nearest to it. */
  failingWith(name: string | undefined): Route | undefined;
}

/** Of a Parallel, by the ways through its branches. */
export function parallelExits(state: ParallelState, pointer: Pointer, branches: readonly InnerRoutes[]): readonly Exit[] {
  const usual = linesOf(branches.map(({ usual }) => usual));
  const instead = (index: number, route: Route): readonly Line[] =>
    usual.map((line) => (line.index === index ? { index, route, isSure: true } : { ...line, isSure: route.failure === undefined }));
  const variations = branches.flatMap(({ others }, index) => others.map((route) => instead(index, route)));
  const troubleOf: TroubleOf = (name) => {
    for (const [index, branch] of branches.entries()) {
      const route = branch.failingWith(name);
      if (route !== undefined) return troubleOfLines(instead(index, route), route);
    }
    return undefined;
  };
  return usual.length < branches.length ? [] : forkExits(state, pointer, usual, variations, troubleOf);
}

const goingOn = (next: string | undefined): Exit => ({ key: "goes on", words: undefined, covers: [], attempts: [], next });

const linesOf = (routes: readonly (Route | undefined)[]): readonly Line[] =>
  routes.flatMap((route, index) => (route === undefined ? [] : [{ index, route, isSure: true }]));

/** Of a Map, by the ways through an iteration. */
export function mapExits(state: MapState, pointer: Pointer, { usual, others, failingWith }: InnerRoutes): readonly Exit[] {
  if (usual === undefined) return [];
  const troubleOf: TroubleOf = (name) => {
    const route = failingWith(name);
    return route && troubleOfLines(linesOf([route]), route);
  };
  const runs = (words: string, routes: readonly Route[]): Exit => ({
    ...goingOn(state.Next),
    key: words,
    words: words === ONE ? undefined : words,
    attempts: [{ kind: "runs", lines: linesOf(routes) }],
  });
  const counts = [runs(ONE, [usual]), runs("has no items", []), runs("has two items", [usual, usual])];
  return [
    ...counts,
    ...forkExits(
      state,
      pointer,
      linesOf([usual]),
      others.map((route) => linesOf([route])),
      troubleOf,
    ).slice(1),
  ];
}

const ONE = "has one item";

/** All goes well, a branch or iteration goes another way, or fails. */
function forkExits(
  state: ParallelState | MapState,
  pointer: Pointer,
  usual: readonly Line[],
  variations: readonly (readonly Line[])[],
  troubleOf: TroubleOf,
): readonly Exit[] {
  const other = variations.map((lines): Exit => {
    const route = lines.find(({ route }) => !usual.some((line) => line.route === route))?.route;
    if (route?.failure !== undefined) return handled(troubleOfLines(lines, route), state, pointer);
    return {
      ...goingOn(state.Next),
      key: `inside: ${wordsOf(route)}`,
      words: `goes on after ${wordsOf(route)}`,
      attempts: [{ kind: "runs", lines }],
    };
  });
  const exits = [
    { ...goingOn(state.Next), attempts: [{ kind: "runs", lines: usual } as const] },
    ...other,
    ...troubleExits(state, state.Next, pointer, troubleOf),
  ];
  return exits.map((exit) => ({
    ...exit,
    attempts: exit.attempts.map((attempt) => (attempt.kind === "answers" ? { kind: "runs", lines: usual } : attempt)),
  }));
}

function troubleOfLines(lines: readonly Line[], route: Route): Trouble {
  return { attempt: { kind: "runs", lines }, failure: route.failure ?? { error: undefined }, words: `fails as ${wordsOf(route)}` };
}
