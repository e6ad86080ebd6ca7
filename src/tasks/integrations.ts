import type { Invocation } from "../aws/call.ts";
import type { MockAws } from "../aws/mock-aws.ts";
import type { FunctionName, Resource } from "../aws/resource.ts";
import { parseFunctionName, parseResource } from "../aws/resource.ts";
import { UsageError } from "../base/errors.ts";
import type { Json } from "../base/json.ts";
import { isJsonObject } from "../base/json.ts";
import { StatesFailure } from "../base/states-failure.ts";
import type { TaskDetails, TaskEvents } from "../history/task-events.ts";
import { lambdaEvents, serviceEvents } from "../history/task-events.ts";
import type { TaskRequest } from "../interpreter/ports.ts";

/** How one Task's resource is called, recorded and answered. */
export interface Integration {
  readonly service: string;
  readonly operation: string;
  readonly invocation: Invocation | undefined;
  readonly events: TaskEvents;
  /** Who "returned a result", when it is too large. */
  readonly producer: string;
  /** The raw result of the Task, from what a mock answered. */
  readonly outputOf: (answer: Json, isRaw: boolean) => Json;
}

export function integrationOf(request: TaskRequest, aws: MockAws): Integration {
  const resource = resourceOf(request.resource);
  if (resource.kind === "function") return functionIntegration(resource, request);
  return resource.service === "lambda" && resource.operation === "invoke"
    ? invokeIntegration(resource, request, aws)
    : serviceIntegration(resource, request, aws);
}

const parsed = new Map<string, Resource>();

function resourceOf(arn: string): Resource {
  let resource = parsed.get(arn);
  if (resource === undefined) parsed.set(arn, (resource = parseResource(arn)));
  return resource;
}

const unchanged = (answer: Json): Json => answer;

/** A function's ARN as the Resource: the input is the payload, the answer the result. */
function functionIntegration({ arn, name }: Extract<Resource, { kind: "function" }>, request: TaskRequest): Integration {
  return {
    service: "lambda",
    operation: "invoke",
    invocation: { function: name, payload: request.input, enveloped: false },
    events: lambdaEvents(arn, detailsOf(request)),
    producer: arn,
    outputOf: unchanged,
  };
}

type ServiceResource = Extract<Resource, { kind: "service" }>;

function serviceIntegration({ service, operation, resourceType, resource }: ServiceResource, request: TaskRequest, aws: MockAws): Integration {
  const events = serviceEvents(resourceType, resource, aws.region, detailsOf(request));
  return { service, operation, invocation: undefined, events, producer: resourceType, outputOf: unchanged };
}

/** `lambda:invoke`: the function and its payload are parameters, the answer comes in an envelope. */
function invokeIntegration(resource: ServiceResource, request: TaskRequest, aws: MockAws): Integration {
  return {
    ...serviceIntegration(resource, request, aws),
    invocation: { function: functionOf(request), payload: payloadOf(request), enveloped: true },
    outputOf: (answer, isRaw) => (isRaw ? checkedEnvelope(answer, request) : envelope(answer, request)),
  };
}

function functionOf({ input, state }: TaskRequest): FunctionName {
  const { FunctionName, Qualifier } = isJsonObject(input) ? input : {};
  if (typeof FunctionName !== "string") {
    throw new UsageError(`"${state.name}" invokes a Lambda function, but its Parameters have no FunctionName.`, { code: "MISSING_FUNCTION_NAME", state: state.name });
  }
  const { name, qualifier } = parseFunctionName(FunctionName);
  return { name, qualifier: typeof Qualifier === "string" && Qualifier !== "$LATEST" ? Qualifier : qualifier };
}

/** A payload that is a string is sent as the body's text, which the function reads as JSON. */
function payloadOf({ input }: TaskRequest): Json {
  const { Payload } = isJsonObject(input) ? input : {};
  if (typeof Payload !== "string") return Payload === undefined ? {} : Payload;
  try {
    return JSON.parse(Payload) as Json;
  } catch {
    throw new StatesFailure("Lambda.InvalidRequestContentException", "Could not parse request body into json.");
  }
}

function envelope(payload: Json, { uuid }: TaskRequest): Json {
  const requestId = uuid();
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

function checkedEnvelope(answer: Json, { state, input }: TaskRequest): Json {
  if (isJsonObject(answer) && Object.hasOwn(answer, "Payload")) return answer;
  throw new UsageError(`The mock of the state "${state.name}" answered lambda:invoke without a Payload: ${JSON.stringify(answer)}.`, {
    code: "MISSING_PAYLOAD",
    state: state.name,
    hint: `A state's mock answers the raw result, here \`{ StatusCode: 200, Payload: … }\`. To give the payload alone, write \`lambda: { ${JSON.stringify((input as { FunctionName?: string }).FunctionName)}: … }\`.`,
  });
}

function detailsOf({ input, timeoutSeconds, heartbeatSeconds, credentials }: TaskRequest): TaskDetails {
  return { input, timeoutSeconds, heartbeatSeconds, credentials };
}
