/** DescribeExecution's answer: of any execution, whoever started it. */

import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import type { ExecutionRecord } from "./execution-record.ts";
import { presentMembers } from "./members.ts";

const INCLUDED = { included: true };

/** An execution as DescribeExecution tells it. */
export function describedRun(record: ExecutionRecord): ApiMembers {
  const { run, inputText, versionArn, aliasArn, traceHeader } = record;
  const { facts, ended, status } = run;
  return {
    executionArn: facts.executionArn,
    stateMachineArn: facts.stateMachineArn,
    name: facts.name,
    status,
    startDate: new Date(facts.startedAt),
    ...presentMembers({ stopDate: ended && new Date(ended.at) }),
    input: inputText,
    inputDetails: INCLUDED,
    ...endTold(record),
    ...presentMembers({ traceHeader }),
    redriveCount: run.redrives.length,
    ...presentMembers({ redriveDate: dateOf(run.redrives.at(-1)) }),
    ...redriveTold(record),
    ...presentMembers({ stateMachineVersionArn: versionArn, stateMachineAliasArn: aliasArn }),
  };
}

function endTold({ run: { ended } }: ExecutionRecord): ApiMembers {
  if (ended === undefined || ended.ending.status === "TIMED_OUT") return {};
  const { ending } = ended;
  if (ending.status === "SUCCEEDED") return { output: JSON.stringify(ending.output), outputDetails: INCLUDED };
  return presentMembers({ error: ending.error, cause: ending.cause });
}

function redriveTold(record: ExecutionRecord): ApiMembers {
  const reason = whyNotRedrivable(record);
  return reason === undefined ? { redriveStatus: "REDRIVABLE" } : { redriveStatus: "NOT_REDRIVABLE", redriveStatusReason: reason };
}

/** Why RedriveExecution refuses an execution, if it does. */
export function whyNotRedrivable(record: ExecutionRecord): string | undefined {
  const { status, facts } = record.run;
  if (facts.type === "EXPRESS") return "Execution of an EXPRESS state machine cannot be redriven";
  if (status === "RUNNING" || status === "SUCCEEDED") return `Execution is ${status} and cannot be redriven`;
  return exceedsWindow(record) ? "Execution has exceeded the max redrivable period" : undefined;
}

const FOURTEEN_DAYS = 14 * 86_400_000;

function exceedsWindow({ run }: ExecutionRecord): boolean {
  return run.ended !== undefined && run.environment.kernel.now() > run.ended.at + FOURTEEN_DAYS;
}

function dateOf(at: number | undefined): Date | undefined {
  return at === undefined ? undefined : new Date(at);
}
