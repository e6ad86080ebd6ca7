import type { WaitState } from "../../asl/model.ts";
import type { Instant } from "../../base/brand.ts";
import { instant } from "../../base/brand.ts";
import type { Json } from "../../base/json.ts";
import type { Step } from "../../kernel/effect.ts";
import { sleepUntil } from "../../kernel/effect.ts";
import type { Answer } from "../../query/index.ts";
import { compileJsonata, compilePath, isJsonata, MISSING, QueryFailure } from "../../query/index.ts";
import { ready } from "../data-flow.ts";
import { linkFlow } from "../link-flow.ts";
import type { LinkFrame } from "../linker.ts";
import type { Scope } from "../scope.ts";
import type { Move, StateRunner } from "../state-node.ts";
import { parseTimestamp } from "../timestamp.ts";

/** The longest wait: 2^31 seconds. */
const LONGEST_MS = 2 ** 31 * 1_000;

/** What a Wait state is told: seconds from now, or a moment; and how that is read. */
interface WaitField {
  readonly told: (input: Json, scope: Scope) => Answer;
  readonly due: (told: Json, scope: Scope) => Instant;
}

/** ASL "Wait State": delays the machine, then passes its input on. */
export function linkWait(state: WaitState, frame: LinkFrame): StateRunner {
  const flow = linkFlow(state, frame);
  const { told, due } = frame.language === "JSONata" ? linkJsonataField(state) : linkJsonPathField(state);
  return function* wait(scope: Scope, raw: Json): Step<Move> {
    const input = yield* ready(flow.enter(raw, scope));
    // A timestamp in the past is no error: the state ends at once.
    yield* sleepUntil(due(yield* ready(told(input, scope)), scope));
    return flow.leave(raw, input, scope, frame.next);
  };
}

function linkJsonPathField({ Seconds, SecondsPath, Timestamp, TimestampPath }: WaitState): WaitField {
  if (SecondsPath !== undefined)
    return { told: tellAt("SecondsPath", SecondsPath), due: (told, scope) => afterSeconds(told, scope, secondsPathTexts(SecondsPath)) };
  if (TimestampPath !== undefined)
    return {
      told: tellAt("TimestampPath", TimestampPath),
      due: (told, scope) => atTimestamp(told, scope, timestampPathFailure(TimestampPath)),
    };
  return literal(Seconds, Timestamp);
}

function linkJsonataField({ Seconds, Timestamp }: WaitState): WaitField {
  if (typeof Seconds === "string")
    return { told: tell("Seconds", Seconds), due: (told, scope) => afterSeconds(told, scope, SECONDS_TEXTS) };
  if (Timestamp !== undefined && isJsonata(Timestamp))
    return { told: tell("Timestamp", Timestamp), due: (told, scope) => atTimestamp(told, scope, timestampFailure) };
  return literal(Seconds, Timestamp);
}

function literal(seconds: number | string | undefined, timestamp: string | undefined): WaitField {
  return timestamp === undefined
    ? { told: () => Number(seconds), due: (told, scope) => afterSeconds(told, scope, SECONDS_TEXTS) }
    : { told: () => timestamp, due: (told, scope) => atTimestamp(told, scope, timestampFailure) };
}

function tell(field: string, expression: string): WaitField["told"] {
  const evaluate = compileJsonata(field, expression);
  return (input, scope) => evaluate({ input }, scope);
}

function tellAt(field: string, path: string): WaitField["told"] {
  const expression = compilePath(path);
  return (input, scope) => {
    const found = expression.read(input, scope);
    if (found !== MISSING) return found;
    throw runtime(`The ${field} parameter does not reference an input value: ${path}`);
  };
}

/** How a number of seconds that cannot be waited for is refused. */
interface SecondsTexts {
  readonly unreadable: (told: Json) => QueryFailure;
  readonly negative: (told: Json) => QueryFailure;
}

function afterSeconds(told: Json, scope: Scope, texts: SecondsTexts): Instant {
  if (typeof told !== "number" || !Number.isInteger(told)) throw texts.unreadable(told);
  if (told < 0) throw texts.negative(told);
  return reachable(scope.environment.kernel.now() + told * 1_000, scope);
}

function atTimestamp(told: Json, scope: Scope, failure: (told: Json) => QueryFailure): Instant {
  const parsed = typeof told === "string" ? parseTimestamp(told) : undefined;
  if (parsed === undefined) throw failure(told);
  return reachable(parsed, scope);
}

function reachable(due: number, scope: Scope): Instant {
  if (Math.abs(due - scope.environment.kernel.now()) > LONGEST_MS) throw runtime("Wait state delay is too long.");
  return instant(due);
}

function secondsPathTexts(path: string): SecondsTexts {
  return {
    unreadable: (told) => runtime(`The SecondsPath parameter cannot be parsed as a long value: ${path} == ${textOf(told)}`),
    negative: (told) => runtime(`The SecondsPath parameter references a negative value: ${path} == ${textOf(told)}`),
  };
}

const SECONDS_TEXTS: SecondsTexts = {
  unreadable: (told) => evaluation("Seconds", `The Seconds field cannot be parsed as a long value: ${textOf(told)}`),
  negative: (told) => evaluation("Seconds", `The Seconds field must not be negative: ${textOf(told)}`),
};

function timestampPathFailure(path: string): (told: Json) => QueryFailure {
  const sentence = "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string";
  return (told) => runtime(`${sentence}: ${path} == ${textOf(told)}`);
}

function timestampFailure(told: Json): QueryFailure {
  return evaluation(
    "Timestamp",
    `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${textOf(told)}`,
  );
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function runtime(text: string): QueryFailure {
  return new QueryFailure("States.Runtime", text);
}

function evaluation(field: string, text: string): QueryFailure {
  return new QueryFailure("States.QueryEvaluationError", text, field);
}
