import type { AwsCall, AwsReply } from "../call.ts";
import type { ApiException } from "./stand-in.ts";

/** How the SDKs that Step Functions uses name a service: the first for optimised integrations, the second for `aws-sdk:`. */
interface JavaNames {
  readonly optimised: { readonly prefix: string; readonly service: string; readonly general: string };
  readonly sdk: string;
}

const NAMES: { readonly [service: string]: JavaNames } = {
  sqs: { optimised: { prefix: "SQS", service: "AmazonSQS", general: "AmazonSQSException" }, sdk: "Sqs" },
  sns: { optimised: { prefix: "SNS", service: "AmazonSNS", general: "AmazonSNSException" }, sdk: "Sns" },
  s3: { optimised: { prefix: "S3", service: "Amazon S3", general: "AmazonS3Exception" }, sdk: "S3" },
  dynamodb: { optimised: { prefix: "DynamoDB", service: "AmazonDynamoDBv2", general: "AmazonDynamoDBException" }, sdk: "DynamoDb" },
  batch: { optimised: { prefix: "Batch", service: "AWSBatch", general: "AWSBatchException" }, sdk: "Batch" },
  ecs: { optimised: { prefix: "ECS", service: "AmazonECS", general: "AmazonECSException" }, sdk: "Ecs" },
  glue: { optimised: { prefix: "Glue", service: "AWSGlue", general: "AWSGlueException" }, sdk: "Glue" },
  lambda: { optimised: { prefix: "Lambda", service: "AWSLambda", general: "AWSLambdaException" }, sdk: "Lambda" },
  secretsmanager: {
    optimised: { prefix: "SecretsManager", service: "AWSSecretsManager", general: "AWSSecretsManagerException" },
    sdk: "SecretsManager",
  },
  sfn: { optimised: { prefix: "StepFunctions", service: "AWSStepFunctions", general: "AWSStepFunctionsException" }, sdk: "Sfn" },
  events: { optimised: { prefix: "EventBridge", service: "AmazonEventBridge", general: "AmazonEventBridgeException" }, sdk: "EventBridge" },
  bedrockruntime: { ...unlisted("bedrock"), sdk: "BedrockRuntime" },
};

/** What a caller sees of an API's exception: a machine a name and a cause as AWS writes them, a client the exception's own name. */
export function errorReply(exception: ApiException, call: AwsCall, requestId: () => string): AwsReply {
  if (call.resourceType === undefined) return { kind: "error", error: exception.name, cause: exception.message };
  const names = namesOf(call.service, call.resourceType);
  const failed = call.resourceType.startsWith("aws-sdk:")
    ? bySdk(exception, names.sdk, requestId())
    : optimised(exception, names, requestId());
  return { kind: "error", ...failed };
}

/** The name of an error that a service's API does not name, as a machine sees it. */
export function generalError(service: string, resourceType: string): string {
  const { optimised, sdk } = namesOf(service, resourceType);
  return resourceType.startsWith("aws-sdk:") ? `${sdk}.${sdk}Exception` : `${optimised.prefix}.${optimised.general}`;
}

interface TaskFailure {
  readonly error: string;
  readonly cause: string;
}

function optimised({ name, message, status, code, isModelled }: ApiException, { optimised }: JavaNames, requestId: string): TaskFailure {
  const { prefix, service, general } = optimised;
  return {
    error: `${prefix}.${isModelled ? asException(name) : general}`,
    cause: `${message} (Service: ${service}; Status Code: ${status}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`,
  };
}

/** A HEAD that finds nothing has no body that could tell more; the SDK takes it for a missing key. */
function bySdk({ name, message, status, isModelled }: ApiException, service: string, requestId: string): TaskFailure {
  const extended = service === "S3" ? `, Extended Request ID: ${requestId}` : "";
  const shown = service === "S3" && name === "NotFound" ? "NoSuchKey" : name;
  return {
    error: `${service}.${isModelled ? asException(shown) : `${service}Exception`}`,
    cause: `${message} (Service: ${service}, Status Code: ${status}, Request ID: ${requestId}${extended})`,
  };
}

function asException(name: string): string {
  return name.endsWith("Exception") ? name : `${name}Exception`;
}

/** By the name that the resource has for its service, which may be narrower: `bedrockruntime` is a part of what mocks call `bedrock`. */
function namesOf(service: string, resourceType: string): JavaNames {
  return NAMES[resourceType.replace(/^aws-sdk:/, "")] ?? NAMES[service] ?? unlisted(service);
}

/** `secretsmanager` cannot be split into words; its SDK name is guessed to be one. */
function unlisted(service: string): JavaNames {
  const name = service.charAt(0).toUpperCase() + service.slice(1);
  return { optimised: { prefix: name, service: `Amazon${name}`, general: `Amazon${name}Exception` }, sdk: name };
}
