import type { Execution, HistoryEvent } from "sfn-testkit";

/** What is changed in a history. */
export type Corruption = (history: readonly HistoryEvent[]) => readonly HistoryEvent[];

/** The execution with another history. */
export function corrupted(execution: Execution, corrupt: Corruption): Execution {
  const { executionArn, history, childExecutions } = execution;
  return { ...execution, executionArn, history: corrupt(history), childExecutions } as Execution;
}

/** All events from this one on come so many milliseconds later, or earlier. */
export function shifted(from: number, milliseconds: number): Corruption {
  return (history) =>
    history.map((event) => (event.id < from ? event : { ...event, timestamp: new Date(event.timestamp.getTime() + milliseconds) }));
}

/** Without these events; those after them are numbered anew, and what hung on one hangs on what that hung on. */
export function without(...ids: readonly number[]): Corruption {
  return (history) => {
    const kept = history.filter(({ id }) => !ids.includes(id));
    const renamed = new Map(kept.map(({ id }, index) => [id, index + 1]));
    const previous = (id: number): number => renamed.get(id) ?? (id === 0 ? 0 : previous(history[id - 1]?.previousEventId ?? 0));
    return kept.map((event, index) => ({ ...event, id: index + 1, previousEventId: previous(event.previousEventId) }));
  };
}

/** With other members in one event. */
export function changed(id: number, members: object): Corruption {
  return (history) => history.map((event) => (event.id === id ? { ...event, ...members } : event));
}

/** With one more event before the last one. */
export function added(type: string, previousEventId: number, details: object = {}): Corruption {
  return (history) => {
    const last = history.at(-1) as HistoryEvent;
    const event = { ...details, id: last.id, previousEventId, timestamp: last.timestamp, type } as HistoryEvent;
    return [...history.slice(0, -1), event, { ...last, id: last.id + 1 }];
  };
}

export function both(first: Corruption, second: Corruption): Corruption {
  return (history) => second(first(history));
}

/** One line per event, to find the numbers in: `7 <- 6 +2s TaskScheduled`. */
export function linesOf({ history }: Execution): readonly string[] {
  const start = history[0]?.timestamp.getTime() ?? 0;
  return history.map(
    ({ id, previousEventId, timestamp, type }) => `${id} <- ${previousEventId} +${(timestamp.getTime() - start) / 1_000}s ${type}`,
  );
}

/** The execution with other children: what is changed in this one, or `undefined` where there is to be none. */
export function withChild(execution: Execution, index: number, change: (child: Execution) => Execution | undefined): Execution {
  const childExecutions = execution.childExecutions.flatMap((child, place) => (place === index ? (change(child) ?? []) : [child]));
  return { ...execution, history: execution.history, childExecutions } as Execution;
}
