import type { StateType } from "../asl/model.ts";
import type { Pointer } from "../base/pointer.ts";
import type { Stages } from "./decision.ts";

/** One Parallel branch or Map iteration around a state. */
export interface BranchStep {
  /** Name of the Parallel or Map state. */
  readonly state: string;
  /** Index of the branch, or of the item. */
  readonly index: number;
}

/** One try of a state; `attempt` is 1 for the first (`State.RetryCount` + 1). */
export interface Attempt {
  readonly attempt: number;
  readonly startedAt: Date;
  readonly endedAt?: Date;
  readonly error?: string;
  readonly cause?: string;
}

/** One retry: which retrier was used for which failure, and how long it waited. */
export interface Retry {
  /** Index in the state's `Retry`. */
  readonly retrier: number;
  /** 1 for the first retry of the state. */
  readonly attempt: number;
  readonly delaySeconds: number;
  readonly error?: string;
  readonly cause?: string;
}

/** A failure that a catcher took. */
export interface Caught {
  /** Index in the state's `Catch`. */
  readonly catcher: number;
  readonly error?: string;
  readonly cause?: string;
  readonly next: string;
}

/** What became of a visit; `CAUGHT_ERROR`: it failed, and a catcher led on. */
export type VisitStatus = "SUCCEEDED" | "CAUGHT_ERROR" | "FAILED" | "ABORTED";

/** One entry of a state, from its `…StateEntered` to its end. */
export interface Visit {
  readonly state: string;
  readonly type: StateType;
  readonly pointer: Pointer;
  /** Outermost Parallel branch or Map iteration first; `[]` at top level. */
  readonly branch: readonly BranchStep[];
  readonly enteredAt: Date;
  readonly exitedAt?: Date;
  /** Raw input, as in `…StateEntered`. */
  readonly input: unknown;
  /** Output after `OutputPath`, as in `…StateExited`. */
  readonly output?: unknown;
  readonly attempts: readonly Attempt[];
  readonly retries: readonly Retry[];
  readonly caught?: Caught;
  /** Index of the choice rule taken, or `"default"`. */
  readonly rule?: number | "default";
  /** Name of the state that followed. */
  readonly next?: string;
  /** With `inspect: true`: the data between input and output. */
  readonly stages?: Stages;
  /** `undefined` while the state is still running. */
  readonly status?: VisitStatus;
}
