import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type * as Testkit from "sfn-testkit";

/** A mistake that somebody could make: one expression in the place of another. */
export interface Fault {
  readonly name: string;
  /** Below `src`. */
  readonly file: string;
  /** Stands in the file once. */
  readonly correct: string;
  readonly faulty: string;
}

const NAMED = "({ ErrorEquals }) => errorMatches(ErrorEquals, failure)";
const USED_UP = "used >= (retrier.MaxAttempts ?? 3)";
const CAUGHT_BY = "catchers.findIndex(({ catcher }) => errorMatches(catcher.ErrorEquals, failure))";
const SHORTER = "Math.min(timeoutSeconds ?? Number.POSITIVE_INFINITY, heartbeatSeconds ?? Number.POSITIVE_INFINITY)";
const LAST_BEAT = "later(token.lastBeat, heartbeatSeconds)";
const SUBMITTED = "this.#waiting.events.submitted(this.#line.pen, answer)";
const WIDTH = "concurrency === 0 ? Number.POSITIVE_INFINITY : concurrency";
const PERCENTAGE = "failed * 100 > percentage * total";
const OUTPUTS = "children.map(({ output }) => output as Json)";
const BY_END = "[...children].sort((left, right) => (left.stoppedAt ?? 0) - (right.stoppedAt ?? 0))";
const SEES_AROUND = "Object.assign(this, { mapRuns, variables: mapRun.execution.environment.variables })";
const FAILED_ITEMS = "this.items.FAILED + this.items.TIMED_OUT";
const MAP_FAILED = 'this.#owner.event("MapStateFailed")';
const MAP_ABORTED = 'this.#owner.aside("MapRunAborted")';

const fault = (file: string, name: string, correct: string, faulty: string): Fault => ({ name, file, correct, faulty });

/** Mistakes in what Retry, Catch, timeouts, Parallel and Map promise. */
export const FAULTS: readonly Fault[] = [
  fault("interpreter/retry.ts", "retriers share one counter", "this.#used[index] = used + 1", "this.#used.fill(used + 1)"),
  fault(
    "interpreter/retry.ts",
    "the first retry already waits longer",
    "(retrier.BackoffRate ?? 2) ** used",
    "(retrier.BackoffRate ?? 2) ** (used + 1)",
  ),
  fault(
    "interpreter/retry.ts",
    "MaxDelaySeconds is ignored",
    "Math.min(backoff, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY)",
    "backoff",
  ),
  fault("interpreter/retry.ts", "MaxAttempts counts the first try", USED_UP, "used + 1 >= (retrier.MaxAttempts ?? 3)"),
  fault("interpreter/retry.ts", "one retry too many", USED_UP, "used > (retrier.MaxAttempts ?? 3)"),
  fault("interpreter/retry.ts", "MaxAttempts is 2 by default", USED_UP, "used >= (retrier.MaxAttempts ?? 2)"),
  fault("interpreter/retry.ts", "jitter goes beyond the delay", "delay * scope.random()", "delay * 2 * scope.random()"),
  fault(
    "interpreter/retry.ts",
    "a retrier that names the error is passed over",
    NAMED,
    `({ ErrorEquals }, at) => at > 0 && errorMatches(ErrorEquals, failure)`,
  ),
  fault("interpreter/catch.ts", "the last catcher wins", CAUGHT_BY, CAUGHT_BY.replace("findIndex", "findLastIndex")),
  fault("interpreter/catch.ts", "ResultPath of Catch is ignored", "placeResult(ResultPath)", "placeResult(undefined)"),
  fault("interpreter/catch.ts", "a caught error loses its cause", "cause ?? null", "null"),
  fault("interpreter/states-errors.ts", "States.TaskFailed stands for States.Timeout", 'failure.error !== "States.Timeout"', "true"),
  fault("interpreter/states-errors.ts", "States.ALL stands for States.Runtime", "UNCATCHABLE.has(failure.error)", "false"),
  fault("tasks/task-call.ts", "a timeout fires one second late", SHORTER, `1 + ${SHORTER}`),
  fault("tasks/task-call.ts", "the timeout counts over all attempts", SHORTER, `${SHORTER} - (this.at - this.line.enteredAt) / 1_000`),
  fault("tasks/task-call.ts", "a heartbeat is never missed", SHORTER, "timeoutSeconds ?? Number.POSITIVE_INFINITY"),
  fault("tasks/wait-for-end.ts", "a missed heartbeat is taken for a timeout", "overdue(heartbeat < timeout)", "overdue(false)"),
  fault(
    "tasks/wait-for-end.ts",
    "a callback comes too late for no timeout",
    "Math.min(due, timeout, heartbeat)",
    "Math.min(due, heartbeat)",
  ),
  fault("tasks/wait-for-end.ts", "a heartbeat is missed a second too early", LAST_BEAT, LAST_BEAT.replace("Seconds)", "Seconds - 1)")),
  fault("tasks/waiting-task.ts", "the timeout of a callback counts from the service's answer", "call.at", "now"),
  fault("tasks/waiting-task.ts", "nothing tells that a service has answered", SUBMITTED, "undefined"),
  fault("kernel/kernel.ts", "siblings go on after a failure", "this.#cancel(child)", "undefined"),
  fault("interpreter/fork.ts", "nothing tells which siblings were stopped", "this.#abort(line, failing)", "undefined"),
  fault(
    "interpreter/iterations.ts",
    "one iteration more than MaxConcurrency",
    WIDTH,
    "concurrency === 0 ? Number.POSITIVE_INFINITY : concurrency + 1",
  ),
  fault(
    "interpreter/distributed-map/tolerated-failures.ts",
    "one failed item more than is tolerated",
    "failed > count",
    "failed > count + 1",
  ),
  fault(
    "interpreter/distributed-map/tolerated-failures.ts",
    "a percentage is exceeded when it is reached",
    PERCENTAGE,
    PERCENTAGE.replace(">", ">="),
  ),
  fault(
    "simulator/map-run/map-run-counts.ts",
    "a batch that failed counts as one item",
    FAILED_ITEMS,
    FAILED_ITEMS.replaceAll("items", "executions"),
  ),
  fault(
    "simulator/map-run/map-run.ts",
    "one child execution more than MaxConcurrency",
    "this.#tally.executions.RUNNING < width",
    "this.#tally.executions.RUNNING <= width",
  ),
  fault("simulator/map-run/map-run.ts", "children go on when their Map Run has failed", "child.stop()", "undefined"),
  fault("simulator/map-run/map-run-child.ts", "a child sees the variables around its Map", "this.mapRuns = mapRuns", SEES_AROUND),
  fault("interpreter/states/map-distributed.ts", "results come in the order of ending", OUTPUTS, OUTPUTS.replace("children", BY_END)),
  fault("interpreter/distributed-map/map-run-events.ts", "nothing tells that a distributed Map failed", MAP_FAILED, "undefined"),
  fault("interpreter/distributed-map/map-run-events.ts", "nothing tells that a Map Run was stopped", MAP_ABORTED, "undefined"),
];

