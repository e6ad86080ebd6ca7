import type { Json } from "../base/json.ts";
import type { ErrorDetails, HistoryEventType } from "./history-event.ts";
import type { Pen } from "./journal.ts";
import type { StateRef } from "./state-ref.ts";
import type { TaskLimits } from "./task-limits.ts";
import { heartbeatDetails, LimitedInput, limitDetails, NO_LIMITS } from "./task-limits.ts";

/** What a task is asked for, as its `…Scheduled` event tells it. */
export interface ScheduledTask {
  readonly state: StateRef;
  /** The effective `Parameters`. */
  readonly input: Json;
  readonly limits: TaskLimits;
}

/** Writes the events of one attempt of a Task, in the family its resource has. */
export interface TaskEvents {
  started(pen: Pen, task: ScheduledTask): void;
  succeeded(pen: Pen, output: Json): void;
  failed(pen: Pen, details: ErrorDetails): void;
  timedOut(pen: Pen): void;
}

/** A Lambda function's ARN as the Resource. */
export function lambdaEvents(): TaskEvents {
  return {
    started: (pen, { state, input, limits }) => {
      pen.event("LambdaFunctionScheduled", limits === NO_LIMITS ? input : new LimitedInput(input, limits), state);
      pen.event("LambdaFunctionStarted");
    },
    succeeded: (pen, output) => pen.event("LambdaFunctionSucceeded", output),
    failed: (pen, details) => pen.event("LambdaFunctionFailed", details),
    timedOut: (pen) => pen.event("LambdaFunctionTimedOut", { error: "States.Timeout" }),
  };
}

/** What tasks that wait have beside: an answer to their call, before they end. */
export interface SubmittedEvents extends TaskEvents {
  submitted(pen: Pen, output: Json): void;
  submitFailed(pen: Pen, details: ErrorDetails): void;
}

/** A service integration, such as `resourceType` "sqs" and `resource` "sendMessage". */
export function serviceEvents(resourceType: string, resource: string, region: string): SubmittedEvents {
  const named = Object.freeze({ resourceType, resource });
  const write = (pen: Pen, type: HistoryEventType, details: object): void => void pen.event(type, { ...named, ...details });
  return {
    started: (pen, { input, limits }) => {
      const scheduled = { resourceType, resource, region, parameters: input, ...limitDetails(limits), ...heartbeatDetails(limits) };
      pen.event("TaskScheduled", scheduled);
      pen.event("TaskStarted", named);
    },
    submitted: (pen, output) => write(pen, "TaskSubmitted", { output }),
    submitFailed: (pen, details) => write(pen, "TaskSubmitFailed", details),
    succeeded: (pen, output) => write(pen, "TaskSucceeded", { output }),
    failed: (pen, details) => write(pen, "TaskFailed", details),
    timedOut: (pen) => write(pen, "TaskTimedOut", { error: "States.Timeout" }),
  };
}

/** What an activity has beside: a worker takes it. */
export interface ActivityEvents extends TaskEvents {
  taken(pen: Pen, workerName: string | undefined): void;
}

/** An activity's ARN as the Resource. */
export function activityEvents(resource: string): ActivityEvents {
  return {
    started: (pen, { input, limits }) => {
      pen.event("ActivityScheduled", { input, resource, ...limitDetails(limits), ...heartbeatDetails(limits) });
    },
    taken: (pen, workerName) => pen.event("ActivityStarted", workerName === undefined ? {} : { workerName }),
    succeeded: (pen, output) => pen.event("ActivitySucceeded", output),
    failed: (pen, details) => pen.event("ActivityFailed", details),
    timedOut: (pen) => pen.event("ActivityTimedOut", { error: "States.Timeout" }),
  };
}
