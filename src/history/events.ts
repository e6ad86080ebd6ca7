import type { StateType } from "../asl/model.ts";
import type { Json, JsonObject } from "../base/json.ts";
import type { EventDetails, HistoryEventType } from "./history-event.ts";
import type { JsonTexts } from "./json-texts.ts";
import type { Line } from "./line.ts";
import type { StateRef } from "./state-ref.ts";
import { LimitedInput, limitDetails, scheduledInput } from "./task-limits.ts";

/** What was recorded of an event; its details in AWS's shape are made from it when the history is read. */
export interface EventRecord {
  readonly state: StateRef | undefined;
  readonly line: Line;
  readonly data: unknown;
  readonly texts: JsonTexts;
}

/** How the details of one event type are made. */
interface EventForm {
  /** Where `GetExecutionHistory` puts the details. */
  readonly member?: keyof EventDetails;
  readonly details?: (record: EventRecord) => object | undefined;
}

const WHOLE = { truncated: false } as const;

const entered: EventForm = { member: "stateEnteredEventDetails", details: entryDetails };
const exited: EventForm = { member: "stateExitedEventDetails", details: exitDetails };

const bare: EventForm = {};

/** One row per event type. */
const EVENTS: Readonly<Record<HistoryEventType, EventForm>> = {
  ExecutionStarted: { member: "executionStartedEventDetails", details: beginning },
  ExecutionSucceeded: { member: "executionSucceededEventDetails", details: result },
  ExecutionFailed: { member: "executionFailedEventDetails", details: given },
  ExecutionAborted: { member: "executionAbortedEventDetails", details: given },
  ExecutionTimedOut: { member: "executionTimedOutEventDetails", details: given },
  ExecutionRedriven: { member: "executionRedrivenEventDetails", details: given },
  PassStateEntered: entered,
  PassStateExited: exited,
  ChoiceStateEntered: entered,
  ChoiceStateExited: exited,
  WaitStateEntered: entered,
  WaitStateExited: exited,
  WaitStateAborted: bare,
  SucceedStateEntered: entered,
  SucceedStateExited: exited,
  FailStateEntered: entered,
  TaskStateEntered: entered,
  TaskStateExited: exited,
  TaskStateAborted: bare,
  TaskScheduled: { member: "taskScheduledEventDetails", details: withParameters },
  TaskStarted: { member: "taskStartedEventDetails", details: given },
  TaskSubmitted: { member: "taskSubmittedEventDetails", details: withOutput },
  TaskSubmitFailed: { member: "taskSubmitFailedEventDetails", details: given },
  TaskSucceeded: { member: "taskSucceededEventDetails", details: withOutput },
  TaskFailed: { member: "taskFailedEventDetails", details: given },
  TaskTimedOut: { member: "taskTimedOutEventDetails", details: given },
  LambdaFunctionScheduled: { member: "lambdaFunctionScheduledEventDetails", details: invocation },
  LambdaFunctionStarted: bare,
  LambdaFunctionSucceeded: { member: "lambdaFunctionSucceededEventDetails", details: result },
  LambdaFunctionFailed: { member: "lambdaFunctionFailedEventDetails", details: given },
  LambdaFunctionTimedOut: { member: "lambdaFunctionTimedOutEventDetails", details: given },
  ActivityScheduled: { member: "activityScheduledEventDetails", details: withInput },
  ActivityStarted: { member: "activityStartedEventDetails", details: given },
  ActivitySucceeded: { member: "activitySucceededEventDetails", details: result },
  ActivityFailed: { member: "activityFailedEventDetails", details: given },
  ActivityTimedOut: { member: "activityTimedOutEventDetails", details: given },
  EvaluationFailed: { member: "evaluationFailedEventDetails", details: given },
  ParallelStateEntered: entered,
  ParallelStateStarted: bare,
  ParallelStateSucceeded: bare,
  ParallelStateFailed: bare,
  ParallelStateAborted: bare,
  ParallelStateExited: exited,
  MapStateEntered: entered,
  MapStateStarted: { member: "mapStateStartedEventDetails", details: ({ data }) => ({ length: data }) },
  MapStateSucceeded: bare,
  MapStateFailed: bare,
  MapStateAborted: bare,
  MapStateExited: exited,
  MapIterationStarted: { member: "mapIterationStartedEventDetails", details: iteration },
  MapIterationSucceeded: { member: "mapIterationSucceededEventDetails", details: iteration },
  MapIterationFailed: { member: "mapIterationFailedEventDetails", details: iteration },
  MapIterationAborted: { member: "mapIterationAbortedEventDetails", details: iteration },
  MapRunStarted: { member: "mapRunStartedEventDetails", details: given },
  MapRunRedriven: { member: "mapRunRedrivenEventDetails", details: given },
  MapRunSucceeded: bare,
  MapRunFailed: { member: "mapRunFailedEventDetails", details: given },
  MapRunAborted: bare,
};

