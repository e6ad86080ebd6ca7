import type { Json } from "../base/json.ts";
import type { StatesFailure } from "../base/states-failure.ts";
import type { Pen } from "../history/journal.ts";
import type { ScheduledTask } from "../history/task-events.ts";
import type { ExternalEffect } from "../kernel/effect.ts";

/** What a Task state asks to be done; where the interpreter leaves ASL. */
export interface TaskRequest extends ScheduledTask {
  readonly resource: string;
}

/** The line of states that asks. */
export interface TaskLine {
  readonly pen: Pen;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly executionName: string;
  /** Drawn depending on state, branch, visit and attempt. */
  uuid(): string;
}

/** An attempt of a Task under way: what its line waits for. */
export interface TaskAttempt extends ExternalEffect {
  /** Records how the attempt ended; answers the raw result, or why there is none. */
  end(reply: unknown): Json | StatesFailure;
}

/** Does what Task states ask, and writes their events. */
export interface TaskPort {
  /** Begins an attempt; one that cannot be made has failed already. */
  begin(request: TaskRequest, line: TaskLine): TaskAttempt | StatesFailure;
}
