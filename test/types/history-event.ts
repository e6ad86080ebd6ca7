/** Checked by the compiler alone: a history can be given to whatever takes the history of the Step Functions API. */
import type { HistoryEvent as AwsHistoryEvent, GetExecutionHistoryOutput } from "@aws-sdk/client-sfn";
import type { Execution, HistoryEvent, HistoryEventType } from "sfn-testkit";

declare const execution: Execution;
declare const event: HistoryEvent;

export const asEvent: AwsHistoryEvent = event;
export const asEvents: readonly AwsHistoryEvent[] = execution.history;
export const asList: AwsHistoryEvent[] = [...execution.history];
export const asAnswer: GetExecutionHistoryOutput = { events: [...execution.history] };

// Every type of event is one of theirs.
export const asType: NonNullable<AwsHistoryEvent["type"]> = event.type satisfies HistoryEventType;

// Ours tells more: these are never absent.
export const id: number = event.id;
export const at: Date = event.timestamp;

// @ts-expect-error a history is read-only
execution.history.push(event);
// @ts-expect-error so are its events
event.id = 1;
