/** What the runner's `expect` gives a matcher as `this`: the part that Vitest and Jest have in common. */
export interface MatcherContext {
  readonly isNot?: boolean | undefined;
  /** `"resolves"`, `"rejects"` or nothing. */
  readonly promise?: string | undefined;
  readonly customTesters?: unknown[] | undefined;
  readonly utils?: MatcherUtils | undefined;
  equals(received: unknown, expected: unknown, customTesters?: unknown[]): boolean;
}

/** Helpers of the runner for messages; each may be missing in a runner we do not know. */
export interface MatcherUtils {
  matcherHint?(matcher: string, received?: string, expected?: string, options?: { isNot?: boolean; promise?: string }): string;
  diff?(expected: unknown, received: unknown, options?: { expand: boolean; contextLines: number }): string | null | undefined;
  EXPECTED_COLOR?(text: string): string;
  RECEIVED_COLOR?(text: string): string;
  DIM_COLOR?(text: string): string;
}

/** What a matcher answers: decided at once, told only when the runner asks. */
export interface MatcherResult {
  readonly pass: boolean;
  message(): string;
}

/** An asymmetric matcher of the runner, such as `expect.stringContaining("declined")`. */
export interface Asymmetric {
  asymmetricMatch(other: unknown): boolean;
}

/** A value, or an asymmetric matcher in its place. */
export type Like<T> = T | Asymmetric;

/** One use of a matcher: who asked what. */
export interface Assertion {
  readonly context: MatcherContext;
  readonly matcher: string;
  readonly args: readonly unknown[];
  /** What is received, as the message names it; an execution, unless said otherwise. */
  readonly subject?: string;
}

/** Equality as `toEqual` has it, asymmetric matchers and the user's own testers included. */
export function alike(context: MatcherContext, received: unknown, expected: unknown): boolean {
  return context.equals(received, expected, [...(context.customTesters ?? [])]);
}

/** Is this an asymmetric matcher, of whichever runner? */
export function isAsymmetric(value: unknown): value is Asymmetric {
  return typeof value === "object" && value !== null && "asymmetricMatch" in value;
}
