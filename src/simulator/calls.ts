import { parseResource } from "../aws/resource.ts";
import type { Json } from "../base/json.ts";
import type { ColumnRecord } from "../history/columns.ts";
import type { Journal } from "../history/journal.ts";
import type { Line } from "../history/line.ts";
import type { Call, CallReply } from "./execution.ts";

/** What `…Scheduled` events tell of a call. */
interface ScheduledData {
  readonly resource: string;
  readonly resourceType?: string;
  readonly input?: Json;
  readonly parameters?: Json;
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

function openCall({ at, data }: ColumnRecord, task: OpenTask, line: Line): OpenCall {
  const { resource, resourceType, input, parameters } = data as ScheduledData;
  const parsed = parseResource(resourceType === undefined ? resource : `arn:aws:states:::${resourceType}:${resource}`);
  return {
    service: parsed.kind === "service" ? parsed.service : "lambda",
    operation: parsed.kind === "service" ? parsed.operation : "invoke",
    input: parameters === undefined ? input : parameters,
    state: task.state,
    branch: line.branch,
    attempt: ++task.attempts,
    at: new Date(at),
    reply: undefined,
    checked: false,
  };
}

function replyOf({ type, data }: ColumnRecord): CallReply {
  if (type === "LambdaFunctionSucceeded") return { value: data };
  if (type === "TaskSucceeded") return { value: (data as { readonly output: Json }).output };
  const { error, cause } = data as { readonly error?: string; readonly cause?: string };
  return { error: error ?? "", ...(cause !== undefined && { cause }) };
}
