/** How services answer a call that starts something, and how they describe a job that is over (AWS "Run a Job", the `Describe…` and `Get…` of each service). */

import type { Json, JsonObject } from "../base/json.ts";

/** A job, or a message on its way, that no mock describes in full. */
export interface Job {
  /** The parameters it was started with. */
  readonly input: JsonObject;
  /** As services make ids: a UUID. */
  readonly id: string;
  /** `arn:aws:<service>:<region>:<account>:<resource>` */
  readonly arn: (service: string, resource: string) => string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** When it ended, and why it failed if it did. */
  readonly endedAt: number;
  readonly reason: string | undefined;
}

interface Form {
  /** The first answer: the job is accepted. */
  readonly accepted: (job: Job) => JsonObject;
  /** The job when it is over; `failed` says how it ended. */
  readonly over?: (job: Job, failed: boolean) => JsonObject;
}

/** What the service answers to a call at once. */
export function acceptedAnswer(service: string, operation: string, job: Job): JsonObject {
  return formOf(service, operation)?.accepted(job) ?? {};
}

/** How the service describes the job when it is over; failed if there is a reason. */
export function jobOver(service: string, operation: string, job: Job): JsonObject {
  const failed = job.reason !== undefined;
  const described = formOf(service, operation)?.over?.(job, failed);
  return described ?? { Id: job.id, Status: ended(failed, "SUCCEEDED", "FAILED"), ...because("StatusReason", job) };
}

function formOf(service: string, operation: string): Form | undefined {
  const key = `${service}:${operation}`;
  return Object.hasOwn(FORMS, key) ? FORMS[key] : undefined;
}

const text = (value: Json | undefined, otherwise: string): string => (typeof value === "string" ? value : otherwise);
const ended = (failed: boolean, done: string, undone: string): string => (failed ? undone : done);
const because = (name: string, { reason }: Job): JsonObject => (reason === undefined ? {} : { [name]: reason });

