import type { HistoryEvent } from "../src/history/history-event.ts";
import type { Billing, Execution, ExecutionView } from "../src/simulator/execution.ts";

/** An execution as a matcher sees it at one instant, ended or not: nothing in it moves on while it is looked at. */
export interface Seen extends ExecutionView {
  readonly input: unknown;
  readonly output: unknown;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** Of an execution that has ended. */
  readonly billing?: Billing;
  /** Virtual time, while it is running. */
  readonly now?: Date;
}

/** What is to be seen of an execution; what one that moves cannot tell by itself is read off its history. */
export function seenOf(view: ExecutionView & { readonly now?: Date }): Seen {
  if (isWhole(view)) return view;
  const { status, history, visits, path, calls, mapRuns, variables, stateNames, now } = view;
  const details = endOf(history.at(-1));
  return {
    status,
    history,
    visits,
    path,
    calls,
    mapRuns,
    variables,
    stateNames,
    input: parsed(history[0]?.executionStartedEventDetails?.input),
    output: parsed(details.output),
    error: details.error,
    cause: details.cause,
    ...(status === "RUNNING" && now !== undefined ? { now } : {}),
  };
}

/** Only an execution that has come to its end knows how long it took. */
function isWhole(view: ExecutionView): view is Execution {
  return "durationSeconds" in view;
}

interface EndDetails {
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

const NO_END: EndDetails = {};

function endOf(event: HistoryEvent | undefined): EndDetails {
  return (
    event?.executionSucceededEventDetails ??
    event?.executionFailedEventDetails ??
    event?.executionTimedOutEventDetails ??
    event?.executionAbortedEventDetails ??
    NO_END
  );
}

const parsed = (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text));
