/** StartExecution, StartSyncExecution. */

import { Later } from "../../aws/later.ts";
import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import { ApiException } from "../../aws/stand-ins/stand-in.ts";
import type { Json } from "../../base/json.ts";
import { startRun } from "../start-run.ts";
import { demandName } from "./arns.ts";
import { describedRun } from "./describe-execution.ts";
import type { ExecutionRecord } from "./execution-record.ts";
import { NoJson, parsedJson } from "./json-text.ts";
import { optionalText, presentMembers, textOf } from "./members.ts";
import type { Caller, LaterAnswer, Operations } from "./operation.ts";
import type { StepFunctions } from "./step-functions.ts";
import type { Routed } from "./version-operations.ts";
import { routedVersion } from "./version-operations.ts";

export const startOperations: Operations = {
  startExecution: (api, input, caller) => {
    const { run } = startedExecution(api, input, caller);
    return { executionArn: run.facts.executionArn, startDate: new Date(run.facts.startedAt) };
  },
  startSyncExecution,
};

/** Starts an execution, or answers the one that the same request has started before. */
export function startedExecution(api: StepFunctions, input: ApiMembers, caller: Caller): ExecutionRecord {
  const routed = routedVersion(api, textOf(input, "stateMachineArn"));
  demandActive(routed);
  const known = knownExecution(api, routed, input);
  return known ?? started(api, routed, input, caller);
}

function startSyncExecution(api: StepFunctions, input: ApiMembers, caller: Caller): LaterAnswer {
  const routed = routedVersion(api, textOf(input, "stateMachineArn"));
  if (routed.machine.type !== "EXPRESS") throw typeNotSupported();
  demandActive(routed);
  const record = started(api, routed, input, caller);
  const answer: LaterAnswer = new Later();
  record.run.whenEnded(() => answer.settle(syncAnswer(record)));
  return answer;
}

export function typeNotSupported(): ApiException {
  return new ApiException("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine");
}

function demandActive({ machine }: Routed): void {
  if (machine.isDeleting) throw new ApiException("StateMachineDeleting", `State Machine Deleting: '${machine.arn}'`);
}

/** StartExecution is idempotent by name while the execution runs; Express machines know no names. */
function knownExecution(api: StepFunctions, { machine }: Routed, input: ApiMembers): ExecutionRecord | undefined {
  const name = optionalText(input, "name");
  if (name === undefined || machine.type === "EXPRESS") return undefined;
  const known = api.executions.get(machine.arn.replace(":stateMachine:", ":execution:").concat(`:${name}`));
  if (known === undefined) return undefined;
  if (known.run.ended === undefined && known.inputText === (optionalText(input, "input") ?? "{}")) return known;
  throw new ApiException("ExecutionAlreadyExists", `Execution Already Exists: '${known.run.facts.executionArn}'`);
}

function started(api: StepFunctions, routed: Routed, input: ApiMembers, caller: Caller): ExecutionRecord {
  const { machine, version, alias } = routed;
  const inputText = optionalText(input, "input") ?? "{}";
  const parsed = demandJson(inputText);
  const name = optionalText(input, "name") ?? caller.uuid();
  demandName(name);
  const revision = version?.revision ?? machine.revision;
  const run = startRun(
    revision.accepted.machine(),
    {
      input: parsed,
      type: machine.type,
      name,
      stateMachineName: machine.name,
      roleArn: revision.roleArn,
      logging: revision.logging,
      ...api.limitsOf(machine),
    },
    api.aws,
  );
  run.leaveToWorld();
  const record: ExecutionRecord = {
    run,
    inputText,
    revision,
    versionArn: version?.arn,
    aliasArn: alias?.arn,
    traceHeader: optionalText(input, "traceHeader"),
    redriveTokens: new Map(),
  };
  caller.started(run);
  api.keep(record);
  return record;
}

function demandJson(text: string): Json {
  const parsed = parsedJson(text);
  if (!(parsed instanceof NoJson)) return parsed;
  throw new ApiException("InvalidExecutionInput", `Invalid State Machine Execution Input: '${parsed.reason}'`);
}

const MEMORY_MB = 64;

function syncAnswer(record: ExecutionRecord): ApiMembers {
  const { executionArn, stateMachineArn, name, status, startDate, stopDate, ...rest } = describedRun(record);
  const { run } = record;
  const milliseconds = (run.ended?.at ?? 0) - run.facts.startedAt;
  const { input, inputDetails, output, outputDetails, error, cause, traceHeader } = rest;
  return {
    executionArn,
    stateMachineArn,
    name,
    startDate,
    stopDate,
    status,
    ...presentMembers({ error, cause, input, inputDetails, output, outputDetails, traceHeader }),
    billingDetails: {
      billedMemoryUsedInMB: MEMORY_MB,
      billedDurationInMilliseconds: Math.max(1, Math.ceil(milliseconds / 100)) * 100,
    },
  };
}
