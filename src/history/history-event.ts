/** Details of the events of `GetExecutionHistory`, in the shapes of the Step Functions API. */
interface DataDetails {
  readonly truncated: boolean;
}

export interface ErrorDetails {
  readonly error?: string;
  readonly cause?: string;
}

export interface StateEnteredEventDetails {
  readonly name: string;
  readonly input?: string;
  readonly inputDetails?: DataDetails;
}

export interface StateExitedEventDetails {
  readonly name: string;
  readonly output?: string;
  readonly outputDetails?: DataDetails;
  /** Each value as JSON text. */
  readonly assignedVariables?: { readonly [name: string]: string };
  readonly assignedVariablesDetails?: DataDetails;
}

export interface MapIterationEventDetails {
  readonly name: string;
  readonly index: number;
}

interface ResourceDetails {
  readonly resourceType: string;
  readonly resource: string;
}

interface OutputDetails {
  readonly output?: string;
  readonly outputDetails?: DataDetails;
}

interface TaskCredentials {
  readonly roleArn: string;
}

export interface TaskScheduledEventDetails extends ResourceDetails {
  readonly region: string;
  readonly parameters: string;
  readonly timeoutInSeconds?: number;
  readonly heartbeatInSeconds?: number;
  readonly taskCredentials?: TaskCredentials;
}

export interface LambdaFunctionScheduledEventDetails {
  readonly resource: string;
  readonly input?: string;
  readonly inputDetails?: DataDetails;
  readonly timeoutInSeconds?: number;
  readonly taskCredentials?: TaskCredentials;
}

export interface ActivityScheduledEventDetails {
  readonly resource: string;
  readonly input?: string;
  readonly inputDetails?: DataDetails;
  readonly timeoutInSeconds?: number;
  readonly heartbeatInSeconds?: number;
}

export interface EvaluationFailedEventDetails {
  readonly error?: string;
  readonly cause?: string;
  readonly location?: string;
  readonly state: string;
}

/** The members that hold an event's details; each event has at most one of them. */
export interface EventDetails {
  readonly executionStartedEventDetails?: { readonly input: string; readonly inputDetails: DataDetails; readonly roleArn: string };
  readonly executionSucceededEventDetails?: OutputDetails;
  readonly executionFailedEventDetails?: ErrorDetails;
  readonly executionAbortedEventDetails?: ErrorDetails;
  readonly executionTimedOutEventDetails?: ErrorDetails;
  readonly executionRedrivenEventDetails?: { readonly redriveCount: number };
  readonly stateEnteredEventDetails?: StateEnteredEventDetails;
  readonly stateExitedEventDetails?: StateExitedEventDetails;
  readonly lambdaFunctionScheduledEventDetails?: LambdaFunctionScheduledEventDetails;
  readonly lambdaFunctionSucceededEventDetails?: OutputDetails;
  readonly lambdaFunctionFailedEventDetails?: ErrorDetails;
  readonly lambdaFunctionTimedOutEventDetails?: ErrorDetails;
  readonly taskScheduledEventDetails?: TaskScheduledEventDetails;
  readonly taskStartedEventDetails?: ResourceDetails;
  readonly taskSubmittedEventDetails?: ResourceDetails & OutputDetails;
  readonly taskSubmitFailedEventDetails?: ResourceDetails & ErrorDetails;
  readonly taskSucceededEventDetails?: ResourceDetails & OutputDetails;
  readonly taskFailedEventDetails?: ResourceDetails & ErrorDetails;
  readonly taskTimedOutEventDetails?: ResourceDetails & ErrorDetails;
  readonly activityScheduledEventDetails?: ActivityScheduledEventDetails;
  readonly activityStartedEventDetails?: { readonly workerName?: string };
  readonly activitySucceededEventDetails?: OutputDetails;
  readonly activityFailedEventDetails?: ErrorDetails;
  readonly activityTimedOutEventDetails?: ErrorDetails;
  readonly evaluationFailedEventDetails?: EvaluationFailedEventDetails;
  readonly mapStateStartedEventDetails?: { readonly length: number };
  readonly mapIterationStartedEventDetails?: MapIterationEventDetails;
  readonly mapIterationSucceededEventDetails?: MapIterationEventDetails;
  readonly mapIterationFailedEventDetails?: MapIterationEventDetails;
  readonly mapIterationAbortedEventDetails?: MapIterationEventDetails;
  readonly mapRunStartedEventDetails?: { readonly mapRunArn: string };
  readonly mapRunRedrivenEventDetails?: { readonly mapRunArn: string; readonly redriveCount: number };
  readonly mapRunFailedEventDetails?: ErrorDetails;
}

/** One event, as `GetExecutionHistory` returns it. */
export interface HistoryEvent extends EventDetails {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: Date;
  readonly type: HistoryEventType;
}

/** The event types this library records, under the names of the Step Functions API. */
export type HistoryEventType =
  | "ExecutionStarted"
  | "ExecutionSucceeded"
  | "ExecutionFailed"
  | "ExecutionAborted"
  | "ExecutionTimedOut"
  | "ExecutionRedriven"
  | "PassStateEntered"
  | "PassStateExited"
  | "ChoiceStateEntered"
  | "ChoiceStateExited"
  | "WaitStateEntered"
  | "WaitStateExited"
  | "WaitStateAborted"
  | "SucceedStateEntered"
  | "SucceedStateExited"
  | "FailStateEntered"
  | "TaskStateEntered"
  | "TaskStateExited"
  | "TaskStateAborted"
  | "TaskScheduled"
  | "TaskStarted"
  | "TaskSubmitted"
  | "TaskSubmitFailed"
  | "TaskSucceeded"
  | "TaskFailed"
  | "TaskTimedOut"
  | "ActivityScheduled"
  | "ActivityStarted"
  | "ActivitySucceeded"
  | "ActivityFailed"
  | "ActivityTimedOut"
  | "LambdaFunctionScheduled"
  | "LambdaFunctionStarted"
  | "LambdaFunctionSucceeded"
  | "LambdaFunctionFailed"
  | "LambdaFunctionTimedOut"
  | "EvaluationFailed"
  | "ParallelStateEntered"
  | "ParallelStateStarted"
  | "ParallelStateSucceeded"
  | "ParallelStateFailed"
  | "ParallelStateAborted"
  | "ParallelStateExited"
  | "MapStateEntered"
  | "MapStateStarted"
  | "MapStateSucceeded"
  | "MapStateFailed"
  | "MapStateAborted"
  | "MapStateExited"
  | "MapIterationStarted"
  | "MapIterationSucceeded"
  | "MapIterationFailed"
  | "MapIterationAborted"
  | "MapRunStarted"
  | "MapRunRedriven"
  | "MapRunSucceeded"
  | "MapRunFailed"
  | "MapRunAborted";
