import type { SequelEnding } from "../aws/call.ts";
import { InternalError } from "../base/errors.ts";
import type { Json } from "../base/json.ts";
import { dataLimitExceeded, errorDetails, StatesFailure } from "../base/states-failure.ts";
import type { TaskEvents } from "../history/task-events.ts";
import type { TaskLine, TaskOutcome } from "../interpreter/ports.ts";
import type { Overdue } from "./wait-for-end.ts";

/** A Task that has waited: where its last event is written. */
export interface Waited {
  readonly line: TaskLine;
  readonly events: TaskEvents;
  /** Who "returned a result", when it is too large. */
  readonly producer: string;
  /** The job as its service describes it; it failed if there is a reason. */
  described(reason: string | undefined): Json;
}

/** Records how a Task that waited has ended; answers its raw result, or why there is none. */
export function conclude(ending: SequelEnding | Overdue, task: Waited): TaskOutcome {
  switch (ending.kind) {
    case "overdue":
      return timedOut(ending.failure, task);
    case "success":
      return succeeded(ending.output ?? task.described(undefined), task);
    case "failure":
      return failed(new StatesFailure(ending.error, ending.cause), task);
    case "failedJob":
      return failed(new StatesFailure("States.TaskFailed", JSON.stringify(ending.description ?? task.described(ending.reason))), task);
    case "silence":
      throw new InternalError("A wait that nobody ends has ended.");
  }
}

/** Records that a deadline came first. */
export function timedOut(failure: StatesFailure, { events, line }: Pick<Waited, "events" | "line">): StatesFailure {
  events.timedOut(line.pen);
  return failure;
}

function succeeded(output: Json, task: Waited): TaskOutcome {
  if (task.line.isTooLarge(output)) return failed(dataLimitExceeded(task.producer), task);
  task.events.succeeded(task.line.pen, output);
  return output;
}

function failed(failure: StatesFailure, { events, line }: Waited): StatesFailure {
  events.failed(line.pen, errorDetails(failure));
  return failure;
}
