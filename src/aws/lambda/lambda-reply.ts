import type { Json } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import type { AwsReply } from "../call.ts";

/** What Lambda's Invoke answered: a payload, or the description of a function's failure. */
export interface InvokeAnswer {
  readonly payload: string;
  readonly hasFailed: boolean;
}

/** A machine's view of it. */
export function lambdaReply({ payload, hasFailed }: InvokeAnswer): AwsReply {
  const value = payload === "" ? null : (JSON.parse(payload) as Json);
  if (!hasFailed) return { kind: "ok", value, isRaw: false };
  const errorType = isJsonObject(value) ? value["errorType"] : undefined;
  return { kind: "error", error: typeof errorType === "string" ? errorType : "Error", cause: payload };
}
