import type { HistoryEvent } from "../src/history/history-event.ts";
import type { Mask } from "./mask.ts";
import { maskedJson } from "./mask.ts";
import type { Seen } from "./seen.ts";
import { sinceStart } from "./words.ts";

/** The history, one event a line: id, previous id, virtual time, type and details. */
export function eventList(view: Seen, mask: Mask = (data) => data): string {
  return view.history.map((event) => lineOf(event, view, mask)).join("\n");
}

function lineOf(event: HistoryEvent, view: Seen, mask: Mask): string {
  const details = detailsOf(event, mask);
  const text = details === undefined ? "" : ` ${maskedJson(details)}`;
  return `${event.id} <- ${event.previousEventId}  ${sinceStart(view, event.timestamp)}  ${event.type}${text}`;
}

function detailsOf(event: HistoryEvent, mask: Mask): object | undefined {
  const entry = Object.entries(event).find(([key, value]) => key.endsWith("EventDetails") && value !== undefined);
  if (entry === undefined) return undefined;
  const members = Object.entries(entry[1] as object).filter(([key]) => !key.endsWith("Details"));
  return Object.fromEntries(members.map(([key, value]) => [key, JSON_TEXTS.has(key) ? mask(parsed(value)) : value]));
}

/** Details that are JSON in text: read, so that what is inside can be masked and seen. */
const JSON_TEXTS: ReadonlySet<string> = new Set(["input", "output", "parameters"]);

function parsed(text: unknown): unknown {
  if (typeof text !== "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
