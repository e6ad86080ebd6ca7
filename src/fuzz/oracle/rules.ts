import { executionAborted, executionFailed, executionStarted, executionSucceeded, executionTimedOut } from "./end-rules.ts";
import { evaluationFailed } from "./failure-rules.ts";
import type { EventRule } from "./follower.ts";
import { forkFailed, forkStarted, forkSucceeded } from "./fork-rules.ts";
import { iterationStarted, iterationSucceeded } from "./iteration-rules.ts";
import { mapRunFailed, mapRunStarted, mapRunSucceeded } from "./map-run-rules.ts";
import { stateEntered, stateExited } from "./state-rules.ts";
import { stopped } from "./stop-rules.ts";
import { taskFailed, taskScheduled, taskStarted, taskSubmitFailed, taskSubmitted, taskSucceeded, taskTimedOut } from "./task-rules.ts";

/** What is checked of each type of event; an execution with any other cannot be followed. */
export const RULES: ReadonlyMap<string, EventRule> = new Map<string, EventRule>([
  ["ExecutionStarted", executionStarted],
  ["ExecutionSucceeded", executionSucceeded],
  ["ExecutionFailed", executionFailed],
  ["ExecutionTimedOut", executionTimedOut],
  ["ExecutionAborted", executionAborted],
  ...each(["Pass", "Task", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"], "StateEntered", stateEntered),
  ...each(["Pass", "Task", "Choice", "Wait", "Succeed", "Parallel", "Map"], "StateExited", stateExited),
  ...each(["Task", "Wait", "Parallel", "Map"], "StateAborted", stopped),
  ["EvaluationFailed", evaluationFailed],
  ...each(["Task", "LambdaFunction", "Activity"], "Scheduled", taskScheduled),
  ...each(["Task", "LambdaFunction", "Activity"], "Started", taskStarted),
  ["TaskSubmitted", taskSubmitted],
  ["TaskSubmitFailed", taskSubmitFailed],
  ...each(["Task", "LambdaFunction", "Activity"], "Succeeded", taskSucceeded),
  ...each(["Task", "LambdaFunction", "Activity"], "Failed", taskFailed),
  ...each(["Task", "LambdaFunction", "Activity"], "TimedOut", taskTimedOut),
  ...each(["Parallel", "Map"], "StateStarted", forkStarted),
  ...each(["Parallel", "Map"], "StateSucceeded", forkSucceeded),
  ...each(["Parallel", "Map"], "StateFailed", forkFailed),
  ["MapIterationStarted", iterationStarted],
  ["MapIterationSucceeded", iterationSucceeded],
  ["MapIterationFailed", stopped],
  ["MapIterationAborted", stopped],
  ["MapRunStarted", mapRunStarted],
  ["MapRunSucceeded", mapRunSucceeded],
  ["MapRunFailed", mapRunFailed],
  ["MapRunAborted", stopped],
]);

function each(prefixes: readonly string[], suffix: string, rule: EventRule): readonly (readonly [string, EventRule])[] {
  return prefixes.map((prefix) => [`${prefix}${suffix}`, rule] as const);
}
