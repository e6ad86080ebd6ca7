/** Finds an input and mocks that lead along a route, and proves it: by running the machine with them. */

import type { MapState } from "../../asl/model.ts";
import type { Mocks } from "../../aws/mocks.ts";
import { UsageError } from "../../base/errors.ts";
import type { Json } from "../../base/json.ts";
import type { BranchStep, Visit } from "../../history/visit.ts";
import type { Execution } from "../../simulator/execution.ts";
import { runStateMachine } from "../../simulator/run.ts";
import type { StateMachine } from "../../simulator/state-machine.ts";
import type { Documents } from "./assignment.ts";
import type { Budget } from "./budget.ts";
import type { Condition } from "./condition.ts";
import { opaqueIn } from "./condition.ts";
import { isDistributed } from "./exits.ts";
import type { PlannedAnswers, PlannedMocks } from "./planned-mocks.ts";
import { mocksOf, plannedMocks, replyOf } from "./planned-mocks.ts";
import type { Line, Route, RouteStep } from "./route.ts";
import { isContradiction, solutions } from "./solve.ts";
import { INPUT, Walk } from "./walk.ts";

/** What leads along a route, and the execution that showed it; `why` where nothing was found that does. */
export interface Drive {
  readonly input: Json;
  readonly mocks: PlannedMocks;
  /** What Amazon S3 answers distributed Maps. */
  readonly objects?: PlannedMocks;
  readonly execution: Execution | undefined;
  readonly why: string | undefined;
  /** No data at all can lead along it. */
  readonly isImpossible: boolean;
}

/** Where something is not understood, much is tried; where all is, what a run does not bear out others will hardly. */
const MOST_RUNS = 30;
const MOST_SURE_RUNS = 6;
/** What a run takes of a budget, beside a share for each state it enters. */
const STEPS_OF_RUN = 200;
const STEPS_OF_VISIT = 20;

/** Tries one solution after the other until the machine takes the route. */
export async function driveRoute(machine: StateMachine, route: Route, budget: Budget): Promise<Drive> {
  const walk = new Walk(machine.definition, route);
  const { conditions } = walk;
  budget.spend(walk.length);
  let first: Drive | undefined;
  let runs = 0;
  const mostRuns = [...conditions, ...walk.wishes].some((condition) => opaqueIn(condition).length > 0) ? MOST_RUNS : MOST_SURE_RUNS;
  const found = walk.obstacles.length > 0 ? [] : bothSolutions(conditions, walk.wishes, budget);
  for (const documents of found) {
    if (!budget.spend(STEPS_OF_RUN)) break;
    const drive = await attempt(machine, route, walk, documents);
    budget.spend((drive.execution?.visits.length ?? 0) * STEPS_OF_VISIT);
    if (drive.why === undefined) return drive;
    first ??= drive;
    if (++runs >= mostRuns) break;
  }
  return unsolved(walk, first, budget);
}

/** With what expressions are likely to need, and then without. */
function* bothSolutions(
  conditions: readonly Condition[],
  wishes: readonly Condition[],
  budget: Budget,
): Generator<Documents, void, undefined> {
  if (wishes.length > 0) yield* limited(solutions([...conditions, ...wishes], budget), MOST_SURE_RUNS / 2);
  yield* solutions(conditions, budget);
}

function* limited<T>(items: Iterable<T>, count: number): Generator<T, void, undefined> {
  let left = count;
  for (const item of items) {
    if (left-- <= 0) return;
    yield item;
  }
}

async function attempt(machine: StateMachine, route: Route, walk: Walk, documents: Documents): Promise<Drive> {
  const input = documents.get(INPUT) ?? {};
  const mocks = plannedMocks(walk.answers, documents);
  const objects = walk.objects.planned(documents);
  const planned = Object.keys(objects).length === 0 ? { input, mocks } : { input, mocks, objects };
  try {
    const execution = await runStateMachine(machine, { input, mocks: mocksThatEnd(planned) });
    return { ...planned, execution, why: departure(execution, route), isImpossible: false };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { ...planned, execution: undefined, why: firstLine(error.message), isImpossible: false };
  }
}

/** A machine that loops otherwise than planned is stopped before the end of its history. */
const MOST_REPEATED = 200;

function mocksThatEnd({ mocks, ...planned }: PlannedAnswers): Mocks {
  const states = Object.entries(mocks).map(([state, answers]) => {
    const replies = answers.map(replyOf);
    const stop = (): never => {
      throw new UsageError(`${state} was called again and again`, { code: "LEFT_PATH", hint: "The machine loops otherwise than planned." });
    };
    return [state, [...replies, ...Array.from({ length: MOST_REPEATED }, () => replies.at(-1)), stop]];
  });
  return { ...mocksOf({ mocks: {}, ...planned }), states: Object.fromEntries(states) as NonNullable<Mocks["states"]> };
}

