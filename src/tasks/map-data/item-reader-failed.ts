import { StatesFailure } from "../../base/states-failure.ts";

/** ASL "States.ItemReaderFailed": the items could not be read. */
export function itemReaderFailed(cause: string): StatesFailure {
  return new StatesFailure("States.ItemReaderFailed", cause);
}
