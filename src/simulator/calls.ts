import type { FieldChecks } from "../aws/field-checks.ts";
import { parseResource } from "../aws/resource.ts";
import type { Json } from "../base/json.ts";
import type { EventRow } from "../history/chunk.ts";
import type { Journal } from "../history/journal.ts";
import { scheduledInput } from "../history/task-limits.ts";
import type { Call, CallReply } from "./execution.ts";

/** What a `TaskScheduled` event tells of a call. */
interface ScheduledData {
  readonly resource: string;
  readonly resourceType: string;
  readonly parameters: Json;
}

/** What a `TaskSucceeded` event tells of a call. */
interface EndedData {
  readonly resource: string;
  readonly resourceType: string;
  readonly output: Json;
}

/** What an `ActivityScheduled` event tells of a worker's task. */
interface ScheduledWork {
  readonly resource: string;
  readonly input: Json;
}

/** Every call that left the machine, read off the events of its Tasks. */
export function callsOf(journal: Journal, checks: FieldChecks): readonly Call[] {
  const calls: OpenCall[] = [];
  /** The Task that each line is in. */
  const tasks = new Map<number, OpenTask>();
  for (const record of journal.events) {
    if (record.type === "TaskStateEntered") tasks.set(record.line, { state: record.state?.name ?? "", attempts: 0 });
    const task = tasks.get(record.line);
    if (task === undefined) continue;
    if (SCHEDULED.has(record.type)) calls.push((task.call = openCall(record, task, branchOf(record, journal), checks)));
    else if (task.call !== undefined && ENDED.has(record.type)) endCall(task.call, record, checks);
  }
  return calls;
}

type OpenCall = { -readonly [K in keyof Call]: Call[K] };
interface OpenTask {
  readonly state: string;
  attempts: number;
  call?: OpenCall;
}

const SCHEDULED: ReadonlySet<string> = new Set(["LambdaFunctionScheduled", "TaskScheduled", "ActivityScheduled"]);
const ENDED: ReadonlySet<string> = new Set([
  "LambdaFunctionSucceeded",
  "LambdaFunctionFailed",
  "TaskSubmitted",
  "TaskSubmitFailed",
  "TaskSucceeded",
  "TaskFailed",
  "ActivitySucceeded",
  "ActivityFailed",
]);

function branchOf({ line }: EventRow, { branch, lines }: Journal): Call["branch"] {
  return [...branch, ...lines.get(line).ownBranch];
}

function openCall(record: EventRow, task: OpenTask, branch: Call["branch"], checks: FieldChecks): OpenCall {
  const called = calledBy(record);
  return {
    ...called,
    state: task.state,
    branch,
    attempt: ++task.attempts,
    at: new Date(record.at),
    reply: undefined,
    checked: record.type === "TaskScheduled" && checks.isChecked(called),
  };
}

/** What is odd about an answer; a Task that waits is not answered by the API. */
function endCall(call: OpenCall, record: EventRow, checks: FieldChecks): void {
  call.reply = replyOf(record);
  if (!call.checked || record.type !== "TaskSucceeded") return;
  const { resource, resourceType, output } = record.data as EndedData;
  const { service, operation } = call;
  const warnings = resource.includes(".") ? [] : checks.warnings({ service, operation, resourceType }, output);
  if (warnings.length > 0) call.warnings = warnings;
}

function calledBy({ type, data }: EventRow): Pick<Call, "service" | "operation" | "input"> {
  if (type === "TaskScheduled") return serviceCall(data as ScheduledData);
  return type === "ActivityScheduled" ? activityCall(data as ScheduledWork) : functionCall(data);
}

function activityCall({ resource, input }: ScheduledWork): Pick<Call, "service" | "operation" | "input"> {
  return { service: "activity", operation: resource.split(":").at(-1) ?? resource, input };
}

function functionCall(data: unknown): Pick<Call, "service" | "operation" | "input"> {
  return { service: "lambda", operation: "invoke", input: scheduledInput(data) };
}

function serviceCall({ resourceType, resource, parameters }: ScheduledData): Pick<Call, "service" | "operation" | "input"> {
  const parsed = parseResource(`arn:aws:states:::${resourceType}:${resource}`);
  const { service, operation } = parsed.kind === "service" ? parsed : { service: resourceType, operation: resource };
  return { service, operation, input: parameters };
}

function replyOf({ type, data }: EventRow): CallReply {
  if (type === "LambdaFunctionSucceeded" || type === "ActivitySucceeded") return { value: data };
  if (type === "TaskSucceeded" || type === "TaskSubmitted") return { value: (data as { readonly output: Json }).output };
  const { error, cause } = data as { readonly error?: string; readonly cause?: string };
  return { error: error ?? "", ...(cause !== undefined && { cause }) };
}
