/** Answers of services that Step Functions makes failures of. */

import type { Resource } from "../aws/resource.ts";
import type { Json, JsonObject } from "../base/json.ts";
import { isJsonObject } from "../base/json.ts";
import { StatesFailure } from "../base/states-failure.ts";

type AnswerCheck = (answer: Json) => Json | StatesFailure;

/** The raw result that an optimised integration makes of an answer, or the failure; the AWS SDK's answers stand as they are. */
export function answerCheckOf({ resourceType, operation }: Extract<Resource, { kind: "service" }>): AnswerCheck {
  const check = CHECKS[`${resourceType}:${operation}`];
  return check === undefined ? asItIs : (answer) => (isJsonObject(answer) ? (check(answer) ?? answer) : answer);
}

const asItIs: AnswerCheck = (answer) => answer;

const CHECKS: { readonly [operation: string]: (answer: JsonObject) => Json | StatesFailure | undefined } = {
  "bedrock:invokeModel": modelAnswer,
  "events:putEvents": failedEntries,
  "apigateway:invoke": (answer) => failedRequest(answer, (code) => `ApiGateway.${code}`),
  "http:invoke": (answer) => failedRequest(answer, (code) => `States.Http.StatusCode.${code}`),
};

/** A body that is text is JSON, which the state sees as such. */
function modelAnswer(answer: JsonObject): Json | undefined {
  const { Body } = answer;
  if (typeof Body !== "string") return undefined;
  try {
    return { ...answer, Body: JSON.parse(Body) as Json };
  } catch {
    return undefined;
  }
}

/** One entry that is not taken fails the Task. */
function failedEntries({ Entries, FailedEntryCount }: JsonObject): StatesFailure | undefined {
  if (typeof FailedEntryCount !== "number" || FailedEntryCount === 0) return undefined;
  return new StatesFailure("EventBridge.FailedEntry", JSON.stringify({ Entries: Entries ?? [], FailedEntryCount }));
}

/** A status from 400 on is an error with the body as its cause. */
function failedRequest({ StatusCode, ResponseBody }: JsonObject, nameOf: (code: number) => string): StatesFailure | undefined {
  if (typeof StatusCode !== "number" || StatusCode < 400) return undefined;
  const cause = typeof ResponseBody === "string" || ResponseBody === undefined ? ResponseBody : JSON.stringify(ResponseBody);
  return new StatesFailure(nameOf(StatusCode), cause);
}
