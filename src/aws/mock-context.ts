import type { Duration } from "../base/duration.ts";
import { milliseconds } from "../base/duration.ts";
import type { ExternalHandle } from "../kernel/external.ts";
import type { AwsCall } from "./call.ts";
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

/** The context of one call. */
export class HandlerContext implements Omit<MockContext, keyof LambdaContextMembers> {
  readonly state: string;
  readonly attempt: number;
  readonly call: number;
  readonly executionName: string;
  readonly #asked: AwsCall;
  readonly #handle: ExternalHandle;

  constructor(asked: AwsCall, nth: number, handle: ExternalHandle) {
    this.state = asked.state;
    this.attempt = asked.attempt;
    this.call = nth;
    this.executionName = asked.executionName;
    this.#asked = asked;
    this.#handle = handle;
  }

  get taskToken(): string | undefined {
    return this.#asked.taskToken;
  }

  get branch(): MockContext["branch"] {
    return this.#asked.place.branch;
  }

  get now(): Date {
    return new Date(this.#handle.now());
  }

  get signal(): AbortSignal {
    return this.#handle.signal;
  }

  /** A getter, so that a handler may take it out of its context. */
  get sleep(): MockContext["sleep"] {
    const handle = this.#handle;
    return (duration) => handle.sleep(milliseconds(duration, "The duration of sleep()"));
  }
}
