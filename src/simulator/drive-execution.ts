import type { Instant } from "../base/brand.ts";
import { instant } from "../base/brand.ts";
import type { LimitError } from "../base/errors.ts";
import type { Root } from "../kernel/fiber.ts";
import type { Goal, Stop } from "../kernel/goal.ts";
import type { ExecutionRun } from "./execution-run.ts";
import type { EndedExecution, Facts } from "./result.ts";
import { deadlock, stuckMock, tooMuchTime } from "./stops.ts";

/**
 * Moves the time of an execution's world for its sake, up to an instant, or as far as its limits let it go. Answers at once where
 * nothing real was under way. Throws what a misuse broke it off with.
 */
export function driveExecution(run: ExecutionRun, until?: Instant): Stop | Promise<Stop> {
  const driven = run.environment.kernel.drive(new ExecutionGoal(run, until));
  return driven instanceof Promise ? driven.then((stop) => stopped(run, stop)) : stopped(run, driven);
}

/** Runs an execution to its end. Throws a LimitError where it may not go so far, and a DeadlockError where it never ends. */
export function finishExecution(run: ExecutionRun): EndedExecution | Promise<EndedExecution> {
  if (run.ended !== undefined) return run.execution();
  const driven = driveExecution(run);
  return driven instanceof Promise ? driven.then((stop) => finished(run, stop)) : finished(run, driven);
}

class ExecutionGoal implements Goal {
  readonly root: Root;
  readonly horizon: Instant;
  readonly realSeconds: number;

  constructor({ root, facts }: ExecutionRun, until = instant(facts.startedAt + facts.limits.virtualMs)) {
    this.root = root;
    this.horizon = instant(Math.min(until, quotaEnd(facts)));
    this.realSeconds = facts.limits.realSeconds;
  }

  stuck(labels: readonly string[]): LimitError {
    return stuckMock(labels, this.realSeconds);
  }
}

/** When AWS ends it. */
function quotaEnd({ startedAt, limits, type }: Facts): number {
  return startedAt + limits.executionSeconds[type] * 1_000;
}

function stopped(run: ExecutionRun, stop: Stop): Stop {
  if (stop === "later" && run.environment.kernel.now() >= quotaEnd(run.facts)) run.timeOut();
  const { outcome } = run.root;
  if (outcome !== undefined && "thrown" in outcome) throw outcome.thrown;
  return stop;
}

function finished(run: ExecutionRun, stop: Stop): EndedExecution {
  if (run.ended !== undefined) return run.execution();
  if (stop === "later") throw tooMuchTime(run.facts);
  throw deadlock(run.environment.kernel.waits(run.root));
}
