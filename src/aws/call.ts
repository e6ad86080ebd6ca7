import type { Instant } from "../base/brand.ts";
import type { Json } from "../base/json.ts";
import type { FunctionName, Pattern } from "./resource.ts";

/** Where a call comes from: a line of states in an execution. */
export interface CallPlace {
  readonly branch: readonly { readonly state: string; readonly index: number }[];
}

/** A call that leaves a machine: the neutral currency between Task states and mocks. */
export interface AwsCall {
  readonly service: string;
  readonly operation: string;
  /** The API parameters; for a function ARN the payload. */
  readonly input: Json;
  /** The function, when one is invoked; `payload` is what it gets. */
  readonly function: FunctionName | undefined;
  readonly payload: Json;
  readonly state: string;
  readonly place: CallPlace;
  readonly attempt: number;
  readonly executionName: string;
  /** Of a task that waits. */
  readonly taskToken: string | undefined;
  /** How user code calls: by an SDK client. */
  readonly via?: "http";
  /** Who calls, where it is no state: `the consumer of jobs`. */
  readonly invoker?: string | undefined;
  /** Of a Task that calls a service, as in history: `sqs`, `aws-sdk:sqs`. */
  readonly resourceType?: string | undefined;
  /** The field of a distributed Map that asks; no mock of a state answers it. */
  readonly mapField?: "ItemReader" | "ResultWriter" | undefined;
  /** Of a Task that waits: for what. */
  readonly pattern?: Pattern | undefined;
  readonly at: Instant;
  /** A UUID drawn for the Task's present attempt. */
  uuid?(): string;
}

export type AwsReply =
  /** `isRaw`: it is a Task's raw result as it stands (a state's mock), not a function's payload. */
  | { readonly kind: "ok"; readonly value: Json; readonly isRaw: boolean }
  | { readonly kind: "error"; readonly error: string; readonly cause: string | undefined; readonly thrown?: unknown }
  /** For a task that waits. */
  | { readonly kind: "sequel"; readonly sequel: Sequel };

/** What becomes of a task that waits, once the service has answered its call. */
export interface Sequel {
  /** Who ends the wait: the job itself, or somebody with the task's token. */
  readonly by: "job" | "token";
  /** The service's first answer; `undefined` where the mock does not care. */
  readonly submitted: Json | undefined;
  /** How long it takes. */
  readonly afterMs: number;
  /** How often a sign of life comes meanwhile. */
  readonly everyMs: number | undefined;
  readonly ending: SequelEnding;
}

export type SequelEnding =
  /** `output`: `undefined` where the mock does not care what a job gives. */
  | { readonly kind: "success"; readonly output: Json | undefined }
  | { readonly kind: "failure"; readonly error: string | undefined; readonly cause: string | undefined }
  /** A job that failed, with the service's description of it, or why. */
  | { readonly kind: "failedJob"; readonly description: Json | undefined; readonly reason: string | undefined }
  | { readonly kind: "silence" };
