/** What can go wrong in a state, and how retriers and catchers take it. */
import type { TaskState } from "../../asl/model.ts";
import { parseResource } from "../../aws/resource.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child } from "../../base/pointer.ts";
import { unforeseenError } from "../service-errors.ts";
import type { Handlers } from "./error-handling.ts";
import { attemptsOf, indexFor, openName } from "./error-handling.ts";
import type { Attempt, Exit, Failure } from "./route.ts";

/** One try that fails, and with what. */
export interface Trouble {
  readonly attempt: Attempt;
  readonly failure: Failure;
  /** Another name of the failure. */
  readonly alias?: string;
  readonly words: string;
}

/** How a state can fail, by the name that a retrier or catcher asks for; `undefined`: by something that none of them names. */
export type TroubleOf = (name: string | undefined) => Trouble | undefined;

/** How a call can fail. */
export function taskTroubles(state: TaskState): TroubleOf {
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
export function troubleExits(state: Limited, next: string | undefined, pointer: Pointer, troubleOf: TroubleOf): readonly Exit[] {
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
export function handled(trouble: Trouble, state: Handlers, pointer: Pointer): Exit {
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
