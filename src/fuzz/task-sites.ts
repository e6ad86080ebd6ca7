import type { MapState, ParallelState, State, StateGraph, TaskState } from "../asl/model.ts";
import type { Resource } from "../aws/resource.ts";
import { parseResource } from "../aws/resource.ts";
import type { MapField } from "./fault-plan.ts";
import { canMeet, objectErrors, serviceErrors, unforeseenError } from "./service-errors.ts";

/** A Parallel branch, whose index is known, or a Map around a Task. */
export interface Surrounding {
  readonly state: string;
  /** `undefined`: any iteration of a Map. */
  readonly index: number | undefined;
}

/** A Task of a definition, or a field of a distributed Map, and what can happen to its calls. */
export interface TaskSite {
  readonly name: string;
  readonly mapField?: MapField;
  readonly resource: Resource;
  /** Outermost first. */
  readonly around: readonly Surrounding[];
  readonly errors: readonly string[];
  /** Attempts until its retriers are used up. */
  readonly attempts: number;
  /** Can it be entered more than once in the same branch? */
  readonly isRevisited: boolean;
  /** The seconds after which an answer comes too late, of each limit that the Task has as a number. */
  readonly limitSeconds: readonly number[];
  /** Does it wait for a callback: for its token, or for a worker? */
  readonly isCalledBack: boolean;
  /** How long its heartbeats may be missing; a day where its input decides, `undefined` where nobody has to send any. */
  readonly heartbeatSeconds: number | undefined;
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

/** All Tasks of a definition, and what its distributed Maps call themselves, in its order. */
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
  if (state.Type === "Map") yield* mapSites(name, state, frame);
  const inside = (index: number | undefined): Frame => ({ around: [...frame.around, { state: name, index }], handlers, isRevisited });
  if (state.Type === "Parallel") for (const [index, branch] of state.Branches.entries()) yield* sitesOf(branch, inside(index));
  else
    for (const processor of [state.ItemProcessor, state.Iterator])
      if (processor !== undefined) yield* sitesOf(processor, inside(undefined));
}

/** What a distributed Map calls to read its items and to write its results. */
function* mapSites(name: string, state: MapState, { around, isRevisited }: Frame): Generator<TaskSite> {
  for (const mapField of ["ItemReader", "ResultWriter"] as const) {
    const { Resource } = state[mapField] ?? {};
    if (Resource === undefined) continue;
    const resource = parseResource(Resource);
    const errors = [...serviceErrors(resource), ...objectErrors(mapField)];
    const silent = { limitSeconds: [], isCalledBack: false, heartbeatSeconds: undefined, canHang: false };
    yield { name, mapField, resource, around, errors, attempts: attemptsOf(state), isRevisited, ...silent };
  }
}

function attemptsOf({ Retry = [] }: ErrorHandlers): number {
  return Retry.reduce((sum, { MaxAttempts = 3 }) => sum + MaxAttempts, 1);
}

function siteOf(name: string, state: TaskState, frame: Frame): TaskSite {
  const resource = parseResource(state.Resource);
  const isCalledBack = resource.kind === "activity" || isTokenTask(resource);
  const waits = isCalledBack || (resource.kind === "service" && resource.pattern !== undefined);
  return {
    name,
    resource,
    around: frame.around,
    errors: errorsOf(state, resource, frame.handlers),
    attempts: attemptsOf(state),
    isRevisited: frame.isRevisited,
    limitSeconds: [state.TimeoutSeconds, state.HeartbeatSeconds].filter((limit) => typeof limit === "number"),
    isCalledBack,
    heartbeatSeconds: isCalledBack ? heartbeatSecondsOf(state) : undefined,
    canHang: waits || LIMITS.some((limit) => state[limit] !== undefined),
  };
}

const LIMITS = ["TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath"] as const;

/** Does it wait for its token to come back? */
export function isTokenTask(resource: Resource): boolean {
  return resource.kind === "service" && resource.pattern === "waitForTaskToken";
}

const ONE_DAY = 86_400;

function heartbeatSecondsOf({ HeartbeatSeconds, HeartbeatSecondsPath }: TaskState): number | undefined {
  if (typeof HeartbeatSeconds === "number") return HeartbeatSeconds;
  return HeartbeatSeconds === undefined && HeartbeatSecondsPath === undefined ? undefined : ONE_DAY;
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
