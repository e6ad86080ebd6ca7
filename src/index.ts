// Running
export { runStateMachine, startStateMachine } from "./simulator/run.ts";
export { defineStateMachine, loadStateMachine } from "./simulator/state-machine.ts";
export type { StateMachine, StateMachineSource } from "./simulator/state-machine.ts";
export type { RunningExecution } from "./simulator/running-execution.ts";
export type { Limits, RunOptions } from "./simulator/options.ts";
export type { Billing, Call, CallReply, Execution, ExecutionStatus, ExecutionType, ExecutionView, Replay } from "./simulator/execution.ts";

// History
export type { HistoryEvent, HistoryEventType } from "./history/history-event.ts";
export type { Attempt, BranchStep, Caught, Retry, Visit, VisitStatus } from "./history/visit.ts";

// Mocking
export { mockAws } from "./aws/mock-aws.ts";
export type { MockAws, WorldCall, WorldOptions } from "./aws/mock-aws.ts";
export { after, fails, hangs, returns } from "./aws/replies.ts";
export type { Reply } from "./aws/replies.ts";
export type { MockContext } from "./aws/answer.ts";
export type { Mock, Mocks } from "./aws/mocks.ts";
export type { Duration } from "./base/duration.ts";

// Errors
export { DeadlockError, InternalError, LimitError, MissingMockError, UsageError } from "./base/errors.ts";
export { InvalidDefinitionError } from "./asl/index.ts";
export type { Diagnostic, DiagnosticCode } from "./asl/index.ts";
