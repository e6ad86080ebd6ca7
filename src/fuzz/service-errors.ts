import type { Resource } from "../aws/resource.ts";
import { generalError } from "../aws/stand-ins/task-error.ts";
import type { MapField } from "./fault-plan.ts";

/** AWS "Handle transient Lambda service exceptions": what invoking a function can fail with by itself. */
const LAMBDA = ["Lambda.ServiceException", "Lambda.TooManyRequestsException", "Lambda.SdkClientException", "Lambda.Unknown"];

/** The errors that a resource brings with it, whatever the state machine names. */
export function serviceErrors(resource: Resource): readonly string[] {
  if (resource.kind === "function" || isInvocation(resource)) return LAMBDA;
  if (resource.kind === "activity") return [];
  const general = generalError(resource.service, resource.resourceType);
  const prefix = prefixOf(general);
  const job = resource.pattern?.startsWith("sync") === true ? ["States.TaskFailed"] : [];
  return [general, `${prefix}.SdkClientException`, ...job];
}

/** What Amazon S3 can fail with, beside, when a distributed Map reads or writes objects. */
export function objectErrors(mapField: MapField): readonly string[] {
  return mapField === "ItemReader"
    ? ["S3.NoSuchKeyException", "S3.SlowDownException"]
    : ["S3.NoSuchBucketException", "S3.SlowDownException"];
}

/** An error that no definition names. */
export function unforeseenError(resource: Resource): string {
  if (resource.kind !== "service" || isInvocation(resource)) return "UnforeseenError";
  return `${prefixOf(generalError(resource.service, resource.resourceType))}.UnforeseenException`;
}

/** Can this resource fail with that name, as far as names tell? A service's exception is another service's only by mistake. */
export function canMeet(resource: Resource, error: string): boolean {
  const [, prefix] = /^(\w+)\.\w+Exception$/.exec(error) ?? [];
  return prefix === undefined || serviceErrors(resource).some((own) => prefixOf(own) === prefix);
}

/** Errors with which a service refuses a call before it does anything. */
const REFUSAL =
  /\.\w*(TooManyRequests|Throttl|LimitExceeded|SlowDown|NoSuch|ConditionalCheckFailed|NotFound|AlreadyExists|AccessDenied|Validation)/;

/** Can a call have taken effect although it ended with this error? */
export function mayTakeEffect(error: string): boolean {
  return !REFUSAL.test(error);
}

/** The text that comes with an error: from a function, JSON as Lambda writes it. */
export function causeOf(resource: Resource, error: string): string {
  const isFunctions = resource.kind === "function" || isInvocation(resource);
  return isFunctions && !error.includes(".")
    ? JSON.stringify({ errorType: error, errorMessage: "an injected fault" })
    : "an injected fault";
}

function isInvocation(resource: Resource): boolean {
  return resource.kind === "service" && resource.service === "lambda" && resource.operation === "invoke";
}

const prefixOf = (error: string): string => error.split(".", 1)[0] ?? error;
