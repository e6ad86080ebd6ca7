// Running

export type { AwsCode, Diagnostic, DiagnosticCode, MachineType, VariableReferences } from "./asl/index.ts";
export { InvalidDefinitionError } from "./asl/index.ts";
export type { Endpoint, EndpointOptions } from "./aws/endpoint/endpoint-options.ts";
export type { LambdaCallback, LambdaContextMembers } from "./aws/lambda/lambda-context.ts";
export type { LambdaHandlerLike } from "./aws/lambda/lambda-function.ts";
export { lambdaFunction } from "./aws/lambda/lambda-function.ts";
export type { LambdaModuleOptions, LambdaModuleSource } from "./aws/lambda/lambda-module.ts";
export { lambdaModule } from "./aws/lambda/lambda-module.ts";
export type { LambdaOptions } from "./aws/lambda/lambda-settings.ts";
export type { WorldCall } from "./aws/mock-aws.ts";
// Mocking
export type { MockContext } from "./aws/mock-context.ts";
export type { Mock, MockHandler, Mocks } from "./aws/mocks.ts";
export type { Reply } from "./aws/replies.ts";
export { after, fails, hangs, returns } from "./aws/replies.ts";
// Stand-ins
export type { DeliveryTarget } from "./aws/stand-ins/delivery-target.ts";
export type { Table, TableDefinition } from "./aws/stand-ins/dynamodb/dynamodb.ts";
export type { EventBus, RuleOptions } from "./aws/stand-ins/events/event-bus.ts";
export type { PublishedEvent } from "./aws/stand-ins/events/events.ts";
export type { Bucket, PutOptions } from "./aws/stand-ins/s3/bucket.ts";
export type { PublishedMessage, SubscribeOptions, Topic } from "./aws/stand-ins/sns/topic.ts";
export type { Consumer, ConsumerHandler } from "./aws/stand-ins/sqs/consumer.ts";
export type { ConsumerOptions } from "./aws/stand-ins/sqs/consumer-options.ts";
export type { QueueMessage } from "./aws/stand-ins/sqs/message.ts";
export type { Queue, SendOptions } from "./aws/stand-ins/sqs/queue.ts";
export type { QueueOptions } from "./aws/stand-ins/sqs/queue-options.ts";
export type { CallbackOptions, JobOptions } from "./aws/waiting-replies.ts";
export { callsBack, failsBack, heartbeats, job } from "./aws/waiting-replies.ts";
export type { WorldOptions } from "./aws/world-options.ts";
export type { Duration } from "./base/duration.ts";
// Errors
export { DeadlockError, InternalError, LimitError, MissingMockError, UsageError } from "./base/errors.ts";
// History
export type { HistoryEvent, HistoryEventType } from "./history/history-event.ts";
export type { LogEvent, Logging, LogLevel } from "./history/log-event.ts";
export type { Attempt, BranchStep, Caught, Retry, Visit, VisitStatus } from "./history/visit.ts";
export type { FieldValidationMode } from "./sdk/check.ts";
export type {
  Billing,
  Call,
  CallReply,
  Execution,
  ExecutionStatus,
  ExecutionType,
  ExecutionView,
  MapRunChild,
  MapRunView,
  Replay,
} from "./simulator/execution.ts";
export type { MockAws } from "./simulator/mock-aws.ts";
export { mockAws } from "./simulator/mock-aws.ts";
export type { Limits, RunOptions } from "./simulator/options.ts";
export { runStateMachine, startStateMachine } from "./simulator/run.ts";
export type { ActivityWorkers, RunningExecution } from "./simulator/running-execution.ts";
export type { StateMachine, StateMachineSource } from "./simulator/state-machine.ts";
export { defineStateMachine, loadStateMachine } from "./simulator/state-machine.ts";
export type { StateMachineOptions, StateMachines, WorldStateMachine } from "./simulator/state-machines.ts";
export type { TaskCallback } from "./simulator/task-callback.ts";
export type { ValidateOptions, Validation } from "./simulator/validate.ts";
export { validateStateMachine } from "./simulator/validate.ts";
export { variableReferences } from "./simulator/variable-references.ts";
