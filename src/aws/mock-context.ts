import type { Duration } from "../base/duration.ts";
import type { LambdaContextMembers } from "./lambda/lambda-context.ts";

/** What a mock function gets beside its input. */
export interface MockContext extends LambdaContextMembers {
  readonly state: string;
  /** The Parallel branches and Map iterations around the state, outermost first. */
  readonly branch: readonly { readonly state: string; readonly index: number }[];
  /** 1 for the state's first try. */
  readonly attempt: number;
  /** Counts this mock's calls, from 1. */
  readonly call: number;
  readonly executionName: string;
  /** Of a task that waits for a token, a job or a worker. */
  readonly taskToken: string | undefined;
  /** Virtual time. */
  readonly now: Date;
  /** Waits in virtual time. */
  sleep(duration: Duration): Promise<void>;
  /** Aborted when the execution no longer waits for the answer. */
  readonly signal: AbortSignal;
}
