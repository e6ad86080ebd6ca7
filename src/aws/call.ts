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
  /** The function, when one is invoked, and what it gets. */
  readonly invocation: Invocation | undefined;
  readonly state: string;
  readonly place: CallPlace;
  readonly attempt: number;
  readonly executionName: string;
}

export interface Invocation {
  readonly function: FunctionName;
  readonly payload: Json;
  /** The function's answer is wrapped: `{ StatusCode, Payload, … }`. */
  readonly enveloped: boolean;
}

export type AwsReply =
  | { readonly kind: "ok"; readonly value: Json }
  | { readonly kind: "error"; readonly error: string; readonly cause: string | undefined };