/** A copy of the sources, in which one fault at a time can be switched on. */
export interface FaultyCopy {
  readonly testkit: typeof Testkit;
  /** Switches this fault on, and every other one off. */
  seed(fault: Fault | undefined): void;
  remove(): void;
}

const SWITCH = "sfn-testkit.seeded fault";

/** Copies the sources and puts all faults in, switched off. Throws when what a fault takes the place of is not found any more. */
export async function copyWithFaults(): Promise<FaultyCopy> {
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  const copy = mkdtempSync(join(tmpdir(), "sfn-testkit-faults-"));
  cpSync(join(root, "src"), join(copy, "src"), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"), "dir");
  const places = new Map(FAULTS.map(({ file, correct }) => [`${file} ${correct}`, { file, correct }]));
  for (const { file, correct } of places.values()) makeChoice(join(copy, "src", file), correct);
  const testkit = (await import(pathToFileURL(join(copy, "src/index.ts")).href)) as typeof Testkit;
  const seed = (fault: Fault | undefined): void => void Reflect.set(globalThis, Symbol.for(SWITCH), fault?.name);
  return { testkit, seed, remove: () => rmSync(copy, { recursive: true }) };
}

/** Puts a choice between the correct expression and all faulty ones in its place. */
function makeChoice(file: string, correct: string): void {
  const text = readFileSync(file, "utf8");
  const parts = text.split(correct);
  if (parts.length !== 2) throw new Error(`${file} has to hold this once, for a fault to take its place: ${correct}`);
  const faults = FAULTS.filter((fault) => fault.correct === correct && file.endsWith(fault.file));
  const choices = faults.map(({ name, faulty }) => `globalThis[Symbol.for("${SWITCH}")] === "${name}" ? (${faulty}) : `);
  writeFileSync(file, parts.join(`(${choices.join("")}(${correct}))`));
}
