/** AWS "Using CloudWatch Logs to log execution history in Step Functions": the events of an execution as they are logged. */

import type { EventRow } from "./chunk.ts";
import { detailsOf } from "./events.ts";
import { detailsWithoutData } from "./execution-data.ts";
import type { HistoryEventType } from "./history-event.ts";
import type { Journal } from "./journal.ts";
import { JsonTexts } from "./json-texts.ts";

/** Which events are logged: all, what failed, what ended the execution, none. */
export type LogLevel = "ALL" | "ERROR" | "FATAL" | "OFF";

/** What is logged of an execution, as a machine's LoggingConfiguration says it. */
export interface Logging {
  /** `"OFF"`, unless told otherwise. */
  readonly level?: LogLevel;
  /** Whether what states were given and gave is logged, too; `false`. */
  readonly includeExecutionData?: boolean;
}

/** An event of an execution, as CloudWatch Logs has it: ids, instant (milliseconds) and redrive count as text. */
export interface LogEvent {
  readonly id: string;
  readonly type: HistoryEventType;
  /** What GetExecutionHistory has in the member for the type's details. */
  readonly details: { readonly [member: string]: unknown };
  readonly previous_event_id: string;
  readonly event_timestamp: string;
  readonly execution_arn: string;
  readonly redrive_count: string;
}

/** AWS "Log levels for Step Functions execution events", a table that follows these names. */
const LOGGED: Readonly<Record<LogLevel, RegExp | undefined>> = {
  ALL: /^/,
  ERROR: /(?:Failed|Aborted|TimedOut)$|^FailStateEntered$/,
  FATAL: /^Execution(?:Failed|Aborted|TimedOut)$/,
  OFF: undefined,
};

/** The events of an execution that are logged at the level, in order; those between them keep their ids. */
export function logEventsOf(journal: Journal, executionArn: string, logging: Logging = {}): readonly LogEvent[] {
  const logged = LOGGED[logging.level ?? "OFF"];
  const events: LogEvent[] = [];
  if (logged === undefined) return events;
  const texts = new JsonTexts();
  let redrives = 0;
  for (const row of journal.events) {
    const { type, state, data } = row;
    if (type === "ExecutionRedriven") redrives++;
    if (!logged.test(type)) continue;
    const details = detailsOf(type, { state, line: journal.lines.get(row.line), data, texts }) ?? {};
    events.push(logEvent(row, shownDetails(details, logging), executionArn, redrives));
  }
  return events;
}

function logEvent({ id, type, previous, at }: EventRow, details: object, executionArn: string, redrives: number): LogEvent {
  return {
    id: String(id),
    type,
    details: details as LogEvent["details"],
    previous_event_id: String(previous),
    event_timestamp: String(at),
    execution_arn: executionArn,
    redrive_count: String(redrives),
  };
}

function shownDetails(details: object, { includeExecutionData = false }: Logging): object {
  return includeExecutionData ? details : detailsWithoutData(details);
}
