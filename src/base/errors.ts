/** What a {@link UsageError} can say beside its message. */
export interface UsageErrorDetails {
  /** Stable code, e.g. `MISSING_MOCK`. */
  readonly code: string;
  /** Name of the state it happened in. */
  readonly state?: string | undefined;
  /** What to do next. */
  readonly hint?: string | undefined;
}

/**
 * The library was misused: a wrong argument, a definition that cannot run, a Task without a mock. It rejects the call, and
 * no Retry or Catch of the machine can see it. `execution` is the execution as far as it got, when there was one.
 */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
  readonly code: string;
  readonly state: string | undefined;
  readonly hint: string | undefined;
  execution?: unknown;

  constructor(message: string, details: UsageErrorDetails) {
    super(details.hint === undefined ? message : `${message}\n\n${details.hint}`);
    this.code = details.code;
    this.state = details.state;
    this.hint = details.hint;
    Object.defineProperty(this, usageErrorMark, { value: true });
  }
}

const usageErrorMark = Symbol.for("sfn-testkit.UsageError");

/** Is this a usage error, of this copy of the library or of another (Jest runs tests in realms of their own)? */
export function isUsageError(thrown: unknown): thrown is UsageError {
  return typeof thrown === "object" && thrown !== null && usageErrorMark in thrown;
}

/** A Task was reached that nothing answers. */
export class MissingMockError extends UsageError {
  override readonly name: string = "MissingMockError";
}

/** The execution waits for something that nobody will do. */
export class DeadlockError extends UsageError {
  override readonly name: string = "DeadlockError";
}

/** A limit of the run (real time, transitions, virtual time) was reached. */
export class LimitError extends UsageError {
  override readonly name: string = "LimitError";
}

/** An invariant of the library broke: a bug of ours. */
export class InternalError extends Error {
  override readonly name: string = "InternalError";

  constructor(message: string) {
    super(`${message}\n\nThis is a bug in sfn-testkit. Please report it with the definition, the input and the seed.`);
  }
}
