/** How a Task waits for what it asked of a service: not at all, for a job to end, or for its token to come back. */
export type Pattern = "sync" | "sync:2" | "waitForTaskToken";

/** What a Task's `Resource` names. */
export type Resource =
  | { readonly kind: "function"; readonly arn: string; readonly name: FunctionName }
  | {
      readonly kind: "service";
      /** As in history: `lambda`, `aws-sdk:s3`. */
      readonly resourceType: string;
      /** As in history: `invoke`, `getObject`. */
      readonly resource: string;
      /** As mocks name it: `s3`, `sfn`. */
      readonly service: string;
      readonly operation: string;
      /** What follows the operation; `undefined` for request and response. */
      readonly pattern: Pattern | undefined;
    }
  | { readonly kind: "activity"; readonly arn: string; readonly name: string };

export interface FunctionName {
  readonly name: string;
  /** Version or alias. */
  readonly qualifier: string | undefined;
}

/** Names that mean one service: ASL, `aws-sdk:` resources and the SDK's clients each have their own. */
const CANONICAL: { readonly [service: string]: string } = {
  states: "sfn",
  eventbridge: "events",
  emr: "elasticmapreduce",
  emrcontainers: "emr-containers",
  emrserverless: "emr-serverless",
  bedrockruntime: "bedrock",
};

export function canonicalService(service: string): string {
  return Object.hasOwn(CANONICAL, service) ? (CANONICAL[service] as string) : service;
}

const ACTIVITY = /^arn:[^:]*:states:[^:]*:[^:]*:activity:(.+)$/;
const INTEGRATION = /^arn:[^:]*:states:[^:]*:[^:]*:((?:aws-sdk:)?[^:]+):([^:]+(?::2)?)$/;

/** Reads a `Resource`; ARNs with elided parts name a function by their last part. */
export function parseResource(arn: string): Resource {
  const [, activity] = ACTIVITY.exec(arn) ?? [];
  if (activity !== undefined) return { kind: "activity", arn, name: activity };
  const integration = INTEGRATION.exec(arn);
  if (integration === null) return { kind: "function", arn, name: parseFunctionName(arn) };
  const [, resourceType = "", resource = ""] = integration;
  const service = canonicalService(resourceType.replace(/^aws-sdk:/, ""));
  const [, operation = "", pattern] = /^([^.]*)(?:\.(.*))?$/.exec(resource) ?? [];
  return { kind: "service", resourceType, resource, service, operation, pattern: pattern as Pattern | undefined };
}

/** A function's name from `Name`, `Name:alias`, an ARN or part of one; `$LATEST` counts as no qualifier. */
export function parseFunctionName(text: string): FunctionName {
  const parts = text.split(":");
  const place = parts.lastIndexOf("function");
  const [name = text, qualifier] = place >= 0 ? parts.slice(place + 1) : text.startsWith("arn:") ? parts.slice(-1) : parts;
  return { name, qualifier: qualifier === "$LATEST" ? undefined : qualifier };
}
