import type { FunctionName, Pattern, Resource } from "../aws/resource.ts";
import { parseResource } from "../aws/resource.ts";
import type { Json } from "../base/json.ts";
import type { StatesFailure } from "../base/states-failure.ts";
import type { ActivityEvents, SubmittedEvents, TaskEvents } from "../history/task-events.ts";
import { activityEvents, serviceEvents } from "../history/task-events.ts";
import type { TaskLine, TaskRequest } from "../interpreter/ports.ts";
import { answerCheckOf } from "./answer-checks.ts";
import { envelopeOf, functionIntegration, invocationOf } from "./lambda.ts";
import { parametersOf } from "./parameters.ts";

/** The function that a Task invokes, and what it gets. */
export interface Invocation {
  readonly function: FunctionName;
  readonly payload: Json;
}

/** A call that was answered. */
export interface AnsweredCall {
  readonly state: string;
  readonly input: Json;
  readonly line: TaskLine;
}

/** How a resource is called, recorded and answered. */
export interface Integration {
  readonly service: string;
  readonly operation: string;
  /** Of a service's, as in history: `sqs`, `aws-sdk:sqs`. */
  readonly resourceType?: string;
  readonly events: TaskEvents;
  /** Of those that wait, after their call was answered. */
  readonly waiting: Waiting | undefined;
  /** Who "returned a result", when it is too large. */
  readonly producer: string;
  /** The parameters as they are sent, or why they cannot be; `undefined` where they are sent as they stand. */
  readonly parameters: ((input: Json) => Parameters) | undefined;
  /** The function whose ARN the resource is: it gets the input. */
  readonly function?: FunctionName;
  /** The function that parameters name; a failure of the call when its payload cannot be sent. */
  readonly invocation: (request: TaskRequest) => Invocation | StatesFailure | undefined;
  /** The raw result of the Task, from what a mock answered: the raw result itself, or a function's payload. */
  readonly output: (answer: Json, isRaw: boolean, call: AnsweredCall) => Json | StatesFailure;
}

/** What a Task waits for, and the events it has beside. */
export type Waiting =
  | { readonly kind: "service"; readonly pattern: Pattern; readonly events: SubmittedEvents }
  | { readonly kind: "activity"; readonly arn: string; readonly events: ActivityEvents };

export type Parameters = { readonly sent: Json } | { readonly refusal: string };

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
  if (resource.kind === "activity") return activityIntegration(resource);
  const service = serviceIntegration(resource, region);
  return service.service === "lambda" && service.operation === "invoke"
    ? { ...service, invocation: invocationOf, output: envelopeOf }
    : service;
}

/** An activity's ARN as the Resource: a worker gets the input, and gives the result. */
function activityIntegration({ arn, name }: Extract<Resource, { kind: "activity" }>): Integration {
  const events = activityEvents(arn);
  return {
    service: "activity",
    operation: name,
    events,
    waiting: { kind: "activity", arn, events },
    producer: arn,
    parameters: undefined,
    invocation: () => undefined,
    output: (answer) => answer,
  };
}

function serviceIntegration(integration: Extract<Resource, { kind: "service" }>, region: string): Integration {
  const { service, operation, resourceType, resource, pattern } = integration;
  const events = serviceEvents(resourceType, resource, region);
  return {
    service,
    operation,
    resourceType,
    events,
    waiting: pattern === undefined ? undefined : { kind: "service", pattern, events },
    producer: resourceType,
    parameters: parametersOf(integration),
    invocation: () => undefined,
    output: answerCheckOf(integration),
  };
}
