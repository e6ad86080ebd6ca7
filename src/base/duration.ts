import { UsageError } from "./errors.ts";
import { shownValue } from "./shown-value.ts";

/** A number of seconds, as ASL counts, or text such as `"500ms"`, `"30s"`, `"5m"`, `"1h30m"`, `"1d"`. */
export type Duration = number | string;

const UNITS: { readonly [unit: string]: number } = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const WHOLE = /^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/;
const PART = /(\d+(?:\.\d+)?)(ms|[smhd])/g;

/** Milliseconds of a duration; `what` names it in the {@link UsageError} for one that cannot be read. */
export function milliseconds(duration: Duration, what = "A duration"): number {
  if (typeof duration === "number" && duration >= 0 && Number.isFinite(duration)) return duration * 1_000;
  if (typeof duration === "string" && WHOLE.test(duration)) return sumOfParts(duration);
  throw new UsageError(`${what} must be a number of seconds or text such as "500ms", "30s", "1h30m", but was ${shownValue(duration)}.`, {
    code: "INVALID_DURATION",
  });
}

function sumOfParts(text: string): number {
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(PART)) sum += Number(amount) * (UNITS[unit as string] as number);
  return sum;
}

/** A duration as a person writes it: `"1h 30m"`, `"2.5s"`, `"500ms"`. */
export function formatDuration(duration: number): string {
  if (duration < 1_000) return `${duration}ms`;
  const parts: string[] = [];
  let rest = duration;
  for (const unit of ["d", "h", "m"] as const) {
    const size = UNITS[unit] as number;
    if (rest >= size) parts.push(`${Math.floor(rest / size)}${unit}`);
    rest %= size;
  }
  if (rest > 0) parts.push(`${rest / 1_000}s`);
  return parts.join(" ");
}
