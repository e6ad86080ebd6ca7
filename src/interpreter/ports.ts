import type { ReaderConfig, WriterConfig } from "../asl/model.ts";
import type { Instant } from "../base/brand.ts";
import type { Json } from "../base/json.ts";
import type { StatesFailure } from "../base/states-failure.ts";
import type { Pen } from "../history/journal.ts";
import type { StateRef } from "../history/state-ref.ts";
import type { ScheduledTask } from "../history/task-events.ts";
import type { ExternalEffect, Step } from "../kernel/effect.ts";

/** What a Task state asks to be done; where the interpreter leaves ASL. */
export interface TaskRequest extends ScheduledTask {
  readonly resource: string;
  /** Is the input made by `Parameters` or `Arguments`, not the state's own? */
  readonly hasParameters: boolean;
}

/** The line of states that asks. */
export interface TaskLine {
  readonly pen: Pen;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly executionName: string;
  /** Drawn depending on state, branch, visit and attempt. */
  uuid(): string;
  /** Of the present attempt. */
  readonly taskToken: string;
  /** The failure of a task that cannot be begun. */
  cannotStart(text: string): StatesFailure;
}

/** The raw result, or why there is none. */
export type TaskOutcome = Json | StatesFailure;

/** An attempt of a Task under way: what its line waits for. */
export interface TaskAttempt extends ExternalEffect {
  /** Records how the attempt ended. */
  end(reply: unknown): TaskOutcome;
}

/** Does what Task states ask, and writes their events. */
export interface TaskPort {
  /** Begins an attempt: one call, or a step of several; one that cannot be made has failed already. */
  begin(request: TaskRequest, line: TaskLine): TaskAttempt | Step<TaskOutcome> | StatesFailure;
  /** A task token for who draws it. */
  newToken(draw: string): string;
}

/** ASL "ItemReader", with every expression worked out. */
export interface ReadRequest {
  readonly state: StateRef;
  /** The ARN of `s3:getObject` or `s3:listObjectsV2`. */
  readonly resource: string;
  /** Made by `Parameters` or `Arguments`. */
  readonly parameters: Json;
  readonly config: ReaderConfig;
  /** No more items than these; `Infinity` for all. */
  readonly maxItems: number;
}

/** ASL "ResultWriter", with every expression worked out. */
export interface WriteRequest {
  readonly state: StateRef;
  /** The ARN of `s3:putObject`; `undefined` where nothing is written and the results are only put into shape. */
  readonly resource: string | undefined;
  readonly parameters: Json;
  readonly config: WriterConfig;
  readonly mapRunArn: string;
  readonly children: readonly ChildResult[];
}

/** What became of a child execution of a distributed Map. */
export interface ChildResult {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED" | "PENDING";
  readonly input: Json;
  /** Of one that succeeded. */
  readonly output: Json | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly startedAt: Instant;
  readonly stoppedAt: Instant | undefined;
}

/** Where a distributed Map gets its items from and puts its results. */
export interface MapDataPort {
  /** The items, or why there are none. */
  readItems(request: ReadRequest, line: TaskLine): Step<readonly Json[] | StatesFailure>;
  /** The state's result, or why it could not be written. */
  writeResults(request: WriteRequest, line: TaskLine): Step<Json | StatesFailure>;
}
