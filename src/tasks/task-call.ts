import type { AwsCall, AwsReply, CallPlace } from "../aws/call.ts";
import type { WorldState } from "../aws/mock-aws.ts";
import type { FunctionName } from "../aws/resource.ts";
import type { Instant } from "../base/brand.ts";
import { later } from "../base/brand.ts";
import type { Json } from "../base/json.ts";
import type { TaskRequest } from "../interpreter/ports.ts";
import type { ExternalEffect } from "../kernel/effect.ts";
import type { ExternalHandle, Landed } from "../kernel/external.ts";
import type { Integration, Invocation } from "./integrations.ts";

/** The call of one attempt of a Task: what a fiber asks of the kernel, and what a world answers. */
export class TaskCall implements AwsCall, ExternalEffect {
  readonly kind = "external";
  readonly service: string;
  readonly operation: string;
  readonly input: Json;
  readonly function: FunctionName | undefined;
  readonly payload: Json;
  readonly state: string;
  readonly place: CallPlace;
  readonly attempt: number;
  readonly executionName: string;
  readonly at: Instant;
  readonly deadline: Instant | undefined;
  readonly #world: WorldState;

  constructor(
    world: WorldState,
    request: TaskRequest,
    { service, operation }: Integration,
    invocation: Invocation | undefined,
    place: CallPlace,
  ) {
    this.service = service;
    this.operation = operation;
    this.input = request.input;
    this.function = invocation?.function;
    this.payload = invocation === undefined ? request.input : invocation.payload;
    this.state = request.state.name;
    this.place = place;
    this.attempt = request.attempt;
    this.executionName = request.executionName;
    this.at = world.kernel.now();
    this.deadline = deadlineOf(request, this.at);
    this.#world = world;
  }

  start(handle: ExternalHandle): Landed<AwsReply> | Promise<Landed<AwsReply>> {
    return this.#world.ask(this, handle);
  }

  label(): string {
    return `"${this.state}" waits for ${this.function?.name ?? `${this.service}:${this.operation}`}`;
  }
}

/** ASL "Timeouts and heartbeats": whichever comes first; a mock sends no heartbeats. */
function deadlineOf({ timeoutSeconds, heartbeatSeconds }: TaskRequest, now: Instant): Instant | undefined {
  if (timeoutSeconds === undefined && heartbeatSeconds === undefined) return undefined;
  return later(now, Math.min(timeoutSeconds ?? Number.POSITIVE_INFINITY, heartbeatSeconds ?? Number.POSITIVE_INFINITY));
}
