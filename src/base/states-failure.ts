/**
 * ASL "Errors": a failure the machine itself can see, retry and catch. Thrown, but no `Error`: it carries no stack, which would
 * cost more than everything else about it.
 */
export class StatesFailure {
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** Another name that `ErrorEquals` may use for it. */
  readonly alias: string | undefined;

  constructor(error: string | undefined, cause?: string, alias?: string) {
    this.error = error;
    this.cause = cause;
    this.alias = alias;
  }
}

/** `{ error, cause }` of a failure, each only where there is one, as AWS records it. */
export function errorDetails({ error, cause }: Pick<StatesFailure, "error" | "cause">): { error?: string; cause?: string } {
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}

/** The failure of a state or task whose result is larger than AWS lets pass. */
export function dataLimitExceeded(producer: string): StatesFailure {
  const cause = `The state/task '${producer}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  return new StatesFailure("States.DataLimitExceeded", cause);
}
