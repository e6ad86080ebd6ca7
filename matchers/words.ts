import { formatDuration } from "../src/base/duration.ts";
import { printable } from "../src/base/printable.ts";
import { abbreviate } from "../src/base/text.ts";
import type { Seen } from "./seen.ts";

/** A name or an error text, harmless and not long. */
export const brief = (text: string): string => printable(abbreviate(text));

/** A Fail state, or a Lambda, may give no error name. */
export const NAMELESS = "an error without a name";

/** The name of an error, which may be missing. */
export const errorName = (error: string | undefined): string => (error === undefined ? NAMELESS : quoted(error));

/** A name in quotes, harmless. */
export const quoted = (name: string): string => `"${printable(name)}"`;

/** `a`, `a and b`, `a, b and c`. */
export function inWords(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** Virtual time since the execution's start: `"14s"`. */
export function sinceStart(view: Seen, moment: Date): string {
  return span(moment.getTime() - startOf(view));
}

/** A duration in milliseconds; nothing is `"0s"`. */
export const span = (duration: number): string => (duration === 0 ? "0s" : formatDuration(duration));

/** The instant of the first event, in milliseconds. */
export function startOf(view: Seen): number {
  return (view.history[0]?.timestamp ?? view.visits[0]?.enteredAt)?.getTime() ?? 0;
}

/** The instant up to which an execution is known: of one that is still running, its own `now`. */
export function lastInstant(view: Seen): Date {
  return view.now ?? view.history.at(-1)?.timestamp ?? new Date(startOf(view));
}

/** `once`, `twice`, `3 times`. */
export function timesInWords(times: number): string {
  return times === 1 ? "once" : times === 2 ? "twice" : `${times} times`;
}
