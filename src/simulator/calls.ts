import { parseResource } from "../aws/resource.ts";
import type { Json } from "../base/json.ts";
import type { ColumnRecord } from "../history/columns.ts";
import type { Journal } from "../history/journal.ts";
import type { Line } from "../history/line.ts";
import { scheduledInput } from "../history/task-limits.ts";
import type { Call, CallReply } from "./execution.ts";

/** What a `TaskScheduled` event tells of a call. */
interface ScheduledData {
  readonly resource: string;
  readonly resourceType: string;
  readonly parameters: Json;
}

/** Every call that left the machine, read off the events of its Tasks. */
export function callsOf(journal: Journal): readonly Call[] {
  const calls: OpenCall[] = [];
  /** The Task that each line is in. */
  const tasks = new Map<number, OpenTask>();
  for (const record of journal.columns) {
    if (record.type === "TaskStateEntered") tasks.set(record.line, { state: record.state?.name ?? "", attempts: 0 });
    const task = tasks.get(record.line);
    if (task === undefined) continue;
    if (SCHEDULED.has(record.type)) calls.push((task.call = openCall(record, task, journal.lines[record.line] as Line)));
    else if (task.call !== undefined && ENDED.has(record.type)) task.call.reply = replyOf(record);
  }
  return calls;
}

type OpenCall = { -readonly [K in keyof Call]: Call[K] };
interface OpenTask {
  readonly state: string;
  attempts: number;
  call?: OpenCall;
}

const SCHEDULED: ReadonlySet<string> = new Set(["LambdaFunctionScheduled", "TaskScheduled"]);
const ENDED: ReadonlySet<string> = new Set(["LambdaFunctionSucceeded", "LambdaFunctionFailed", "TaskSucceeded", "TaskFailed"]);

function openCall(record: ColumnRecord, task: OpenTask, line: Line): OpenCall {
  return {
    ...(record.type === "TaskScheduled" ? serviceCall(record.data as ScheduledData) : functionCall(record.data)),
    state: task.state,
    branch: line.branch,
    attempt: ++task.attempts,
    at: new Date(record.at),
    reply: undefined,
    checked: false,
  };
}

function functionCall(data: unknown): Pick<Call, "service" | "operation" | "input"> {
  return { service: "lambda", operation: "invoke", input: scheduledInput(data) };
}

function serviceCall({ resourceType, resource, parameters }: ScheduledData): Pick<Call, "service" | "operation" | "input"> {
  const parsed = parseResource(`arn:aws:states:::${resourceType}:${resource}`);
  const { service, operation } = parsed.kind === "service" ? parsed : { service: resourceType, operation: resource };
  return { service, operation, input: parameters };
}

function replyOf({ type, data }: ColumnRecord): CallReply {
  if (type === "LambdaFunctionSucceeded") return { value: data };
  if (type === "TaskSucceeded") return { value: (data as { readonly output: Json }).output };
  const { error, cause } = data as { readonly error?: string; readonly cause?: string };
  return { error: error ?? "", ...(cause !== undefined && { cause }) };
}