const firstLine = (text: string): string => text.split("\n", 1)[0] as string;

const STOPPED = "the search was stopped by `maxSteps` before data was found";
const NOTHING = "no data was found that satisfies all choice rules on the way";

function unsolved({ conditions, obstacles, answers }: Walk, first: Drive | undefined, budget: Budget): Drive {
  const reasons = [...obstacles, ...conditions.flatMap(opaqueIn).map(({ why }) => why), ...(first?.why === undefined ? [] : [first.why])];
  const why = [...new Set(reasons)].join("; ") || (budget.isSpent ? STOPPED : NOTHING);
  const nothing = { input: {}, mocks: plannedMocks(answers, new Map()), execution: undefined };
  return { ...(first ?? nothing), why, isImpossible: obstacles.length === 0 && first === undefined && isContradiction(conditions, budget) };
}

/** Where an execution left a route; `undefined` if it took all of it. */
function departure(execution: Execution, route: Route): string | undefined {
  const wrong = departureOfLine(execution, route, []);
  if (wrong !== undefined) return wrong;
  const wanted = route.failure;
  if (wanted === undefined)
    return execution.status === "SUCCEEDED" ? undefined : `the execution ended as ${execution.status} with ${failureOf(execution)}`;
  if (execution.status !== "FAILED") return `the execution ended as ${execution.status}`;
  return wanted.error === undefined || wanted.error === execution.error ? undefined : `the execution failed with ${failureOf(execution)}`;
}

function departureOfLine(execution: Execution, route: Route, branch: readonly BranchStep[]): string | undefined {
  const visits = execution.visits.filter((visit) => isIn(visit.branch, branch));
  for (const [index, step] of route.steps.entries()) {
    const wrong = departureOfStep(execution, step, visits[index]);
    if (wrong !== undefined) return wrong;
  }
  const isOnce = route.steps.every(({ exit }) => exit.attempts.length <= 1);
  return isOnce && branch.length === 0 && visits.length !== route.steps.length
    ? `the execution went on to ${visits.at(-1)?.state}`
    : undefined;
}

function isIn(place: readonly BranchStep[], branch: readonly BranchStep[]): boolean {
  return (
    place.length === branch.length &&
    place.every(({ state, index }, depth) => state === branch[depth]?.state && index === branch[depth]?.index)
  );
}

function departureOfStep(execution: Execution, { name, state, exit }: RouteStep, visit: Visit | undefined): string | undefined {
  if (visit?.state !== name) return `${name} was not reached${execution.error === undefined ? "" : `: ${execution.error}`}`;
  if (exit.rule !== undefined && visit.rule !== exit.rule)
    return `${name} took ${visit.rule === undefined ? "no rule" : `rule ${visit.rule}`}`;
  if (visit.caught?.catcher !== exit.catcher)
    return `${name} ${visit.caught === undefined ? "was not caught" : `failed with ${visit.caught.error}`}`;
  if (state.Type === "Task" && visit.attempts.length !== exit.attempts.length) return `${name} was tried ${visit.attempts.length} times`;
  const fails = exit.failure !== undefined && exit.catcher === undefined;
  if (fails !== (visit.status === "FAILED")) return `${name} ${fails ? "did not fail" : `failed with ${failureOf(execution)}`}`;
  const last = exit.attempts.at(-1);
  if (last?.kind !== "runs" || exit.attempts.length > 1) return undefined;
  return isDistributed(state as MapState)
    ? departureOfChildren(execution, name, visit, last.lines)
    : departureInside(execution, name, visit, last.lines);
}

const failureOf = ({ error, cause = "" }: Execution): string => `${error}: ${cause.length > 200 ? `${cause.slice(0, 200)}…` : cause}`;

/** Of a distributed Map: by the executions that its items have. */
function departureOfChildren(execution: Execution, name: string, { branch, enteredAt }: Visit, lines: readonly Line[]): string | undefined {
  const mapRun = execution.mapRuns.find(
    (run) => run.state === name && isIn(run.branch, branch) && run.startDate.getTime() >= enteredAt.getTime(),
  );
  for (const { index, route, isSure } of lines) {
    const child = mapRun?.children[index]?.execution;
    if (child === undefined) return `${name} began no child execution ${index}`;
    const wrong = isSure ? departure(child, route) : undefined;
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function departureInside(execution: Execution, name: string, { branch }: Visit, lines: readonly Line[]): string | undefined {
  for (const { index, route, isSure } of lines) {
    const wrong = isSure ? departureOfLine(execution, route, [...branch, { state: name, index }]) : undefined;
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}
