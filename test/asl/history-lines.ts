import type { HistoryEvent } from "sfn-testkit";

/** A history in lines such as `5 ← 4 LambdaFunctionScheduled`, then the name of the state or `Name[index]`, then `+3s`. */
export function historyLines(history: readonly HistoryEvent[]): readonly string[] {
  const start = history[0]?.timestamp.getTime() ?? 0;
  return history.map((event) => {
    const elapsed = (event.timestamp.getTime() - start) / 1_000;
    const words = [`${event.id} ← ${event.previousEventId}`, event.type, nameOf(event), elapsed === 0 ? undefined : `+${elapsed}s`];
    return words.filter((word) => word !== undefined).join(" ");
  });
}

/** The same, with each line cut to what the expected line tells. */
export function historyLinesAs(expected: readonly string[], history: readonly HistoryEvent[]): readonly string[] {
  return historyLines(history).map((line, index) => {
    const words = expected[index]?.split(" ") ?? [];
    const cut = line.split(" ").slice(0, words.length === 0 ? undefined : words.length);
    return cut.join(" ");
  });
}

function nameOf(event: HistoryEvent): string | undefined {
  const state = event.stateEnteredEventDetails ?? event.stateExitedEventDetails;
  if (state !== undefined) return state.name;
  if (event.evaluationFailedEventDetails !== undefined) return event.evaluationFailedEventDetails.state;
  const iteration = iterationOf(event);
  return iteration && `${iteration.name}[${iteration.index}]`;
}

function iterationOf(event: HistoryEvent): { readonly name: string; readonly index: number } | undefined {
  return (
    event.mapIterationStartedEventDetails ??
    event.mapIterationSucceededEventDetails ??
    event.mapIterationFailedEventDetails ??
    event.mapIterationAbortedEventDetails
  );
}
