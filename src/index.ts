// Running

export type { AwsCode, Diagnostic, DiagnosticCode, MachineType, VariableReferences } from "./asl/index.ts";
export { InvalidDefinitionError } from "./asl/index.ts";
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
export type { CallbackOptions, JobOptions } from "./aws/waiting-replies.ts";
export { callsBack, failsBack, heartbeats, job } from "./aws/waiting-replies.ts";
export type { WorldOptions } from "./aws/world-options.ts";
export type { Duration } from "./base/duration.ts";
// Errors
export { DeadlockError, InternalError, LimitError, MissingMockError, UsageError } from "./base/errors.ts";
// History
export type { HistoryEvent, HistoryEventType } from "./history/history-event.ts";
export type { Attempt, BranchStep, Caught, Retry, Visit, VisitStatus } from "./history/visit.ts";
export type { Billing, Call, CallReply, Execution, ExecutionStatus, ExecutionType, ExecutionView, Replay } from "./simulator/execution.ts";
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
