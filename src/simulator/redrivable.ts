/** AWS "Redrive eligibility": which executions can be redriven, and why others cannot. */

import type { ExecutionRun } from "./execution-run.ts";

/** Why an execution cannot be redriven, in AWS's words; `undefined` for one that can be. */
export function whyNotRedrivable(run: ExecutionRun): string | undefined {
  const { status, facts } = run;
  const isExpress = facts.type === "EXPRESS";
  if (isExpress && facts.mapRunArn === undefined) return "Execution of an EXPRESS state machine cannot be redriven";
  if (status === "RUNNING" || status === "SUCCEEDED") return `Execution is ${status} and cannot be redriven`;
  // Those of a Map Run start anew.
  if (isExpress) return undefined;
  if (hasTooManyEvents(run)) return "Execution history event limit exceeded";
  return exceedsWindow(run) ? "Execution has exceeded the max redrivable period" : undefined;
}

/** `ExecutionRedriven` and one event more must find room. */
function hasTooManyEvents({ environment: { journal } }: ExecutionRun): boolean {
  return journal.length + 1 >= journal.limit;
}

const FOURTEEN_DAYS = 14 * 86_400_000;

function exceedsWindow({ ended, environment }: ExecutionRun): boolean {
  return ended !== undefined && environment.kernel.now() > ended.at + FOURTEEN_DAYS;
}
