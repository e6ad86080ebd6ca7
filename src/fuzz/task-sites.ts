import type { MapState, ParallelState, State, StateGraph, TaskState } from "../asl/model.ts";
import type { Resource } from "../aws/resource.ts";
import { parseResource } from "../aws/resource.ts";
import { canMeet, serviceErrors, unforeseenError } from "./service-errors.ts";

/** A Parallel branch, whose index is known, or a Map around a Task. */
export interface Surrounding {
  readonly state: string;
  /** `undefined`: any iteration of a Map. */
  readonly index: number | undefined;
}

/** A Task of a definition, and what can happen to its calls. */
export interface TaskSite {
  readonly name: string;
  readonly resource: Resource;
  /** Outermost first. */
  readonly around: readonly Surrounding[];
  readonly errors: readonly string[];
  /** Attempts until its retriers are used up, and a few at most. */
  readonly attempts: number;
  /** Can it be entered more than once in the same branch? */
  readonly isRevisited: boolean;
  /** Of a Task that has such a limit as a number: the seconds after which an answer comes too late. */
  readonly timeoutSeconds: number | undefined;
  /** Would it be ended, or be left waiting, by a call that never answers? A service that answers calls at once does not hang. */
  readonly canHang: boolean;
}

type ErrorHandlers = Pick<TaskState, "Retry" | "Catch">;

interface Frame {
  readonly around: readonly Surrounding[];
  /** Of the Parallel and Map states around. */
  readonly handlers: readonly ErrorHandlers[];
  readonly isRevisited: boolean;
}

const MOST_ATTEMPTS = 8;

/** All Tasks of a definition, in its order. */
export function taskSites(definition: StateGraph): readonly TaskSite[] {
  return [...sitesOf(definition, { around: [], handlers: [], isRevisited: false })];
}

function* sitesOf(graph: StateGraph, frame: Frame): Generator<TaskSite> {
  for (const [name, state] of Object.entries(graph.States)) {
    const isRevisited = frame.isRevisited || isInLoop(name, graph);
    if (state.Type === "Task") yield siteOf(name, state, { ...frame, isRevisited });
    else if (state.Type === "Parallel" || state.Type === "Map") yield* sitesInside(name, state, { ...frame, isRevisited });
  }
}

function* sitesInside(name: string, state: ParallelState | MapState, frame: Frame): Generator<TaskSite> {
  const handlers = [...frame.handlers, state];
  const isRevisited = frame.isRevisited || (state.Retry ?? []).length > 0;
  const inside = (index: number | undefined): Frame => ({ around: [...frame.around, { state: name, index }], handlers, isRevisited });
  if (state.Type === "Parallel") for (const [index, branch] of state.Branches.entries()) yield* sitesOf(branch, inside(index));
  else
    for (const processor of [state.ItemProcessor, state.Iterator])
      if (processor !== undefined) yield* sitesOf(processor, inside(undefined));
}

function siteOf(name: string, state: TaskState, frame: Frame): TaskSite {
  const resource = parseResource(state.Resource);
  const timeoutSeconds = leastNumber(state.TimeoutSeconds, state.HeartbeatSeconds);
  const waits = resource.kind === "activity" || (resource.kind === "service" && resource.pattern !== undefined);
  return {
    name,
    resource,
    around: frame.around,
    errors: errorsOf(state, resource, frame.handlers),
    attempts: Math.min(
      MOST_ATTEMPTS,
      (state.Retry ?? []).reduce((sum, { MaxAttempts = 3 }) => sum + MaxAttempts, 1),
    ),
    isRevisited: frame.isRevisited,
    timeoutSeconds,
    canHang: waits || LIMITS.some((limit) => state[limit] !== undefined),
  };
}

const LIMITS = ["TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath"] as const;

function leastNumber(...limits: readonly (number | string | undefined)[]): number | undefined {
  const numbers = limits.filter((limit) => typeof limit === "number");
  return numbers.length === 0 ? undefined : Math.min(...numbers);
}

/** Those it names itself, those named around it that it can meet, its service's own, and one that nothing names. */
function errorsOf(state: ErrorHandlers, resource: Resource, around: readonly ErrorHandlers[]): readonly string[] {
  const named = namesIn(state);
  const namedAround = around.flatMap(namesIn).filter((error) => canMeet(resource, error));
  return [...new Set([...named, ...namedAround, ...serviceErrors(resource), unforeseenError(resource)])];
}

/** `States.…` are made by the interpreter, or stand for others. */
function namesIn({ Retry = [], Catch = [] }: ErrorHandlers): readonly string[] {
  return [...Retry, ...Catch].flatMap(({ ErrorEquals }) => ErrorEquals).filter((name) => !name.startsWith("States."));
}

function isInLoop(name: string, graph: StateGraph): boolean {
  const seen = new Set<string>();
  const open = [...targetsOf(graph.States[name])];
  for (let target = open.pop(); target !== undefined; target = open.pop()) {
    if (target === name) return true;
    if (seen.has(target)) continue;
    seen.add(target);
    open.push(...targetsOf(graph.States[target]));
  }
  return false;
}

function targetsOf(state: State | undefined): readonly string[] {
  if (state === undefined) return [];
  const caught = "Catch" in state ? (state.Catch ?? []).map(({ Next }) => Next) : [];
  const chosen =
    state.Type === "Choice" ? [...state.Choices.map(({ Next }) => Next), ...(state.Default === undefined ? [] : [state.Default])] : [];
  const next = "Next" in state && state.Next !== undefined ? [state.Next] : [];
  return [...next, ...caught, ...chosen];
}
