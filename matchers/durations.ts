import type { Duration } from "../src/base/duration.ts";
import { milliseconds } from "../src/base/duration.ts";
import { isUsageError } from "../src/base/errors.ts";
import { misuse } from "./execution-guard.ts";
import type { Assertion, Like, MatcherContext } from "./matcher.ts";
import { alike, isAsymmetric } from "./matcher.ts";
import { shown } from "./shown.ts";
import { span } from "./words.ts";

/** Is this the duration asked? A millisecond is the grain of virtual time, so that a jittered one may be written rounded to it. */
export function lasts(context: MatcherContext, took: number, expected: Like<Duration>): boolean {
  if (isAsymmetric(expected)) return alike(context, took / 1_000, expected);
  return Math.abs(took - milliseconds(expected)) < 1;
}

/** `2s`, or what an asymmetric matcher says of itself. */
export function durationInWords(duration: Like<Duration>): string {
  return isAsymmetric(duration) ? shown(duration) : span(milliseconds(duration));
}

/** Throws for what is no duration; asymmetric matchers are asked with the seconds. */
export function expectDuration(duration: Like<Duration>, what: string, assertion: Assertion): void {
  if (isAsymmetric(duration)) return;
  try {
    milliseconds(duration, what);
  } catch (thrown) {
    throw isUsageError(thrown) ? misuse(assertion, thrown.message) : thrown;
  }
}
