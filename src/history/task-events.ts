import type { Json } from "../base/json.ts";
import type { ErrorDetails, HistoryEventType } from "./history-event.ts";
import type { Pen } from "./journal.ts";

/** What a task is asked for, as its `…Scheduled` event tells it. */
export interface ScheduledTask {
  readonly input: Json;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  readonly credentials: Json | undefined;
}

/** Writes the events of one attempt of a Task, in the family its resource has. */
export interface TaskEvents {
  started(pen: Pen, task: ScheduledTask): void;
  succeeded(pen: Pen, output: Json): void;
  failed(pen: Pen, details: ErrorDetails): void;
  timedOut(pen: Pen): void;
}

/** A Lambda function's ARN as the Resource. */
export function lambdaEvents(resource: string): TaskEvents {
  return {
    started: (pen, task) => {
      pen.event("LambdaFunctionScheduled", withLimits({ input: task.input, resource }, task));
      pen.event("LambdaFunctionStarted");
    },
    succeeded: (pen, output) => pen.event("LambdaFunctionSucceeded", output),
    failed: (pen, details) => pen.event("LambdaFunctionFailed", details),
    timedOut: (pen) => pen.event("LambdaFunctionTimedOut", { error: "States.Timeout" }),
  };
}

/** A service integration, such as `resourceType` "sqs" and `resource` "sendMessage". */
export function serviceEvents(resourceType: string, resource: string, region: string): TaskEvents {
  const named = Object.freeze({ resourceType, resource });
  const write = (pen: Pen, type: HistoryEventType, details: object): void => void pen.event(type, { ...named, ...details });
  return {
    started: (pen, task) => {
      const scheduled = withLimits({ resourceType, resource, region, parameters: task.input }, task);
      pen.event(
        "TaskScheduled",
        task.heartbeatSeconds === undefined ? scheduled : { ...scheduled, heartbeatInSeconds: task.heartbeatSeconds },
      );
      pen.event("TaskStarted", named);
    },
    succeeded: (pen, output) => write(pen, "TaskSucceeded", { output }),
    failed: (pen, details) => write(pen, "TaskFailed", details),
    timedOut: (pen) => write(pen, "TaskTimedOut", { error: "States.Timeout" }),
  };
}

function withLimits(details: object, { timeoutSeconds, credentials }: ScheduledTask): object {
  if (timeoutSeconds === undefined && credentials === undefined) return details;
  return {
    ...details,
    ...(timeoutSeconds !== undefined && { timeoutInSeconds: timeoutSeconds }),
    ...(credentials !== undefined && { taskCredentials: { roleArn: (credentials as { readonly RoleArn?: Json }).RoleArn } }),
  };
}
