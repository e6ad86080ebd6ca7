import type { FunctionName, Resource } from "../aws/resource.ts";
import { parseFunctionName } from "../aws/resource.ts";
import { UsageError } from "../base/errors.ts";
import type { Json } from "../base/json.ts";
import { isJsonObject } from "../base/json.ts";
import { StatesFailure } from "../base/states-failure.ts";
import { lambdaEvents } from "../history/task-events.ts";
import type { TaskRequest } from "../interpreter/ports.ts";
import type { AnsweredCall, Integration, Invocation } from "./integrations.ts";

/** A function's ARN as the Resource: the input is the payload, the answer the result. */
export function functionIntegration({ arn, name }: Extract<Resource, { kind: "function" }>): Integration {
  return {
    service: "lambda",
    operation: "invoke",
    events: lambdaEvents(),
    waiting: undefined,
    parameters: undefined,
    producer: arn,
    function: name,
    invocation: () => undefined,
    output: (answer) => answer,
  };
}

/** `lambda:invoke`: the function and its payload are parameters. */
export function invocationOf({ input, state }: TaskRequest): Invocation | StatesFailure {
  const parameters = isJsonObject(input) ? input : {};
  const payload = payloadOf(parameters["Payload"]);
  return payload instanceof StatesFailure ? payload : { function: functionOf(parameters, state.name), payload };
}

function functionOf({ FunctionName, Qualifier }: { readonly [name: string]: Json }, state: string): FunctionName {
  if (typeof FunctionName !== "string") {
    throw new UsageError(`"${state}" invokes a Lambda function, but its Parameters have no FunctionName.`, {
      code: "MISSING_FUNCTION_NAME",
      state,
    });
  }
  const { name, qualifier } = parseFunctionName(FunctionName);
  return { name, qualifier: typeof Qualifier === "string" && Qualifier !== "$LATEST" ? Qualifier : qualifier };
}

/** A payload that is a string is sent as the body's text, which the function reads as JSON. */
function payloadOf(payload: Json | undefined): Json | StatesFailure {
  if (payload === undefined) return {};
  if (typeof payload !== "string") return payload;
  try {
    return JSON.parse(payload) as Json;
  } catch {
    return new StatesFailure("Lambda.InvalidRequestContentException", "Could not parse request body into json.");
  }
}

/** The answer of `lambda:invoke`: the payload in an envelope, which a state's mock gives itself. */
export function envelopeOf(answer: Json, isRaw: boolean, call: AnsweredCall): Json {
  return isRaw ? checkedEnvelope(answer, call) : envelope(answer, call.line.uuid());
}

function envelope(payload: Json, requestId: string): Json {
  return {
    ExecutedVersion: "$LATEST",
    Payload: payload,
    SdkHttpMetadata: {
      AllHttpHeaders: { "Content-Type": ["application/json"], "x-amzn-RequestId": [requestId], "X-Amz-Executed-Version": ["$LATEST"] },
      HttpHeaders: { "Content-Type": "application/json", "x-amzn-RequestId": requestId, "X-Amz-Executed-Version": "$LATEST" },
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: 200,
  };
}

function checkedEnvelope(answer: Json, { state, input }: AnsweredCall): Json {
  if (isJsonObject(answer) && Object.hasOwn(answer, "Payload")) return answer;
  const name = isJsonObject(input) ? String(input["FunctionName"]) : "…";
  throw new UsageError(`The mock of the state "${state}" answered lambda:invoke without a Payload: ${JSON.stringify(answer)}.`, {
    code: "MISSING_PAYLOAD",
    state,
    hint: `A state's mock answers the raw result, here \`{ StatusCode: 200, Payload: … }\`. To give the payload alone, write \`lambda: { ${JSON.stringify(name)}: … }\`.`,
  });
}
