import type { Json } from "../base/json.ts";
import { isJsonObject } from "../base/json.ts";
import type { Sequel, SequelEnding } from "./call.ts";
import type { CallbackReply, JobReply, Reply } from "./replies.ts";
import { isReply } from "./replies.ts";

/** Makes JSON of what a mock says. */
export type JsonReader = (value: unknown) => Json;

/** What a reply says of a task that waits. */
export function sequelOf(reply: JobReply | CallbackReply, json: JsonReader): Sequel {
  switch (reply.kind) {
    case "job":
      return { by: "job", ...submittedOf(reply, json), afterMs: reply.durationMs, everyMs: undefined, ending: jobEnding(reply, json) };
    case "callsBack":
      return calledBack(reply, json, { kind: "success", output: json(reply.output ?? null) });
    case "failsBack":
      return calledBack(reply, json, { kind: "failure", error: reply.error, cause: reply.cause });
    case "heartbeats":
      return { ...inTheEnd(reply.ending, json), everyMs: reply.everyMs };
  }
}

function calledBack(reply: { readonly afterMs: number; readonly submitted: unknown }, json: JsonReader, ending: SequelEnding): Sequel {
  return { by: "token", ...submittedOf(reply, json), afterMs: reply.afterMs, everyMs: undefined, ending };
}

function inTheEnd(reply: Reply, json: JsonReader): Sequel {
  return reply.kind === "callsBack" || reply.kind === "failsBack" ? sequelOf(reply, json) : silence("token");
}

/** Nobody ever ends the wait. */
export function silence(by: Sequel["by"]): Sequel {
  return { by, submitted: undefined, afterMs: Number.POSITIVE_INFINITY, everyMs: undefined, ending: { kind: "silence" } };
}

function submittedOf({ submitted }: { readonly submitted: unknown }, json: JsonReader): Pick<Sequel, "submitted"> {
  return { submitted: submitted === undefined ? undefined : json(submitted) };
}

function jobEnding({ result, error }: JobReply, json: JsonReader): SequelEnding {
  if (error === undefined) return { kind: "success", output: result === undefined ? undefined : json(result) };
  if (isReply(error) && error.kind === "fails") return { kind: "failure", error: error.error, cause: error.cause };
  if (typeof error === "string") return { kind: "failedJob", description: undefined, reason: error };
  const description = json(error);
  return { kind: "failedJob", description: isJsonObject(description) ? description : { Error: description }, reason: undefined };
}
