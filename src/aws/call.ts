import type { Instant } from "../base/brand.ts";
import type { Json } from "../base/json.ts";
import type { FunctionName } from "./resource.ts";

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
  readonly at: Instant;
}

export type AwsReply =
  /** `isRaw`: it is a Task's raw result as it stands (a state's mock), not a function's payload. */
  | { readonly kind: "ok"; readonly value: Json; readonly isRaw: boolean }
  | { readonly kind: "error"; readonly error: string; readonly cause: string | undefined };
