import { addDetails } from "./events.ts";
import type { HistoryEvent } from "./history-event.ts";
import type { Journal } from "./journal.ts";

/** The events of a journal, exactly as `GetExecutionHistory` returns them. */
export function toAwsHistory(journal: Journal): readonly HistoryEvent[] {
  const events: HistoryEvent[] = [];
  for (const { id, previous, at, type, line, state, data } of journal.events) {
    const event: HistoryEvent = { id, previousEventId: previous, timestamp: new Date(at), type };
    addDetails(event, { state, line: journal.lines.get(line), data });
    events.push(event);
  }
  return events;
}
