import type { WaitState } from "../../asl/model.ts";
import type { Instant } from "../../base/brand.ts";
import { instant, later } from "../../base/brand.ts";
import type { Json } from "../../base/json.ts";
import type { Step } from "../../kernel/effect.ts";
import { sleepUntil } from "../../kernel/effect.ts";
import { compilePath, MISSING, QueryFailure } from "../../query/index.ts";
import { linkDataFlow } from "../data-flow.ts";
import type { LinkFrame } from "../linker.ts";
import type { Scope } from "../scope.ts";
import type { StateRunner } from "../state-node.ts";
import { Transition } from "../state-node.ts";
import { parseTimestamp } from "../timestamp.ts";

/** The longest wait: 2^31 seconds. */
const LONGEST_MS = 2 ** 31 * 1_000;

type DueInstant = (input: Json, scope: Scope) => Instant;

/** ASL "Wait State": delays the machine, then passes its input on. */
export function linkWait(state: WaitState, { next }: LinkFrame): StateRunner {
  const flow = linkDataFlow(state);
  const due = linkDueInstant(state);
  return function* wait(scope: Scope, raw: Json): Step<Transition> {
    const input = flow.input(raw, scope);
    // A timestamp in the past is no error: the state ends at once.
    yield* sleepUntil(due(input, scope));
    return new Transition(next, flow.output(raw, input, scope));
  };
}

function linkDueInstant(state: WaitState): DueInstant {
  if (state.SecondsPath !== undefined) return secondsAt(state.SecondsPath);
  if (state.TimestampPath !== undefined) return timestampAt(state.TimestampPath);
  const { Seconds, Timestamp } = state;
  if (Timestamp !== undefined) return (_input, scope) => reachable(parseTimestamp(Timestamp) ?? 0, scope);
  return (_input, scope) => later(scope.environment.kernel.now(), Seconds ?? 0);
}

function secondsAt(path: string): DueInstant {
  const expression = compilePath(path);
  return (input, scope) => {
    const seconds = expression.read(input, scope);
    if (seconds === MISSING) throw runtime(`The SecondsPath parameter does not reference an input value: ${path}`);
    if (!isWholeSeconds(seconds))
      throw runtime(`The SecondsPath parameter cannot be parsed as a long value: ${path} == ${textOf(seconds)}`);
    if (seconds < 0) throw runtime(`The SecondsPath parameter references a negative value: ${path} == ${seconds}`);
    const now = scope.environment.kernel.now();
    return reachable(now + seconds * 1_000, scope);
  };
}

function timestampAt(path: string): DueInstant {
  const expression = compilePath(path);
  return (input, scope) => {
    const found = expression.read(input, scope);
    if (found === MISSING) throw runtime(`The TimestampPath parameter does not reference an input value: ${path}`);
    const parsed = typeof found === "string" ? parseTimestamp(found) : undefined;
    if (parsed !== undefined) return reachable(parsed, scope);
    throw runtime(
      `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${path} == ${textOf(found)}`,
    );
  };
}

function reachable(due: number, scope: Scope): Instant {
  if (Math.abs(due - scope.environment.kernel.now()) > LONGEST_MS) throw runtime("Wait state delay is too long.");
  return instant(due);
}

function isWholeSeconds(value: Json): value is number {
  return typeof value === "number" && Number.isInteger(value);
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function runtime(text: string): QueryFailure {
  return new QueryFailure("States.Runtime", text);
}
