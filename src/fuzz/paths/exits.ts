/** All the ways in which a state can be left. */
import type { ChoiceState, MapState, ParallelState, State, StateGraph, TaskState } from "../../asl/model.ts";
import { parseResource } from "../../aws/resource.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child } from "../../base/pointer.ts";
import { unforeseenError } from "../service-errors.ts";
import type { Handlers } from "./error-handling.ts";
import { attemptsOf, indexFor, openName } from "./error-handling.ts";
import type { Attempt, Exit, Failure, Line, Route } from "./route.ts";

/** Ways through the graphs inside a Parallel or Map. */
export interface InnerRoutes {
  /** The way where all goes well. */
  readonly usual: Route | undefined;
  /** The other ways. */
  readonly others: readonly Route[];
  /** A way that fails with an error of this name, or the nearest to it. */
  failingWith(name: string | undefined): Route | undefined;
}

export type RoutesOf = (graph: StateGraph, at: Pointer) => InnerRoutes;

/** One try that fails, and with what. */
interface Trouble {
  readonly attempt: Attempt;
  readonly failure: Failure;
  /** Another name of the failure. */
  readonly alias?: string;
  readonly words: string;
}

/** The exits of a state, the usual one first. */
export function exitsOf(state: State, pointer: Pointer, routesOf: RoutesOf): readonly Exit[] {
  switch (state.Type) {
    case "Choice":
      return choiceExits(state, pointer);
    case "Fail":
      return [{ ...plain(undefined), key: "fails", failure: { error: state.Error } }];
    case "Task":
      return distinct([answered(state.Next), ...troubleExits(state, state.Next, pointer, taskTroubles(state))]);
    case "Parallel":
      return distinct(
        parallelExits(
          state,
          pointer,
          state.Branches.map((branch, index) => routesOf(branch, child(pointer, "Branches", index))),
        ),
      );
    case "Map":
      return distinct(mapExits(state, pointer, innerOfMap(state, pointer, routesOf)));
    default:
      return [plain("Next" in state ? state.Next : undefined)];
  }
}

const plain = (next: string | undefined): Exit => ({ key: "goes on", words: undefined, covers: [], attempts: [], next });
const answered = (next: string | undefined): Exit => ({ ...plain(next), attempts: [{ kind: "answers" }] });

function choiceExits({ Choices, Default }: ChoiceState, pointer: Pointer): readonly Exit[] {
  const rules = Choices.map(({ Next }, rule) => {
    const at = child(pointer, "Choices", rule);
    return { key: `rule ${rule}`, words: `rule ${rule}`, covers: [at], attempts: [], rule, next: Next };
  });
  const otherwise = { key: "default", words: "Default", covers: [child(pointer, "Default")], attempts: [] };
  if (Default !== undefined) return [...rules, { ...otherwise, rule: "default", next: Default }];
  return [...rules, { ...otherwise, words: "no rule", covers: [], next: undefined, failure: { error: "States.NoChoiceMatched" } }];
}

/** How a Task can fail, by the name that a retrier or catcher asks for; `undefined`: by something that none of them names. */
type TroubleOf = (name: string | undefined) => Trouble | undefined;

function taskTroubles(state: TaskState): TroubleOf {
  const generic = unforeseenError(parseResource(state.Resource));
  const hangs = LIMITS.some((limit) => state[limit] !== undefined);
  return (name) => {
    if (name !== undefined && TIMEOUTS.has(name) && hangs) return timeoutOf(state);
    const error = name === undefined || name === "States.ALL" || name === "States.TaskFailed" ? generic : name;
    return { attempt: { kind: "fails", error }, failure: { error }, words: `fails with ${error}` };
  };
}

const LIMITS = ["TimeoutSeconds", "HeartbeatSeconds", "TimeoutSecondsPath", "HeartbeatSecondsPath"] as const;
const TIMEOUTS: ReadonlySet<string> = new Set(["States.Timeout", "States.HeartbeatTimeout"]);

function timeoutOf({ TimeoutSeconds, HeartbeatSeconds }: TaskState): Trouble {
  const missesHeartbeat = HeartbeatSeconds !== undefined && Number(HeartbeatSeconds) < Number(TimeoutSeconds ?? Number.POSITIVE_INFINITY);
  const trouble: Trouble = { attempt: { kind: "hangs" }, failure: { error: "States.Timeout" }, words: "times out" };
  return missesHeartbeat ? { ...trouble, alias: "States.HeartbeatTimeout", words: "misses its heartbeat" } : trouble;
}

type Limited = Handlers & { readonly [limit in (typeof LIMITS)[number]]?: number | string };

