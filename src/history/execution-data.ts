import type { HistoryEvent } from "./history-event.ts";

const DATA: ReadonlySet<string> = new Set([
  "input",
  "inputDetails",
  "output",
  "outputDetails",
  "assignedVariables",
  "assignedVariablesDetails",
  "parameters",
]);

/** GetExecutionHistory without `includeExecutionData`: an event as it is told without what states were given and gave. */
export function withoutExecutionData(event: HistoryEvent): object {
  return Object.fromEntries(
    Object.entries(event).map(([key, value]) => [key, key.endsWith("EventDetails") ? detailsWithoutData(value as object) : value]),
  );
}

/** The details of an event, without what states were given and gave. */
export function detailsWithoutData(details: object): object {
  return Object.fromEntries(Object.entries(details).filter(([key]) => !DATA.has(key)));
}
