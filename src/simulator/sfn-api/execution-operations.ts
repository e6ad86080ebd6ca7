/** StopExecution, DescribeExecution, ListExecutions, GetExecutionHistory, DescribeStateMachineForExecution. */

import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import { withoutExecutionData } from "../../history/execution-data.ts";
import { toAwsHistory } from "../../history/to-aws.ts";
import { describedRun } from "./describe-execution.ts";
import type { ExecutionRecord } from "./execution-record.ts";
import { settingsTold } from "./machine-operations.ts";
import { optionalText, presentMembers, textOf } from "./members.ts";
import type { Operations } from "./operation.ts";
import { pageOf } from "./pages.ts";
import { redriveExecution } from "./redrive-operation.ts";
import { typeNotSupported } from "./start-operations.ts";
import type { StepFunctions } from "./step-functions.ts";
import { routedVersion } from "./version-operations.ts";

export const executionOperations: Operations = {
  redriveExecution,
  stopExecution: (api, input) => {
    const { run } = api.execution(textOf(input, "executionArn"));
    run.stop(optionalText(input, "error"), optionalText(input, "cause"));
    return { stopDate: new Date(run.ended?.at ?? api.now()) };
  },
  describeExecution: (api, input) => describedRun(api.execution(textOf(input, "executionArn"))),
  describeStateMachineForExecution: (api, input) => {
    const { run, revision } = api.execution(textOf(input, "executionArn"));
    const { stateMachineArn } = run.facts;
    return {
      stateMachineArn,
      name: stateMachineArn.split(":").at(-1),
      definition: revision.text,
      roleArn: revision.roleArn,
      updateDate: new Date(revision.at),
      ...settingsTold(revision),
    };
  },
  getExecutionHistory: (api, input) => {
    const { run } = api.execution(textOf(input, "executionArn"));
    const events = toAwsHistory(run.environment.journal);
    const ordered = input["reverseOrder"] === true ? events.toReversed() : events;
    const { page, next } = pageOf(ordered, input);
    return { events: input["includeExecutionData"] === false ? page.map(withoutExecutionData) : page, ...next };
  },
  listExecutions,
};

function listExecutions(api: StepFunctions, input: ApiMembers): ApiMembers {
  const { machine, version, alias } = routedVersion(api, textOf(input, "stateMachineArn"));
  if (machine.type === "EXPRESS") throw typeNotSupported();
  const { statusFilter, redriveFilter } = input;
  const wanted = ({ run, versionArn, aliasArn }: ExecutionRecord): boolean =>
    (statusFilter === undefined || run.status === statusFilter) &&
    (redriveFilter === undefined || run.redrives.length > 0 === (redriveFilter === "REDRIVEN")) &&
    (version === undefined || (alias === undefined ? versionArn === version.arn : aliasArn === alias.arn));
  const { page, next } = pageOf(api.executionsOf(machine.arn).filter(wanted).reverse(), input);
  return { executions: page.map(listed), ...next };
}

function listed(record: ExecutionRecord): ApiMembers {
  const { executionArn, stateMachineArn, name, status, startDate, stopDate, ...rest } = describedRun(record);
  const { redriveCount, redriveDate, stateMachineVersionArn, stateMachineAliasArn } = rest;
  return {
    executionArn,
    stateMachineArn,
    name,
    status,
    startDate,
    ...presentMembers({ stopDate, redriveCount, redriveDate, stateMachineVersionArn, stateMachineAliasArn }),
  };
}
