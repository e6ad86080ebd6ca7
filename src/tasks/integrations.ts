import type { FunctionName, Resource } from "../aws/resource.ts";
import { parseFunctionName, parseResource } from "../aws/resource.ts";
import { UsageError } from "../base/errors.ts";
import type { Json } from "../base/json.ts";
import { isJsonObject } from "../base/json.ts";
import { StatesFailure } from "../base/states-failure.ts";
import type { TaskEvents } from "../history/task-events.ts";
import { lambdaEvents, serviceEvents } from "../history/task-events.ts";
import type { TaskLine, TaskRequest } from "../interpreter/ports.ts";

/** The function that a Task invokes, and what it gets. */
export interface Invocation {
  readonly function: FunctionName;
  readonly payload: Json;
}

/** A call that was answered. */
interface AnsweredCall {
  readonly state: string;
  readonly input: Json;
  readonly line: TaskLine;
}

/** How a resource is called, recorded and answered. */
export interface Integration {
  readonly service: string;
  readonly operation: string;
  readonly events: TaskEvents;
  /** Who "returned a result", when it is too large. */
  readonly producer: string;
  /** The function that is invoked; a failure of the call when its payload cannot be sent. */
  readonly invocation: (request: TaskRequest) => Invocation | StatesFailure | undefined;
  /** The raw result of the Task, from what a mock answered: the raw result itself, or a function's payload. */
  readonly output: (answer: Json, isRaw: boolean, call: AnsweredCall) => Json;
}

/** The integrations of a region by `Resource`; a few hundred are kept, for machines that run often. */
export class Integrations {
  readonly #region: string;
  readonly #known = new Map<string, Integration>();

  constructor(region: string) {
    this.#region = region;
  }

  get(arn: string): Integration {
    const known = this.#known.get(arn);
    if (known !== undefined) return known;
    if (this.#known.size > 500) this.#known.clear();
    const made = integrationOf(arn, this.#region);
    this.#known.set(arn, made);
    return made;
  }
}

function integrationOf(arn: string, region: string): Integration {
  const resource = parseResource(arn);
  if (resource.kind === "function") return functionIntegration(resource);
  const service = serviceIntegration(resource, region);
  return service.service === "lambda" && service.operation === "invoke"
    ? { ...service, invocation: invocationOf, output: envelopeOf }
    : service;
}

/** A function's ARN as the Resource: the input is the payload, the answer the result. */
function functionIntegration({ arn, name }: Extract<Resource, { kind: "function" }>): Integration {
  return {
    service: "lambda",
    operation: "invoke",
    events: lambdaEvents(),
    producer: arn,
    invocation: ({ input }) => ({ function: name, payload: input }),
    output: (answer) => answer,
  };
}

function serviceIntegration(
  { service, operation, resourceType, resource }: Extract<Resource, { kind: "service" }>,
  region: string,
): Integration {
  return {
    service,
    operation,
    events: serviceEvents(resourceType, resource, region),
    producer: resourceType,
    invocation: () => undefined,
    output: (answer) => answer,
  };
}

/** `lambda:invoke`: the function and its payload are parameters. */
function invocationOf({ input, state }: TaskRequest): Invocation | StatesFailure {
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
function envelopeOf(answer: Json, isRaw: boolean, call: AnsweredCall): Json {
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
