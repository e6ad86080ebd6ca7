/** AWS "Service integration patterns": which action of which service waits for a job or for a task token. */

/** What an action offers beside a plain request: nothing, or some of the ways to wait. */
type Offer = readonly Pattern[];

type Pattern = "sync" | "sync:2" | "waitForTaskToken";

const REQUEST: Offer = [];
const JOB: Offer = ["sync"];
const TOKEN: Offer = ["waitForTaskToken"];
const BOTH: Offer = ["sync", "waitForTaskToken"];

/** The optimised integrations. A service that is not here is not judged. */
const ACTIONS: { readonly [service: string]: { readonly [action: string]: Offer } } = {
  apigateway: { invoke: TOKEN },
  athena: { startQueryExecution: JOB, stopQueryExecution: REQUEST, getQueryExecution: REQUEST, getQueryResults: REQUEST },
  batch: { submitJob: JOB },
  bedrock: { invokeModel: TOKEN, createModelCustomizationJob: BOTH },
  codebuild: {
    startBuild: JOB,
    stopBuild: REQUEST,
    startBuildBatch: JOB,
    stopBuildBatch: REQUEST,
    retryBuildBatch: JOB,
    deleteBuildBatch: REQUEST,
    batchDeleteBuilds: REQUEST,
    batchGetBuilds: REQUEST,
    batchGetReports: REQUEST,
  },
  databrew: { startJobRun: JOB },
  dynamodb: { getItem: REQUEST, putItem: REQUEST, deleteItem: REQUEST, updateItem: REQUEST },
  ecs: { runTask: BOTH },
  eks: {
    createCluster: BOTH,
    deleteCluster: BOTH,
    createFargateProfile: BOTH,
    deleteFargateProfile: BOTH,
    createNodegroup: BOTH,
    deleteNodegroup: BOTH,
    runJob: BOTH,
    call: TOKEN,
  },
  elasticmapreduce: {
    createCluster: JOB,
    terminateCluster: JOB,
    addStep: JOB,
    cancelStep: REQUEST,
    setClusterTerminationProtection: REQUEST,
    modifyInstanceFleetByName: REQUEST,
    modifyInstanceGroupByName: REQUEST,
  },
  "emr-containers": { createVirtualCluster: REQUEST, deleteVirtualCluster: JOB, startJobRun: JOB },
  "emr-serverless": {
    createApplication: JOB,
    startApplication: JOB,
    stopApplication: JOB,
    deleteApplication: JOB,
    startJobRun: JOB,
    cancelJobRun: JOB,
  },
  events: { putEvents: TOKEN },
  glue: { startJobRun: JOB },
  http: { invoke: REQUEST },
  lambda: { invoke: TOKEN },
  mediaconvert: { createJob: JOB },
  sagemaker: {
    createEndpoint: REQUEST,
    createEndpointConfig: REQUEST,
    createHyperParameterTuningJob: JOB,
    createLabelingJob: JOB,
    createModel: REQUEST,
    createProcessingJob: JOB,
    createTrainingJob: JOB,
    createTransformJob: JOB,
    updateEndpoint: REQUEST,
  },
  sns: { publish: TOKEN },
  sqs: { sendMessage: TOKEN },
  states: { startExecution: ["sync", "sync:2", "waitForTaskToken"] },
};

/** Every action of every service, which waits for a token at most. */
const SDK = "aws-sdk";

/** A service integration's ARN, `arn:aws:states:::<service>:<action>[.<pattern>]`. */
export interface Integration {
  readonly service: string;
  /** With the AWS SDK, service and action. */
  readonly action: string;
  readonly pattern: Pattern | undefined;
}

const INTEGRATION = /^arn:[^:]*:states:[^:]*:[^:]*:(?!activity:)([\w-]+):(.*?)(?:\.(sync|sync:2|waitForTaskToken))?$/;

export function integrationOf(resource: string): Integration | undefined {
  const [, service, action = "", pattern] = INTEGRATION.exec(resource) ?? [];
  return service === undefined ? undefined : { service, action, pattern: pattern as Pattern | undefined };
}

/** Why AWS does not offer an integration; `undefined` where it does, or where we do not know the service. */
export function notOffered({ service, action, pattern }: Integration): string | undefined {
  if (service === SDK) return pattern === undefined || TOKEN.includes(pattern) ? undefined : lacks(SDK, pattern, TOKEN);
  const actions = Object.hasOwn(ACTIONS, service) ? ACTIONS[service] : undefined;
  if (actions === undefined) return undefined;
  const offer = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (offer === undefined) return unknownAction(service, action, Object.keys(actions));
  return pattern === undefined || offer.includes(pattern) ? undefined : lacks(`${service}:${action}`, pattern, offer);
}

function lacks(name: string, pattern: Pattern, offer: Offer): string {
  const offered = offer.length === 0 ? "it answers a plain request only" : `it has ${offer.map((one) => `".${one}"`).join(" and ")}`;
  return `The integration of ${name} does not offer ".${pattern}"; ${offered}.`;
}

function unknownAction(service: string, action: string, known: readonly string[]): string {
  const sdk = `For any other, write arn:aws:states:::aws-sdk:${service === "states" ? "sfn" : service}:${action}.`;
  return `The integration of ${service} offers ${known.join(", ")}. ${sdk}`;
}

const ACTIVITY = /^arn:[^:]*:states:[^:]*:[^:]*:activity:/;

export const isActivity = (resource: string): boolean => ACTIVITY.test(resource);

/** Does a Task with this resource have a task token of its own? */
export const waits = (resource: string): boolean => integrationOf(resource)?.pattern !== undefined;
