import type { Json } from "../base/json.ts";
import type { Pen } from "../history/journal.ts";
import type { StateRef } from "../history/state-ref.ts";
import type { Step } from "../kernel/effect.ts";

/** What a Task state asks to be done; where the interpreter leaves ASL. */
export interface TaskRequest {
  readonly state: StateRef;
  readonly resource: string;
  /** The effective `Parameters`. */
  readonly input: Json;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  readonly credentials: Json | undefined;
  readonly executionName: string;
  readonly random: () => number;
  readonly uuid: () => string;
}

/** Does what Task states ask: answers the raw result, or throws a `StatesFailure`; writes the task's events. */
export interface TaskPort {
  perform(request: TaskRequest, pen: Pen): Step<Json>;
}
