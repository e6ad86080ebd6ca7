import type { Instant } from "../../base/brand.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import type { ChildResult } from "../../interpreter/ports.ts";

const INCLUDED = { Included: true };

/** A child execution with all that is told of it (AWS "ResultWriter (Map)", `NONE`); what it got and gave is JSON text. */
export function executionRecord(child: ChildResult): JsonObject {
  return sorted({
    Cause: child.cause,
    Error: child.error,
    ExecutionArn: child.executionArn,
    Input: JSON.stringify(child.input),
    InputDetails: INCLUDED,
    Name: child.name,
    ...(child.status !== "PENDING" && whatHappened(child)),
    RedriveCount: 0,
    ...redriveOf(child.status),
    StateMachineArn: child.stateMachineArn,
    Status: child.status,
  });
}

function whatHappened({ output, startedAt, stoppedAt }: ChildResult): Members {
  return {
    Output: output === undefined ? undefined : JSON.stringify(output),
    OutputDetails: INCLUDED,
    StartDate: dateOf(startedAt),
    StopDate: stoppedAt === undefined ? undefined : dateOf(stoppedAt),
  };
}

function redriveOf(status: ChildResult["status"]): Members {
  if (status !== "SUCCEEDED") return { RedriveStatus: "REDRIVABLE_BY_MAP_RUN" };
  return { RedriveStatus: "NOT_REDRIVABLE", RedriveStatusReason: "Execution is SUCCEEDED and cannot be redriven" };
}

function dateOf(at: Instant): string {
  return new Date(at).toISOString();
}

interface Members {
  readonly [name: string]: Json | undefined;
}

/** AWS writes the members by name. */
function sorted(members: Members): JsonObject {
  const names = Object.keys(members).filter((name) => members[name] !== undefined);
  return Object.fromEntries(names.sort().map((name) => [name, members[name] as Json]));
}
