/** Clients that ASL names otherwise than by the client's name without hyphens. */
const CLIENTS: { readonly [service: string]: string } = { states: "sfn", events: "eventbridge", elasticmapreduce: "emr" };

/** `bedrock` in ASL is two services. */
const BEDROCK_RUNTIME: ReadonlySet<string> = new Set([
  "applyGuardrail",
  "converse",
  "converseStream",
  "countTokens",
  "getAsyncInvoke",
  "invokeGuardrailChecks",
  "invokeModel",
  "invokeModelWithBidirectionalStream",
  "invokeModelWithResponseStream",
  "listAsyncInvokes",
  "startAsyncInvoke",
]);

/** The client, by its name without hyphens, of a service as ASL names it. */
export function clientOf(service: string, operation?: string): string {
  if (service === "bedrock" && operation !== undefined && BEDROCK_RUNTIME.has(operation)) return "bedrockruntime";
  const name = service.replaceAll("-", "").toLowerCase();
  return Object.hasOwn(CLIENTS, name) ? (CLIENTS[name] as string) : name;
}

const SERVICES: { readonly [client: string]: string } = { eventbridge: "events", emr: "elasticmapreduce" };

/** The service, as mocks name it, of a client. */
export function serviceOf(client: string): string {
  return Object.hasOwn(SERVICES, client) ? (SERVICES[client] as string) : client;
}

/** Clients whose name in signatures is not their own; some names are shared. */
const SIGNED: { readonly [name: string]: readonly string[] } = {
  states: ["sfn"],
  events: ["eventbridge"],
  elasticmapreduce: ["emr"],
  monitoring: ["cloudwatch"],
  logs: ["cloudwatchlogs"],
  email: ["ses", "sesv2"],
  bedrock: ["bedrockruntime", "bedrock", "bedrockagentruntime", "bedrockagent"],
  dynamodb: ["dynamodb", "dynamodbstreams"],
  "cognito-idp": ["cognitoidentityprovider"],
  "cognito-identity": ["cognitoidentity"],
  elasticloadbalancing: ["elasticloadbalancingv2", "elasticloadbalancing"],
  autoscaling: ["autoscaling", "autoscalingplans", "applicationautoscaling"],
  "application-autoscaling": ["applicationautoscaling"],
  "execute-api": ["apigatewaymanagementapi"],
  sagemaker: ["sagemaker", "sagemakerruntime"],
  "rds-data": ["rdsdata"],
  "redshift-data": ["redshiftdata"],
  es: ["opensearch", "elasticsearchservice"],
  ce: ["costexplorer"],
  servicequotas: ["servicequotas"],
};

/** The clients that sign with a name, likeliest first. */
export function clientsSigningAs(name: string): readonly string[] {
  return Object.hasOwn(SIGNED, name) ? (SIGNED[name] as readonly string[]) : [name.replaceAll("-", "")];
}