const FORMS: { readonly [operation: string]: Form } = {
  "athena:startQueryExecution": { accepted: ({ id }) => ({ QueryExecutionId: id }), over: query },
  "batch:submitJob": {
    accepted: (job) => ({ JobArn: job.arn("batch", `job/${job.id}`), JobId: job.id, JobName: text(job.input["JobName"], "job") }),
    over: batchJob,
  },
  "bedrock:createModelCustomizationJob": {
    accepted: (job) => ({ JobArn: job.arn("bedrock", `model-customization-job/${job.id}`) }),
    over: (job, failed) => ({
      JobArn: job.arn("bedrock", `model-customization-job/${job.id}`),
      JobName: text(job.input["JobName"], "job"),
      Status: ended(failed, "Completed", "Failed"),
      ...because("FailureMessage", job),
    }),
  },
  "codebuild:startBuild": build("Build", "build"),
  "codebuild:startBuildBatch": build("BuildBatch", "build-batch"),
  "codebuild:retryBuildBatch": build("BuildBatch", "build-batch"),
  "databrew:startJobRun": {
    accepted: ({ id }) => ({ RunId: id }),
    over: (job, failed) => ({
      JobName: text(job.input["Name"], "job"),
      RunId: job.id,
      State: ended(failed, "SUCCEEDED", "FAILED"),
      ...because("ErrorMessage", job),
    }),
  },
  "ecs:runTask": { accepted: (job) => ({ Failures: [], Tasks: [ecsTask(job, "PROVISIONING")] }), over: ecsTaskOver },
  "elasticmapreduce:addStep": {
    accepted: ({ id }) => ({ StepId: `s-${shortened(id)}` }),
    over: (job, failed) => ({ Step: { Id: `s-${shortened(job.id)}`, Status: emrStatus(job, failed, "COMPLETED", "FAILED") } }),
  },
  "elasticmapreduce:createCluster": {
    accepted: ({ id }) => ({ ClusterId: `j-${shortened(id)}` }),
    over: (job, failed) => ({
      Cluster: { Id: `j-${shortened(job.id)}`, Status: emrStatus(job, failed, "WAITING", "TERMINATED_WITH_ERRORS") },
    }),
  },
  "elasticmapreduce:terminateCluster": {
    accepted: () => ({}),
    over: (job, failed) => ({
      Cluster: { Id: text(job.input["ClusterId"], ""), Status: emrStatus(job, failed, "TERMINATED", "TERMINATED_WITH_ERRORS") },
    }),
  },
  "emr-containers:startJobRun": jobRun("emr-containers", "COMPLETED"),
  "emr-serverless:startJobRun": jobRun("emr-serverless", "SUCCESS"),
  "events:putEvents": { accepted: ({ id }) => ({ Entries: [{ EventId: id }], FailedEntryCount: 0 }) },
  "glue:startJobRun": { accepted: ({ id }) => ({ JobRunId: glueRunId(id) }), over: glueRun },
  "mediaconvert:createJob": {
    accepted: (job) => ({ Job: { Arn: job.arn("mediaconvert", `jobs/${job.id}`), Id: job.id, Status: "SUBMITTED" } }),
    over: (job, failed) => ({
      Job: {
        Arn: job.arn("mediaconvert", `jobs/${job.id}`),
        Id: job.id,
        Status: ended(failed, "COMPLETE", "ERROR"),
        ...because("ErrorMessage", job),
      },
    }),
  },
  "sagemaker:createHyperParameterTuningJob": sagemakerJob("HyperParameterTuningJob", "hyper-parameter-tuning-job"),
  "sagemaker:createLabelingJob": sagemakerJob("LabelingJob", "labeling-job"),
  "sagemaker:createProcessingJob": sagemakerJob("ProcessingJob", "processing-job"),
  "sagemaker:createTrainingJob": sagemakerJob("TrainingJob", "training-job"),
  "sagemaker:createTransformJob": sagemakerJob("TransformJob", "transform-job"),
  "sfn:startExecution": { accepted: (job) => ({ ExecutionArn: executionArn(job), StartDate: iso(job.startedAt) }), over: executionOver },
  "sns:publish": { accepted: ({ id }) => ({ MessageId: id }) },
  "sqs:sendMessage": { accepted: ({ id }) => ({ MessageId: id }) },
};

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
const shortened = (id: string): string => id.replaceAll("-", "").slice(0, 13).toUpperCase();
const glueRunId = (id: string): string => `jr_${id.replaceAll("-", "")}`;

function query(job: Job, failed: boolean): JsonObject {
  return {
    QueryExecution: {
      Query: text(job.input["QueryString"], ""),
      QueryExecutionId: job.id,
      Status: {
        CompletionDateTime: job.endedAt,
        State: ended(failed, "SUCCEEDED", "FAILED"),
        SubmissionDateTime: job.startedAt,
        ...because("StateChangeReason", job),
      },
      WorkGroup: text(job.input["WorkGroup"], "primary"),
    },
  };
}

function batchJob(job: Job, failed: boolean): JsonObject {
  const { input, id, startedAt, endedAt } = job;
  return {
    Container: { ExitCode: failed ? 1 : 0 },
    CreatedAt: startedAt,
    JobArn: job.arn("batch", `job/${id}`),
    JobDefinition: text(input["JobDefinition"], "job-definition"),
    JobId: id,
    JobName: text(input["JobName"], "job"),
    JobQueue: text(input["JobQueue"], "job-queue"),
    StartedAt: startedAt,
    Status: ended(failed, "SUCCEEDED", "FAILED"),
    ...because("StatusReason", job),
    StoppedAt: endedAt,
  };
}

