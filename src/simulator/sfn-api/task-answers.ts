/** What a Task state gets of the Step Functions API: members in capitals, and a child execution that is waited for. */

import type { AwsCall, AwsReply } from "../../aws/call.ts";
import { Later } from "../../aws/later.ts";
import { silence } from "../../aws/sequel.ts";
import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import { ApiException } from "../../aws/stand-ins/stand-in.ts";
import { errorReply } from "../../aws/stand-ins/task-error.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject, setMember } from "../../base/json.ts";
import { Pen } from "../../history/journal.ts";
import type { ExternalHandle, Landed } from "../../kernel/external.ts";
import { SILENCE } from "../../kernel/external.ts";
import type { ExecutionRun } from "../execution-run.ts";
import { describedRun } from "./describe-execution.ts";
import type { ExecutionRecord } from "./execution-record.ts";
import type { Caller } from "./operation.ts";
import { startedExecution } from "./start-operations.ts";
import type { StepFunctions } from "./step-functions.ts";

/** Answers the call of a Task. */
export function answeredTask(api: StepFunctions, call: AwsCall, handle: ExternalHandle): Landed<AwsReply> {
  const isJob = call.operation === "startExecution" && call.pattern?.startsWith("sync") === true;
  try {
    const input = apiMembers(call.input);
    if (isJob) return atOnce(startedJob(api, call, startedExecution(api, input, callerOf(api, call))));
    const answer = api.perform(call.operation, input, callerOf(api, call));
    if (!(answer instanceof Later)) return atOnce(succeeded(api, call, answer));
    answer.whenSettled((told) => handle.limit(0, told instanceof ApiException ? refused(api, call, told) : succeeded(api, call, told)));
    return SILENCE;
  } catch (thrown) {
    if (thrown instanceof ApiException) return atOnce(refused(api, call, thrown));
    throw thrown;
  }
}

function atOnce(value: AwsReply): Landed<AwsReply> {
  return { value, latencyMs: 0 };
}

function callerOf(api: StepFunctions, call: AwsCall): Caller {
  const parent = call.place instanceof Pen ? api.executionBy(call.place.journal) : undefined;
  const started = (run: ExecutionRun): void => {
    if (parent !== undefined && !parent.children.includes(run)) parent.children.push(run);
  };
  return { uuid: () => call.uuid?.() ?? api.uuid("execution"), started };
}

/** AWS "Run a Job": the Task waits for its child, whose end calls it back; with the wait ends the child. */
function startedJob(api: StepFunctions, call: AwsCall, record: ExecutionRecord): AwsReply {
  const { tokens } = api.aws.world;
  const { taskToken = "" } = call;
  const { run } = record;
  const token = tokens.get(taskToken);
  if (token !== undefined) token.whenClosed = () => run.stop();
  run.whenEnded(() => {
    const described = taskJson(describedRun(record));
    if (run.status === "SUCCEEDED") tokens.succeed(taskToken, call.pattern === "sync:2" ? withParsedData(described) : described);
    else tokens.fail(taskToken, "States.TaskFailed", JSON.stringify(described));
  });
  const { executionArn, startedAt } = run.facts;
  const submitted = taskJson({ executionArn, startDate: new Date(startedAt) });
  return { kind: "sequel", sequel: { ...silence("job"), submitted: withMetadata(api, call, submitted) } };
}

/** `.sync:2` gives `Input` and `Output` as JSON, not as its text. */
function withParsedData(described: JsonObject): JsonObject {
  const parsed = (["Input", "Output"] as const).filter((name) => typeof described[name] === "string");
  return { ...described, ...Object.fromEntries(parsed.map((name) => [name, JSON.parse(String(described[name])) as Json])) };
}

function succeeded(api: StepFunctions, call: AwsCall, answer: ApiMembers): AwsReply {
  return { kind: "ok", value: withMetadata(api, call, taskJson(answer)), isRaw: false };
}

function refused(api: StepFunctions, call: AwsCall, exception: ApiException): AwsReply {
  return errorReply(exception, call, () => requestId(api, call));
}

/** The optimised integration tells of the HTTP response, too. */
function withMetadata(api: StepFunctions, call: AwsCall, answer: JsonObject): JsonObject {
  if (call.resourceType !== "states") return answer;
  const id = requestId(api, call);
  return { ...answer, SdkHttpMetadata: { HttpStatusCode: 200 }, SdkResponseMetadata: { RequestId: id } };
}

function requestId(api: StepFunctions, call: AwsCall): string {
  return call.uuid?.() ?? api.uuid("request");
}

/** Members of a Task's parameters as the API names them; JSON that the API takes as text becomes text. */
function apiMembers(parameters: Json): ApiMembers {
  if (!isJsonObject(parameters)) return {};
  const members: { [member: string]: unknown } = {};
  for (const [key, value] of Object.entries(parameters)) {
    const name = key.charAt(0).toLowerCase() + key.slice(1);
    if (value !== null) members[name] = TEXTS.has(name) ? asText(value) : membersWithin(value);
  }
  return members;
}

const TEXTS: ReadonlySet<string> = new Set(["input", "output", "definition", "cause"]);

function asText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function membersWithin(value: Json): unknown {
  if (Array.isArray(value)) return value.map(membersWithin);
  return isJsonObject(value) ? apiMembers(value) : value;
}

/** An answer as a Task gets it: members in capitals and in their order, dates as text. */
function taskJson(members: ApiMembers): JsonObject {
  const json: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(members).sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (value !== undefined) setMember(json, key.charAt(0).toUpperCase() + key.slice(1), jsonWithin(value));
  }
  return Object.freeze(json);
}

function jsonWithin(value: unknown): Json {
  if (value instanceof Date) return value.toISOString().replace(".000Z", "Z");
  if (Array.isArray(value)) return Object.freeze(value.map(jsonWithin));
  return typeof value === "object" && value !== null ? taskJson(value as ApiMembers) : (value as Json);
}