/** The details of an event in AWS's shape; `undefined` for one that has none. */
export function detailsOf(type: HistoryEventType, record: EventRecord): object | undefined {
  return EVENTS[type].details?.(record);
}

/** Puts the details of an event where AWS has them. */
export function addDetails(event: { readonly type: HistoryEventType }, record: EventRecord): void {
  const { member } = EVENTS[event.type];
  const made = detailsOf(event.type, record);
  if (member !== undefined && made !== undefined) (event as object as { [member: string]: object })[member] = made;
}

type EventByState = Readonly<Record<StateType, HistoryEventType>>;

export const ENTERED: EventByState = {
  Pass: "PassStateEntered",
  Task: "TaskStateEntered",
  Choice: "ChoiceStateEntered",
  Wait: "WaitStateEntered",
  Succeed: "SucceedStateEntered",
  Fail: "FailStateEntered",
  Parallel: "ParallelStateEntered",
  Map: "MapStateEntered",
};

/** A Fail state never exits. */
export const EXITED: Omit<EventByState, "Fail"> = {
  Pass: "PassStateExited",
  Task: "TaskStateExited",
  Choice: "ChoiceStateExited",
  Wait: "WaitStateExited",
  Succeed: "SucceedStateExited",
  Parallel: "ParallelStateExited",
  Map: "MapStateExited",
};

/** Only states that can wait can be aborted. */
export const ABORTED: Partial<EventByState> = {
  Task: "TaskStateAborted",
  Wait: "WaitStateAborted",
  Parallel: "ParallelStateAborted",
  Map: "MapStateAborted",
};

/** The output of a state that assigned variables. */
export class Exit {
  readonly output: Json;
  readonly assigned: JsonObject;

  constructor(output: Json, assigned: JsonObject) {
    this.output = output;
    this.assigned = assigned;
  }
}

/** The output of a `…StateExited` record. */
export function exitOutput(data: unknown): Json {
  return data instanceof Exit ? data.output : (data as Json);
}

function entryDetails({ state, data, texts }: EventRecord): object {
  return { name: state?.name, input: texts.of(data), inputDetails: WHOLE };
}

function exitDetails({ state, data, texts }: EventRecord): object {
  const details = { name: state?.name, output: texts.of(exitOutput(data)), outputDetails: WHOLE };
  return data instanceof Exit ? { ...details, ...assignedVariables(data.assigned) } : details;
}

function assignedVariables(assigned: JsonObject): object {
  const texts = Object.fromEntries(Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)]));
  return { assignedVariables: texts, assignedVariablesDetails: WHOLE };
}

function given({ data }: EventRecord): object {
  return data as object;
}

function result({ data, texts }: EventRecord): object {
  return { output: texts.of(data), outputDetails: WHOLE };
}

function beginning({ data, texts }: EventRecord): object {
  const { input, roleArn } = data as { readonly input: Json; readonly roleArn: string };
  return { input: texts.of(input), inputDetails: WHOLE, roleArn };
}

function withInput({ data, texts }: EventRecord): object {
  const { input, ...rest } = data as { readonly input: Json };
  return { input: texts.of(input), inputDetails: WHOLE, ...rest };
}

function invocation({ state, data, texts }: EventRecord): object {
  const details = { input: texts.of(scheduledInput(data)), inputDetails: WHOLE, resource: state?.resource };
  return data instanceof LimitedInput ? { ...details, ...limitDetails(data.limits) } : details;
}

function withOutput({ data, texts }: EventRecord): object {
  const { output, ...rest } = data as { readonly output: Json };
  return { ...rest, output: texts.of(output), outputDetails: WHOLE };
}

function withParameters({ data, texts }: EventRecord): object {
  const { parameters, ...rest } = data as { readonly parameters: Json } & JsonObject;
  return { ...rest, parameters: texts.of(parameters) };
}

function iteration({ line }: EventRecord): object {
  return { name: line.state?.name, index: line.index };
}
