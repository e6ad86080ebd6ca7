/** The ways in which a distributed Map can be left. */
import type { MapState } from "../../asl/model.ts";
import type { Pointer } from "../../base/pointer.ts";
import { exceedsTolerated } from "../../interpreter/distributed-map/tolerated-failures.ts";
import type { InnerRoutes } from "./fork-exits.ts";
import type { Exit, Line, MapFault, Route } from "./route.ts";
import { wordsOf } from "./told-exit.ts";
import type { Trouble } from "./troubles.ts";
import { handled, troubleExits } from "./troubles.ts";

/** By the ways through a child execution: how many there are, those that go another way, and those that fail. */
export function distributedExits(state: MapState, pointer: Pointer, inner: InnerRoutes): readonly Exit[] {
  const { usual, others } = inner;
  if (usual === undefined) return [];
  const runs = (words: string | undefined, routes: readonly Route[]): Exit => ({
    key: words ?? "has one item",
    words,
    covers: [],
    attempts: [{ kind: "runs", lines: linesOf(routes) }],
    next: state.Next,
  });
  const counts = [
    runs(undefined, [usual]),
    runs("has no items", []),
    ...(isOneBatch(state) ? [] : [runs("has two items", [usual, usual])]),
  ];
  const otherwise = others.map((route) => {
    if (route.failure === undefined) return runs(`goes on after ${wordsOf(route)}`, [route]);
    return handled(exceeding(state, route), state, pointer);
  });
  const failing = others.filter(({ failure }) => failure !== undefined);
  const tolerated = failing
    .slice(0, 1)
    .flatMap((route) => (toleratesOne(state) ? [runs(`tolerates that ${wordsOf(route)}`, [route])] : []));
  const troubles = troubleExits(withoutTimeouts(state), state.Next, pointer, (name) => troubleOf(name, state, inner));
  const ownCalls = [...(state.ItemReader === undefined ? [] : [READER]), ...(state.ResultWriter?.Resource === undefined ? [] : [WRITER])];
  const unserved = ownCalls.map((fault) => handled(objectTrouble(fault), state, pointer));
  return [...counts, ...otherwise, ...tolerated, ...troubles, ...unserved].map((exit) => withRuns(exit, usual));
}

/** The last try of one that recovers is as usual. */
function withRuns(exit: Exit, usual: Route): Exit {
  const attempts = exit.attempts.map((attempt) =>
    attempt.kind === "answers" ? ({ kind: "runs", lines: linesOf([usual]) } as const) : attempt,
  );
  return { ...exit, attempts };
}

function withoutTimeouts({ Retry, Catch }: MapState): Pick<MapState, "Retry" | "Catch"> {
  return { ...(Retry !== undefined && { Retry }), ...(Catch !== undefined && { Catch }) };
}

const linesOf = (routes: readonly Route[]): readonly Line[] => routes.map((route, index) => ({ index, route, isSure: true }));

/** All items in one batch, however many of them there are? */
function isOneBatch({ ItemBatcher }: MapState): boolean {
  return ItemBatcher !== undefined && typeof ItemBatcher.MaxItemsPerBatch !== "number";
}

const EXCEEDED = "States.ExceedToleratedFailureThreshold";
const ANY: ReadonlySet<string | undefined> = new Set([undefined, "States.ALL", "States.TaskFailed", EXCEEDED]);

/** What a distributed Map can fail with: too many items that failed, or what calls of its own fail with. */
function troubleOf(name: string | undefined, state: MapState, { failingWith }: InnerRoutes): Trouble | undefined {
  const route = ANY.has(name) ? failingWith(undefined) : undefined;
  if (route !== undefined && mostTolerated(state) < MOST_FAILING) return exceeding(state, route);
  const isAny = name === undefined || name === "States.ALL" || name === "States.TaskFailed";
  if (state.ItemReader !== undefined && (isAny || name === READER.failure)) return objectTrouble(READER);
  if (state.ResultWriter?.Resource !== undefined && (isAny || name === WRITER.failure)) return objectTrouble(WRITER);
  return undefined;
}

const READER = { field: "ItemReader", error: "S3.NoSuchKeyException", failure: "States.ItemReaderFailed" } as const;
const WRITER = { field: "ResultWriter", error: "S3.NoSuchBucketException", failure: "States.ResultWriterFailed" } as const;

function objectTrouble({ field, error, failure }: MapFault & { readonly failure: string }): Trouble {
  return {
    attempt: { kind: "runs", lines: [], fault: { field, error } },
    failure: { error: failure },
    words: `fails as its ${field} fails with ${error}`,
  };
}

/** So many children fail that no more are tolerated. */
function exceeding(state: MapState, route: Route): Trouble {
  const count = Math.min(mostTolerated(state), MOST_FAILING) + 1;
  const lines = linesOf(Array.from({ length: count }, () => route));
  const words = `fails as ${wordsOf(route)}${count === 1 ? "" : ` in ${count} child executions`}`;
  return { attempt: { kind: "runs", lines }, failure: { error: EXCEEDED }, words };
}

const MOST_FAILING = 20;

/** Of items that all fail, the most that are tolerated; what is worked out when the machine runs counts as nothing. */
function mostTolerated(state: MapState): number {
  const tolerated = toleratedIn(state);
  for (let failed = 1; failed <= MOST_FAILING; failed++) if (exceedsTolerated(tolerated, failed, failed)) return failed - 1;
  return MOST_FAILING;
}

function toleratesOne(state: MapState): boolean {
  return !exceedsTolerated(toleratedIn(state), 1, 1);
}

function toleratedIn({ ToleratedFailureCount, ToleratedFailurePercentage }: MapState): Parameters<typeof exceedsTolerated>[0] {
  const number = (value: number | string | undefined): number | undefined => (typeof value === "number" ? value : undefined);
  return { count: number(ToleratedFailureCount), percentage: number(ToleratedFailurePercentage) };
}
