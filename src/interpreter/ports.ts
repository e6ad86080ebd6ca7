import type { Json } from "../base/json.ts";
import type { StatesFailure } from "../base/states-failure.ts";
import type { Pen } from "../history/journal.ts";
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
