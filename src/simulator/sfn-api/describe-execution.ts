/** DescribeExecution's answer: of any execution, whoever started it. */

import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import type { ExecutionRun } from "../execution-run.ts";
import { isPendingRedrive } from "../map-run/map-run-child.ts";
import { whyNotRedrivable } from "../redrivable.ts";
import type { ExecutionRecord } from "./execution-record.ts";
import { dateOf, presentMembers } from "./members.ts";

const INCLUDED = { included: true };

/** An execution as DescribeExecution tells it. */
export function describedRun(record: ExecutionRecord): ApiMembers {
  const { run, inputText, versionArn, aliasArn, traceHeader } = record;
  const { facts, ended, status } = run;
  return {
    executionArn: facts.executionArn,
    stateMachineArn: facts.stateMachineArn,
    name: facts.name,
    status: isPendingRedrive(run) ? "PENDING_REDRIVE" : status,
    startDate: new Date(facts.startedAt),
    ...presentMembers({ stopDate: dateOf(ended?.at) }),
    input: inputText,
    inputDetails: INCLUDED,
    ...endTold(record),
    ...presentMembers({ traceHeader }),
    redriveCount: run.redrives.length,
    ...presentMembers({ redriveDate: dateOf(run.redrives.at(-1)) }),
    ...redriveTold(run),
    ...presentMembers({ stateMachineVersionArn: versionArn, stateMachineAliasArn: aliasArn, mapRunArn: facts.mapRunArn }),
  };
}

function endTold({ run: { ended } }: ExecutionRecord): ApiMembers {
  if (ended === undefined || ended.ending.status === "TIMED_OUT") return {};
  const { ending } = ended;
  if (ending.status === "SUCCEEDED") return { output: JSON.stringify(ending.output), outputDetails: INCLUDED };
  return presentMembers({ error: ending.error, cause: ending.cause });
}

function redriveTold(run: ExecutionRun): ApiMembers {
  const reason = whyNotRedrivable(run);
  return reason === undefined ? { redriveStatus: "REDRIVABLE" } : { redriveStatus: "NOT_REDRIVABLE", redriveStatusReason: reason };
}
