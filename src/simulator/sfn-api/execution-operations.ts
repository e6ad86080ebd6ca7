/** StopExecution, DescribeExecution, ListExecutions, GetExecutionHistory, DescribeStateMachineForExecution. */

import { withoutExecutionData } from "../../history/execution-data.ts";
import { toAwsHistory } from "../../history/to-aws.ts";
import { demandDescribedArn } from "./arns.ts";
import { describedRun } from "./describe-execution.ts";
import { listExecutions } from "./list-executions.ts";
import { machineOfExecution } from "./machine-of-execution.ts";
import { optionalText, textOf } from "./members.ts";
import type { Operations } from "./operation.ts";
import { pageOf } from "./pages.ts";
import { redriveExecution } from "./redrive-operation.ts";

export const executionOperations: Operations = {
  redriveExecution,
  stopExecution: (api, input) => {
    const { run } = api.execution(textOf(input, "executionArn"));
    run.stop(optionalText(input, "error"), optionalText(input, "cause"));
    return { stopDate: new Date(run.ended?.at ?? api.now()) };
  },
  describeExecution: (api, input) => describedRun(api.execution(textOf(input, "executionArn"), demandDescribedArn)),
  describeStateMachineForExecution: (api, input) => machineOfExecution(api.execution(textOf(input, "executionArn"))),
  getExecutionHistory: (api, input) => {
    const { run } = api.execution(textOf(input, "executionArn"));
    const events = toAwsHistory(run.environment.journal);
    const ordered = input["reverseOrder"] === true ? events.toReversed() : events;
    const { page, next } = pageOf(ordered, input);
    return { events: input["includeExecutionData"] === false ? page.map(withoutExecutionData) : page, ...next };
  },
  listExecutions,
};
