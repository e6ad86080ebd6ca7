import { formatDuration } from "../base/duration.ts";
import { DeadlockError, LimitError } from "../base/errors.ts";
import type { Facts } from "./result.ts";

/** Nothing runs, nothing is due, and the execution is not over. */
export function deadlock(waits: readonly string[]): DeadlockError {
  return new DeadlockError(`The execution waits for what nobody will do:\n\n${waits.map((wait) => `  ${wait}`).join("\n")}`, {
    code: "DEADLOCK",
    hint: "Give the state a TimeoutSeconds, or let somebody answer: a mock with callsBack() or job(), or the test, with callback() and activity() of a running execution. hangs() never does.",
  });
}

/** A mock's promise did not settle in real time. */
export function stuckMock(labels: readonly string[], seconds: number): LimitError {
  return new LimitError(`A mock has not answered for ${seconds} s of real time:\n\n${labels.map((label) => `  ${label}`).join("\n")}`, {
    code: "MOCK_NEVER_SETTLES",
    hint: "Its promise never settled, or its callback was never called. Let it answer, use hangs() for a service that never answers, `context.sleep()` to wait in virtual time, or raise `limits.realTime`.",
  });
}

/** The execution would go on beyond the virtual time it may take. */
export function tooMuchTime({ limits }: Facts): LimitError {
  return new LimitError(`The execution is not over after ${formatDuration(limits.virtualMs)} of virtual time.`, {
    code: "TOO_MUCH_TIME",
    hint: "If it is meant to run that long, raise `limits.virtualTime`.",
  });
}
