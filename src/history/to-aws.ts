import { addDetails } from "./events.ts";
import type { HistoryEvent } from "./history-event.ts";
import type { Journal } from "./journal.ts";
import { JsonTexts } from "./json-texts.ts";

/** The events of a journal, exactly as `GetExecutionHistory` returns them. */
export function toAwsHistory(journal: Journal): readonly HistoryEvent[] {
  const events: HistoryEvent[] = [];
  const texts = new JsonTexts();
  for (const { id, previous, at, type, line, state, data } of journal.events) {
    const event: HistoryEvent = { id, previousEventId: previous, timestamp: new Date(at), type };
    addDetails(event, { state, line: journal.lines.get(line), data, texts });
    events.push(event);
  }
  return events;
}
