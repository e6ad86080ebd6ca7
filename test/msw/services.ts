import { AthenaClient, GetQueryExecutionCommand, InvalidRequestException } from "@aws-sdk/client-athena";
import { BatchClient, ClientException, SubmitJobCommand } from "@aws-sdk/client-batch";
import { BedrockRuntimeClient, InvokeModelCommand, ThrottlingException } from "@aws-sdk/client-bedrock-runtime";
import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DescribeInstancesCommand, EC2Client, EC2ServiceException } from "@aws-sdk/client-ec2";
import { ClusterNotFoundException, ECSClient, RunTaskCommand } from "@aws-sdk/client-ecs";
import { EventBridgeClient, InternalException, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { EntityNotFoundException, GetJobRunCommand, GlueClient } from "@aws-sdk/client-glue";
import { KinesisClient, PutRecordCommand, ResourceNotFoundException as StreamNotFound } from "@aws-sdk/client-kinesis";
import { ResourceNotFoundException as FunctionNotFound, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetObjectCommand, HeadObjectCommand, NoSuchKey, S3Client } from "@aws-sdk/client-s3";
import { GetSecretValueCommand, ResourceNotFoundException as SecretNotFound, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SFNClient, StateMachineDoesNotExist, TestStateCommand } from "@aws-sdk/client-sfn";
import { NotFoundException, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { QueueDoesNotExist, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetParameterCommand, ParameterNotFound, SSMClient } from "@aws-sdk/client-ssm";

/** One operation of a service by its own client: what a mock answers, what the client makes of it, and an error it has a class for. */
export interface ServiceCase {
  readonly service: string;
  readonly operation: string;
  readonly send: () => Promise<object>;
  readonly answer: object;
  readonly output: object;
  readonly error: string;
  readonly errorClass: new (...parameters: never[]) => Error;
}

export { HeadObjectCommand, S3Client };

const started = new Date("2025-01-01T10:00:00.000Z");
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

export const serviceCases: readonly ServiceCase[] = [
  {
    service: "sfn",
    operation: "testState",
    send: () => new SFNClient().send(new TestStateCommand({ definition: "{}", roleArn: "arn:aws:iam::123456789012:role/r" })),
    answer: { status: "SUCCEEDED", output: "{}" },
    output: { status: "SUCCEEDED", output: "{}" },
    error: "StateMachineDoesNotExist",
    errorClass: StateMachineDoesNotExist,
  },
  {
    service: "dynamodb",
    operation: "putItem",
    send: () => new DynamoDBClient().send(new PutItemCommand({ TableName: "orders", Item: { id: { S: "o-1" } } })),
    answer: { Attributes: { data: { B: bytes("old") } } },
    output: { Attributes: { data: { B: bytes("old") } } },
    error: "ConditionalCheckFailedException",
    errorClass: ConditionalCheckFailedException,
  },
  {
    service: "sqs",
    operation: "sendMessage",
    send: () =>
      new SQSClient().send(new SendMessageCommand({ QueueUrl: "https://sqs.us-east-1.amazonaws.com/1/orders", MessageBody: "o-1" })),
    answer: { MessageId: "m-1" },
    output: { MessageId: "m-1" },
    error: "QueueDoesNotExist",
    errorClass: QueueDoesNotExist,
  },
  {
    service: "sns",
    operation: "publish",
    send: () => new SNSClient().send(new PublishCommand({ TopicArn: "arn:aws:sns:us-east-1:123456789012:orders", Message: "o-1 & <co>" })),
    answer: { MessageId: "m-1" },
    output: { MessageId: "m-1" },
    error: "NotFoundException",
    errorClass: NotFoundException,
  },
  {
    service: "events",
    operation: "putEvents",
    send: () => new EventBridgeClient().send(new PutEventsCommand({ Entries: [{ Source: "orders", Time: started, Detail: "{}" }] })),
    answer: { FailedEntryCount: 0, Entries: [{ EventId: "e-1" }] },
    output: { FailedEntryCount: 0, Entries: [{ EventId: "e-1" }] },
    error: "InternalException",
    errorClass: InternalException,
  },
  {
    service: "ssm",
    operation: "getParameter",
    send: () => new SSMClient().send(new GetParameterCommand({ Name: "/limit" })),
    answer: { Parameter: { Value: "10", LastModifiedDate: started } },
    output: { Parameter: { Value: "10", LastModifiedDate: started } },
    error: "ParameterNotFound",
    errorClass: ParameterNotFound,
  },
  {
    service: "secretsmanager",
    operation: "getSecretValue",
    send: () => new SecretsManagerClient().send(new GetSecretValueCommand({ SecretId: "key" })),
    answer: { SecretBinary: bytes("secret") },
    output: { SecretBinary: bytes("secret") },
    error: "ResourceNotFoundException",
    errorClass: SecretNotFound,
  },
  {
    service: "ec2",
    operation: "describeInstances",
    send: () => new EC2Client().send(new DescribeInstancesCommand({ InstanceIds: ["i-1"] })),
    answer: { Reservations: [{ Instances: [{ InstanceId: "i-1", LaunchTime: started, Tags: [{ Key: "a<b>", Value: "ü" }] }] }] },
    output: { Reservations: [{ Instances: [{ InstanceId: "i-1", LaunchTime: started, Tags: [{ Key: "a<b>", Value: "ü" }] }] }] },
    error: "InvalidInstanceID.NotFound",
    errorClass: EC2ServiceException,
  },
  {
    service: "ecs",
    operation: "runTask",
    send: () => new ECSClient().send(new RunTaskCommand({ taskDefinition: "pack:1" })),
    answer: { tasks: [{ taskArn: "t-1", startedAt: started }] },
    output: { tasks: [{ taskArn: "t-1", startedAt: started }] },
    error: "ClusterNotFoundException",
    errorClass: ClusterNotFoundException,
  },
  {
    service: "glue",
    operation: "getJobRun",
    send: () => new GlueClient().send(new GetJobRunCommand({ JobName: "etl", RunId: "r-1" })),
    answer: { JobRun: { Id: "r-1", JobRunState: "RUNNING" } },
    output: { JobRun: { Id: "r-1", JobRunState: "RUNNING" } },
    error: "EntityNotFoundException",
    errorClass: EntityNotFoundException,
  },
  {
    service: "batch",
    operation: "submitJob",
    send: () => new BatchClient().send(new SubmitJobCommand({ jobName: "j", jobQueue: "q", jobDefinition: "d" })),
    answer: { jobId: "j-1", jobName: "j" },
    output: { jobId: "j-1", jobName: "j" },
    error: "ClientException",
    errorClass: ClientException,
  },
  {
    service: "athena",
    operation: "getQueryExecution",
    send: () => new AthenaClient().send(new GetQueryExecutionCommand({ QueryExecutionId: "q-1" })),
    answer: { QueryExecution: { QueryExecutionId: "q-1", Status: { State: "QUEUED" } } },
    output: { QueryExecution: { QueryExecutionId: "q-1", Status: { State: "QUEUED" } } },
    error: "InvalidRequestException",
    errorClass: InvalidRequestException,
  },
  {
    service: "s3",
    operation: "getObject",
    send: async () => {
      const { Body, ContentType } = await new S3Client().send(new GetObjectCommand({ Bucket: "reports", Key: "2025/jan.txt" }));
      return { text: await Body?.transformToString(), ContentType };
    },
    answer: { Body: bytes("all is well"), ContentType: "text/plain" },
    output: { text: "all is well", ContentType: "text/plain" },
    error: "NoSuchKey",
    errorClass: NoSuchKey,
  },
  {
    service: "lambda",
    operation: "invoke",
    send: async () => {
      const { Payload, StatusCode } = await new LambdaClient().send(new InvokeCommand({ FunctionName: "charge", Payload: '{"id":"o-1"}' }));
      return { StatusCode, payload: Payload?.transformToString() };
    },
    answer: { charged: true },
    output: { StatusCode: 200, payload: '{"charged":true}' },
    error: "ResourceNotFoundException",
    errorClass: FunctionNotFound,
  },
  {
    service: "bedrock",
    operation: "invokeModel",
    send: async () => {
      const { body } = await new BedrockRuntimeClient().send(new InvokeModelCommand({ modelId: "m", body: bytes("{}") }));
      return { text: body.transformToString() };
    },
    answer: { body: bytes("hello"), contentType: "application/json" },
    output: { text: "hello" },
    error: "ThrottlingException",
    errorClass: ThrottlingException,
  },
  {
    service: "kinesis",
    operation: "putRecord",
    send: () => new KinesisClient().send(new PutRecordCommand({ StreamName: "clicks", Data: bytes("x"), PartitionKey: "p" })),
    answer: { ShardId: "s-1", SequenceNumber: "1" },
    output: { ShardId: "s-1", SequenceNumber: "1" },
    error: "ResourceNotFoundException",
    errorClass: StreamNotFound,
  },
];
