/** AWS "Service integration patterns": which services wait for a job or for a task token. */

interface Patterns {
  readonly sync?: true;
  readonly token?: true;
}

const SYNC = { sync: true } as const;
const TOKEN = { token: true } as const;
const BOTH = { sync: true, token: true } as const;

/** Optimised integrations and the AWS SDK; every service answers a plain request. A service that is not here is not judged. */
const SERVICES: { readonly [service: string]: Patterns } = {
  apigateway: TOKEN,
  athena: SYNC,
  "aws-sdk": TOKEN,
  batch: SYNC,
  bedrock: BOTH,
  codebuild: SYNC,
  databrew: SYNC,
  dynamodb: {},
  ecs: BOTH,
  eks: BOTH,
  elasticmapreduce: SYNC,
  "emr-containers": SYNC,
  "emr-serverless": SYNC,
  events: TOKEN,
  glue: SYNC,
  http: {},
  lambda: TOKEN,
  mediaconvert: SYNC,
  sagemaker: SYNC,
  sns: TOKEN,
  sqs: TOKEN,
  states: BOTH,
};

/** Only nested executions have a second form of waiting. */
const SYNC_2 = "states";

/** A service integration's ARN, `arn:aws:states:::<service>:<action>[.<pattern>]`. */
export interface Integration {
  readonly service: string;
  readonly pattern: "sync" | "sync:2" | "waitForTaskToken" | undefined;
}

const INTEGRATION = /^arn:[^:]*:states:[^:]*:[^:]*:(?!activity:)([\w-]+):.*?(?:\.(sync|sync:2|waitForTaskToken))?$/;

export function integrationOf(resource: string): Integration | undefined {
  const [, service, pattern] = INTEGRATION.exec(resource) ?? [];
  return service === undefined ? undefined : { service, pattern: pattern as Integration["pattern"] };
}

/** Does the service offer the pattern? One that we do not know is believed. */
export function isOffered({ service, pattern }: Integration): boolean {
  const offered = Object.hasOwn(SERVICES, service) ? SERVICES[service] : undefined;
  if (offered === undefined || pattern === undefined) return true;
  if (pattern === "sync:2") return service === SYNC_2;
  return pattern === "sync" ? offered.sync === true : offered.token === true;
}

const ACTIVITY = /^arn:[^:]*:states:[^:]*:[^:]*:activity:/;

export const isActivity = (resource: string): boolean => ACTIVITY.test(resource);
