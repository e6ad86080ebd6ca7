/** AWS "Step Functions quotas": what an execution of each type is given. */

import type { Program } from "../interpreter/execute.ts";
import type { ExecutionType } from "./execution.ts";
import type { EffectiveLimits } from "./options.ts";

/** The machine with the time that AWS gives it. A year is left to the clock: a timer for each execution would cost more. */
export function withTimeQuota(program: Program, type: ExecutionType, limits: EffectiveLimits): Program {
  const quota = limits.executionSeconds[type];
  if (type === "STANDARD" || (program.timeoutSeconds ?? Number.POSITIVE_INFINITY) <= quota || quota === Number.POSITIVE_INFINITY)
    return program;
  return { ...program, timeoutSeconds: quota };
}

/** How many events its history may have. */
export function eventQuota(type: ExecutionType, limits: EffectiveLimits): number {
  return type === "EXPRESS" ? Number.POSITIVE_INFINITY : limits.historyEvents;
}
