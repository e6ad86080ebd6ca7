import { plural } from "../base/text.ts";
import type { Visit } from "../history/visit.ts";
import type { ExecutionView } from "../simulator/execution.ts";
import type { FaultPlan } from "./fault-plan.ts";
import { planInWords } from "./fault-plan.ts";
import type { MocksCode } from "./mocks-as-code.ts";
import { valueAsCode } from "./value-as-code.ts";

/** The least that makes a machine break what must hold of it. */
export interface Counterexample {
  readonly input: unknown;
  readonly plan: FaultPlan;
  /** As far as it got. */
  readonly execution: ExecutionView | undefined;
  /** Source text of the `mocks` that do what the plan does. */
  readonly mocks: string | undefined;
  /** fast-check's, to come by it again. */
  readonly seed: number;
  readonly path: string | undefined;
}

/** Fuzzing has found an execution that is not as it must be; the message tells what, how it came about, and how to see it again. */
export class CounterexampleError extends Error {
  override readonly name: string = "CounterexampleError";
  readonly counterexample: Counterexample;

  constructor(message: string, counterexample: Counterexample, cause: unknown) {
    super(message, { cause });
    this.counterexample = counterexample;
    Object.defineProperty(this, "counterexample", { enumerable: false });
  }
}

/** What a counterexample is told with, beside itself. */
export interface Finding {
  readonly name: string;
  /** What was thrown when it was found. */
  readonly thrown: unknown;
  readonly runs: number;
  readonly mocks: MocksCode | undefined;
  readonly replaySeconds: number | undefined;
}

/** The message of a counterexample. */
export function counterexampleInWords(example: Counterexample, { name, thrown, runs, mocks, replaySeconds }: Finding): string {
  const { input, plan, execution, seed, path } = example;
  const faults = planInWords(plan);
  return [
    `Fuzzing ${name} found a counterexample after ${plural(runs, "execution")}:\n\n${indented(wordsOf(thrown))}`,
    execution === undefined ? undefined : `Path: ${pathInWords(execution.visits)}`,
    faults.length === 0 ? "Nothing went wrong with its calls." : `What went wrong with its calls:\n\n${indented(faults.join("\n"))}`,
    `Input: ${valueAsCode(input)}`,
    execution === undefined ? undefined : indented(String(execution)),
    mocks === undefined ? undefined : reproduction(example, mocks),
    `With fast-check again: { seed: ${seed}${path === undefined ? "" : `, path: ${JSON.stringify(path)}`} }, or replay() with the plan below.`,
    `const plan = ${valueAsCode(plan)};`,
    replaySeconds === undefined ? undefined : `A replay takes ${Math.max(0.1, Math.round(replaySeconds * 10_000) / 10)} ms.`,
  ]
    .filter((part) => part !== undefined)
    .join("\n\n");
}

function wordsOf(thrown: unknown): string {
  return thrown instanceof Error || (typeof thrown === "object" && thrown !== null && "message" in thrown)
    ? String(thrown.message)
    : String(thrown);
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? "" : `  ${line}`))
    .join("\n");
}

/** `Reserve → Charge ✗ CardDeclined (2 retries) → Release`; what failed inside a Parallel or Map, once or for good, stands in brackets. */
function pathInWords(visits: readonly Visit[]): string {
  const inside = (visit: Visit): string => {
    const nested = visits.filter((each) => each.branch.at(-1)?.state === visit.state && hasFailed(each));
    return nested.length === 0 ? "" : ` [${nested.map(visitInWords).join(", ")}]`;
  };
  return visits
    .filter(({ branch }) => branch.length === 0)
    .map((visit) => `${visitInWords(visit)}${inside(visit)}`)
    .join(" → ");
}

function hasFailed({ status, retries }: Visit): boolean {
  return status === "FAILED" || status === "CAUGHT_ERROR" || retries.length > 0;
}

/** What makes a run take the same order of what is due at the same instant. */
function replayOf(execution: Counterexample["execution"], { interleaving }: FaultPlan): object {
  return execution !== undefined && "replay" in execution ? (execution.replay as object) : { interleaving };
}

function visitInWords(visit: Visit): string {
  const { state, status, caught, attempts, retries } = visit;
  const error = caught === undefined ? attempts.at(-1)?.error : caught.error;
  const failed = status === "FAILED" || status === "CAUGHT_ERROR" ? ` ✗${error === undefined ? "" : ` ${error}`}` : "";
  return `${state}${failed}${retries.length === 0 ? "" : ` (${plural(retries.length, "retry", "retries")})`}`;
}

function reproduction({ input, plan, execution }: Counterexample, { code, imports, usesMocks, isWhole }: MocksCode): string {
  const notes = [
    usesMocks ? "`mocks` are your own" : undefined,
    isWhole ? undefined : "what answers some of these calls is no mock, so these mocks do not show all of it",
    plan.duplicate === undefined ? undefined : "these mocks show the first of its two executions",
  ].filter((note) => note !== undefined);
  const order = plan.interleaving.length === 0 ? "" : `  replay: ${valueAsCode(replayOf(execution, plan), "  ")},\n`;
  const options = `{\n  input: ${valueAsCode(input, "  ")},\n  mocks: ${code},\n${order}}`;
  const from = imports.length === 0 ? "" : ` (with ${imports.join(", ")} from "sfn-testkit")`;
  return `To see it without fast-check${from}${notes.length === 0 ? "" : `; ${notes.join("; ")}`}:\n\n${indented(`await runStateMachine(source, ${options});`)}`;
}
