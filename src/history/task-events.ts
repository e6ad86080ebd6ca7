import type { Json } from "../base/json.ts";
import type { ErrorDetails, HistoryEventType } from "./history-event.ts";
import type { Pen } from "./journal.ts";

/** What a task is asked for, as its `…Scheduled` event tells it. */
export interface TaskDetails {
  readonly input: Json;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  readonly credentials: Json | undefined;
}

/** Writes the events of one attempt of a Task, in the family its resource has. */
export interface TaskEvents {
  started(pen: Pen): void;
  succeeded(pen: Pen, output: Json): void;
  failed(pen: Pen, details: ErrorDetails): void;
  timedOut(pen: Pen): void;
}

/** A Lambda function's ARN as the Resource. */
export function lambdaEvents(functionArn: string, task: TaskDetails): TaskEvents {
  return {
    started: (pen) => {
      pen.event("LambdaFunctionScheduled", { input: task.input, resource: functionArn, ...limitsOf(task) });
      pen.event("LambdaFunctionStarted");
    },
    succeeded: (pen, output) => pen.event("LambdaFunctionSucceeded", output),
    failed: (pen, details) => pen.event("LambdaFunctionFailed", details),
    timedOut: (pen) => pen.event("LambdaFunctionTimedOut", { error: "States.Timeout" }),
  };
}

/** A service integration, such as `resourceType` "sqs" and `resource` "sendMessage". */
export function serviceEvents(resourceType: string, resource: string, region: string, task: TaskDetails): TaskEvents {
  const write = (pen: Pen, type: HistoryEventType, details: object) => pen.event(type, { resourceType, resource, ...details });
  return {
    started: (pen) => {
      write(pen, "TaskScheduled", { region, parameters: task.input, ...limitsOf(task), ...heartbeatOf(task) });
      write(pen, "TaskStarted", {});
    },
    succeeded: (pen, output) => write(pen, "TaskSucceeded", { output }),
    failed: (pen, details) => write(pen, "TaskFailed", details),
    timedOut: (pen) => write(pen, "TaskTimedOut", { error: "States.Timeout" }),
  };
}

function limitsOf({ timeoutSeconds, credentials }: TaskDetails): object {
  return {
    ...(timeoutSeconds !== undefined && { timeoutInSeconds: timeoutSeconds }),
    ...(credentials !== undefined && { taskCredentials: { roleArn: (credentials as { RoleArn?: string }).RoleArn } }),
  };
}

function heartbeatOf({ heartbeatSeconds }: TaskDetails): object {
  return heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds };
}