/** Each retrier, each catcher, a timeout, and what nothing takes. */
function troubleExits(state: Limited, next: string | undefined, pointer: Pointer, troubleOf: TroubleOf): readonly Exit[] {
  const { Retry = [], Catch = [] } = state;
  const retried = Retry.flatMap((retrier, index) => {
    const name = openName(Retry, index);
    const trouble = name === undefined || attemptsOf(retrier) === 0 ? undefined : troubleOf(name);
    return trouble === undefined ? [] : [recovered(trouble, state, next, pointer), handled(trouble, state, pointer)];
  });
  const caught = Catch.flatMap((_catcher, index) => {
    const name = openName(Catch, index);
    const trouble = name === undefined ? undefined : troubleOf(name);
    return trouble === undefined ? [] : [handled(trouble, state, pointer)];
  });
  const timeout = LIMITS.some((limit) => state[limit] !== undefined) ? troubleOf("States.Timeout") : undefined;
  const unforeseen = troubleOf(undefined);
  return [
    ...retried,
    ...caught,
    ...[timeout, unforeseen].flatMap((trouble) => (trouble === undefined ? [] : [handled(trouble, state, pointer)])),
  ];
}

/** The first try fails, the second does not. */
function recovered(trouble: Trouble, state: Handlers, next: string | undefined, pointer: Pointer): Exit {
  const retrier = indexOf(state.Retry, trouble);
  return {
    key: `retrier ${retrier} recovers`,
    words: `${trouble.words} once and recovers`,
    covers: [child(pointer, "Retry", retrier)],
    attempts: [trouble.attempt, { kind: "answers" }],
    next,
  };
}

const indexOf = (entries: Handlers["Retry"] | Handlers["Catch"], { failure, alias }: Trouble): number => {
  const indexes = [failure.error, alias]
    .flatMap((name) => (name === undefined ? [] : indexFor(entries, name)))
    .filter((index) => index >= 0);
  return indexes.length === 0 ? (failure.error === undefined ? indexFor(entries, undefined) : -1) : Math.min(...indexes);
};

const MOST_ATTEMPTS = 50;

/** Every try fails; then a catcher takes the failure, or nothing does. */
function handled(trouble: Trouble, state: Handlers, pointer: Pointer): Exit {
  const retrier = state.Retry?.[indexOf(state.Retry, trouble)];
  const catcher = indexOf(state.Catch, trouble);
  const tries = 1 + (retrier === undefined ? 0 : attemptsOf(retrier));
  const again = tries > 1 ? ` ${tries} times` : "";
  const next = state.Catch?.[catcher]?.Next;
  return {
    key: `${trouble.words}${again}`,
    words: `${trouble.words}${again}`,
    covers: catcher < 0 ? [] : [child(pointer, "Catch", catcher)],
    attempts: Array.from({ length: Math.min(tries, MOST_ATTEMPTS) }, () => trouble.attempt),
    next,
    failure: trouble.failure,
    ...(catcher >= 0 && { catcher }),
    ...(tries > MOST_ATTEMPTS && { obstacle: `${tries} attempts are too many to go through` }),
  };
}

function parallelExits(state: ParallelState, pointer: Pointer, branches: readonly InnerRoutes[]): readonly Exit[] {
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

const linesOf = (routes: readonly (Route | undefined)[]): readonly Line[] =>
  routes.flatMap((route, index) => (route === undefined ? [] : [{ index, route, isSure: true }]));

function innerOfMap({ ItemProcessor, Iterator }: MapState, pointer: Pointer, routesOf: RoutesOf): InnerRoutes {
  return ItemProcessor === undefined
    ? routesOf(Iterator as StateGraph, child(pointer, "Iterator"))
    : routesOf(ItemProcessor, child(pointer, "ItemProcessor"));
}

function mapExits(state: MapState, pointer: Pointer, { usual, others, failingWith }: InnerRoutes): readonly Exit[] {
  if (usual === undefined) return [];
  const troubleOf: TroubleOf = (name) => {
    const route = failingWith(name);
    return route && troubleOfLines(linesOf([route]), route);
  };
  const runs = (words: string, routes: readonly Route[]): Exit => ({
    ...plain(state.Next),
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
      ...plain(state.Next),
      key: `inside: ${wordsOf(route)}`,
      words: `goes on after ${wordsOf(route)}`,
      attempts: [{ kind: "runs", lines }],
    };
  });
  const exits = [
    { ...plain(state.Next), attempts: [{ kind: "runs", lines: usual } as const] },
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

/** What is worth telling of a route, in one line. */
export function wordsOf(route: Route | undefined): string {
  const told = (route?.steps ?? []).flatMap(({ name, exit }) => (exit.words === undefined ? [] : `${name} ${toldExit(exit)}`));
  return told.length > 0
    ? told.join(", ").replaceAll(UNCAUGHT, "")
    : `${route?.steps.at(-1)?.name ?? "it"} ${route?.failure === undefined ? "is reached" : "fails"}`;
}

/** An exit's words, with the way that it opens. */
export function toldExit({ words, rule, catcher, next, failure }: Exit): string {
  if (rule !== undefined) return `takes ${words}${next === undefined ? "" : ` → ${next}`}`;
  if (catcher !== undefined) return `${words} → ${next}`;
  if (words === undefined) return "goes on";
  return failure === undefined ? words : `${words}${UNCAUGHT}`;
}

const UNCAUGHT = ", which nothing catches";

function distinct(exits: readonly Exit[]): readonly Exit[] {
  return [...new Map(exits.toReversed().map((exit) => [`${exit.key}→${exit.next}`, exit])).values()].toReversed();
}
