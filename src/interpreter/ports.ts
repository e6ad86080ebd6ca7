import type { Json } from "../base/json.ts";
import type { Pen } from "../history/journal.ts";
import type { StateRef } from "../history/state-ref.ts";
import type { ScheduledTask } from "../history/task-events.ts";
import type { Step } from "../kernel/effect.ts";

/** Where a task draws what is random, depending on state, branch, visit and attempt. */
export interface Chance {
  /** [0, 1) */
  random(): number;
  uuid(): string;
}

/** What a Task state asks to be done; where the interpreter leaves ASL. */
export interface TaskRequest extends ScheduledTask {
  readonly state: StateRef;
  readonly resource: string;
  /** The effective `Parameters`. */
  readonly input: Json;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly executionName: string;
  readonly chance: Chance;
}

/** Does what Task states ask: answers the raw result, or throws a `StatesFailure`; writes the task's events. */
export interface TaskPort {
  perform(request: TaskRequest, pen: Pen): Step<Json>;
}
