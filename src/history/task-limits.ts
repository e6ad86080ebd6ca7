import type { Json } from "../base/json.ts";

/** What an attempt of a task is held to, beside its input. */
export interface TaskLimits {
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  readonly credentials: Json | undefined;
}

export const NO_LIMITS: TaskLimits = Object.freeze({ timeoutSeconds: undefined, heartbeatSeconds: undefined, credentials: undefined });

/** The input of a function that was invoked under limits; without any, the input is recorded as it is. */
export class LimitedInput {
  readonly input: Json;
  readonly limits: TaskLimits;

  constructor(input: Json, limits: TaskLimits) {
    this.input = input;
    this.limits = limits;
  }
}

/** The input of a `LambdaFunctionScheduled` record. */
export function scheduledInput(data: unknown): Json {
  return data instanceof LimitedInput ? data.input : (data as Json);
}

/** What `…Scheduled` events tell of limits. */
export function limitDetails({ timeoutSeconds, credentials }: TaskLimits): object {
  return {
    ...(timeoutSeconds !== undefined && { timeoutInSeconds: timeoutSeconds }),
    ...(credentials !== undefined && { taskCredentials: { roleArn: (credentials as { readonly RoleArn?: Json }).RoleArn } }),
  };
}

/** What the `…Scheduled` events of those who can send heartbeats tell beside. */
export function heartbeatDetails({ heartbeatSeconds }: TaskLimits): object {
  return heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds };
}