function build(member: string, resource: string): Form {
  const described = (job: Job, BuildStatus: string): JsonObject => {
    const Id = `${text(job.input["ProjectName"], "project")}:${job.id}`;
    return { [member]: { Arn: job.arn("codebuild", `${resource}/${Id}`), [`${member}Status`]: BuildStatus, Id } };
  };
  return {
    accepted: (job) => described(job, "IN_PROGRESS"),
    over: (job, failed) => described(job, ended(failed, "SUCCEEDED", "FAILED")),
  };
}

function ecsTask(job: Job, LastStatus: string): JsonObject {
  const { input, startedAt } = job;
  return {
    ClusterArn: job.arn("ecs", `cluster/${text(input["Cluster"], "default").replace(/^.*\//, "")}`),
    CreatedAt: startedAt,
    DesiredStatus: LastStatus === "STOPPED" ? LastStatus : "RUNNING",
    LastStatus,
    StartedBy: text(input["StartedBy"], "AWS Step Functions"),
    TaskArn: job.arn("ecs", `task/${job.id.replaceAll("-", "")}`),
    TaskDefinitionArn: text(input["TaskDefinition"], "task-definition"),
  };
}

function ecsTaskOver(job: Job, failed: boolean): JsonObject {
  return {
    ...ecsTask(job, "STOPPED"),
    Containers: [{ ExitCode: failed ? 1 : 0, LastStatus: "STOPPED" }],
    StopCode: "EssentialContainerExited",
    StoppedAt: job.endedAt,
    StoppedReason: job.reason ?? "Essential container in task exited",
  };
}

function emrStatus(job: Job, failed: boolean, done: string, undone: string): JsonObject {
  return { State: ended(failed, done, undone), ...(failed && { StateChangeReason: { Message: job.reason as string } }) };
}

/** EMR on EKS, EMR Serverless. */
function jobRun(service: string, done: string): Form {
  const described = (job: Job, State: string): JsonObject => ({
    Arn: job.arn(service, `/jobruns/${job.id}`),
    JobRunId: job.id,
    State,
    ...because("StateDetails", job),
  });
  return {
    accepted: ({ id }) => ({ JobRunId: id }),
    over: (job, failed) => ({ JobRun: described(job, ended(failed, done, "FAILED")) }),
  };
}

function glueRun(job: Job, failed: boolean): JsonObject {
  return {
    Attempt: 0,
    CompletedOn: job.endedAt,
    ExecutionTime: Math.round((job.endedAt - job.startedAt) / 1_000),
    Id: glueRunId(job.id),
    JobName: text(job.input["JobName"], "job"),
    JobRunState: ended(failed, "SUCCEEDED", "FAILED"),
    ...because("ErrorMessage", job),
    StartedOn: job.startedAt,
  };
}

function sagemakerJob(kind: string, resource: string): Form {
  const named = (job: Job): JsonObject => {
    const name = text(job.input[`${kind}Name`], "job");
    return { [`${kind}Arn`]: job.arn("sagemaker", `${resource}/${name}`), [`${kind}Name`]: name };
  };
  return {
    accepted: (job) => ({ [`${kind}Arn`]: named(job)[`${kind}Arn`] as string }),
    over: (job, failed) => ({ ...named(job), [`${kind}Status`]: ended(failed, "Completed", "Failed"), ...because("FailureReason", job) }),
  };
}

function executionArn(job: Job): string {
  const machine = text(job.input["StateMachineArn"], "").split(":").at(-1) ?? "";
  return job.arn("states", `execution:${machine}:${text(job.input["Name"], job.id)}`);
}

/** DescribeExecution, but for what nobody has told: `Output`. */
function executionOver(job: Job, failed: boolean): JsonObject {
  return {
    ExecutionArn: executionArn(job),
    Input: JSON.stringify(job.input["Input"] ?? {}),
    Name: text(job.input["Name"], job.id),
    StartDate: iso(job.startedAt),
    StateMachineArn: text(job.input["StateMachineArn"], ""),
    Status: ended(failed, "SUCCEEDED", "FAILED"),
    StopDate: iso(job.endedAt),
    ...because("Error", job),
  };
}
