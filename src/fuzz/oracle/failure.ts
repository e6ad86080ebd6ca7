/** A failure of a state as far as the history tells it. */
export interface Failure {
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** Whether it is a heartbeat that was missed; `undefined` where that cannot be told. */
  readonly isHeartbeat: boolean | undefined;
}

/** A failure that leaves no event of its own: it is not told which. */
export const UNTOLD = "untold";
export type SomeFailure = Failure | typeof UNTOLD;

/** ASL "Error names": does one of the names stand for the failure? `undefined` where that cannot be told. */
export function namesFailure(names: readonly string[], failure: Failure): boolean | undefined {
  const { error, isHeartbeat } = failure;
  // No Retry and no Catch applies to it.
  if (error === "States.Runtime") return false;
  if (names.includes("States.ALL") || (error !== undefined && names.includes(error))) return true;
  if (names.includes("States.TaskFailed") && error !== "States.Timeout") return true;
  return names.includes("States.HeartbeatTimeout") ? isHeartbeat : false;
}
