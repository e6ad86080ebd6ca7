import * as athena from "@aws-sdk/client-athena";
import * as batch from "@aws-sdk/client-batch";
import * as bedrock from "@aws-sdk/client-bedrock-runtime";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as ec2 from "@aws-sdk/client-ec2";
import * as ecs from "@aws-sdk/client-ecs";
import * as eventbridge from "@aws-sdk/client-eventbridge";
import * as glue from "@aws-sdk/client-glue";
import * as kinesis from "@aws-sdk/client-kinesis";
import * as lambda from "@aws-sdk/client-lambda";
import * as s3 from "@aws-sdk/client-s3";
import * as secrets from "@aws-sdk/client-secrets-manager";
import * as sfn from "@aws-sdk/client-sfn";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import * as ssm from "@aws-sdk/client-ssm";
import { describe, expect, test } from "vitest";
import type { WireCall, WireError } from "../../src/wire/codec.ts";
import { answering } from "./answering-client.ts";

interface Conversation {
  readonly client: new (options: never) => { send(command: never): Promise<unknown> };
  readonly command: object;
  /** As mocks name it. */
  readonly asked: string;
  /** The input as a mock gets it, where it is not the command's own. */
  readonly input?: unknown;
  /** As a mock writes it. */
  readonly output: unknown;
  readonly received: object;
  readonly error: WireError;
  readonly exception: new (...args: never[]) => Error;
  readonly members?: object;
}

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const day = new Date("2025-03-01T12:00:00.000Z");
const entity = { id: { S: "ü-1" }, tags: { L: [{ N: "1" }, { M: { deep: { BOOL: true } } }] }, raw: { B: bytes("raw") } };

const conversations: Record<string, Conversation> = {
  sfn: {
    client: sfn.SFNClient,
    command: new sfn.DescribeExecutionCommand({ executionArn: "arn:e", includedData: "ALL_DATA" }),
    asked: "sfn:describeExecution",
    output: {
      ExecutionArn: "arn:e",
      StateMachineArn: "arn:m",
      Status: "RUNNING",
      StartDate: day.toISOString(),
      InputDetails: { Included: true },
    },
    received: { executionArn: "arn:e", stateMachineArn: "arn:m", status: "RUNNING", startDate: day, inputDetails: { included: true } },
    error: { name: "Sfn.ExecutionDoesNotExistException", message: "no such execution" },
    exception: sfn.ExecutionDoesNotExist,
  },
  lambda: {
    client: lambda.LambdaClient,
    command: new lambda.InvokeCommand({
      FunctionName: "arn:aws:lambda:us-east-1:1:function:Ship",
      Qualifier: "live",
      Payload: bytes('{"id":1}'),
    }),
    asked: "lambda:invoke",
    output: { StatusCode: 202, ExecutedVersion: "7", Payload: '{"ok":true}' },
    received: { StatusCode: 202, ExecutedVersion: "7" },
    error: { name: "TooManyRequestsException", message: "slow down", retryAfterSeconds: "3", Reason: "CallerRateLimitExceeded" },
    exception: lambda.TooManyRequestsException,
    members: { retryAfterSeconds: "3", Reason: "CallerRateLimitExceeded", $metadata: { httpStatusCode: 429 } },
  },
  sqs: {
    client: sqs.SQSClient,
    command: new sqs.SendMessageBatchCommand({
      QueueUrl: "https://sqs.us-east-1.amazonaws.com/1/q",
      Entries: [{ Id: "a", MessageBody: "b" }],
    }),
    asked: "sqs:sendMessageBatch",
    output: { Successful: [{ Id: "a", MessageId: "m" }], Failed: [] },
    received: { Successful: [{ Id: "a", MessageId: "m", MD5OfMessageBody: "92eb5ffee6ae2fec3ad71c777531578f" }], Failed: [] },
    error: { name: "QueueDoesNotExist", message: "gone" },
    exception: sqs.QueueDoesNotExist,
  },
  dynamodb: {
    client: dynamodb.DynamoDBClient,
    command: new dynamodb.PutItemCommand({ TableName: "t", Item: entity as never, ConditionExpression: "attribute_not_exists(id)" }),
    asked: "dynamodb:putItem",
    output: { Attributes: entity, ConsumedCapacity: { CapacityUnits: 0.5 } },
    received: { Attributes: entity, ConsumedCapacity: { CapacityUnits: 0.5 } },
    error: { name: "DynamoDb.ConditionalCheckFailedException", message: "exists", Item: entity },
    exception: dynamodb.ConditionalCheckFailedException,
    members: { Item: entity },
  },
  s3: {
    client: s3.S3Client,
    command: new s3.ListObjectsV2Command({ Bucket: "b", Prefix: "a b/ü", MaxKeys: 2 }),
    asked: "s3:listObjectsV2",
    output: { IsTruncated: false, Contents: [{ Key: "a<b>&", Size: 3, LastModified: day }], Name: "b" },
    received: { IsTruncated: false, Contents: [{ Key: "a<b>&", Size: 3, LastModified: day }], Name: "b" },
    error: { name: "S3.NoSuchBucketException", message: "no <bucket>" },
    exception: s3.NoSuchBucket,
    members: { message: "no <bucket>", $metadata: { httpStatusCode: 404 } },
  },
  sns: {
    client: sns.SNSClient,
    command: new sns.PublishBatchCommand({
      TopicArn: "arn:t",
      PublishBatchRequestEntries: [
        { Id: "1", Message: "ü & <b>", MessageAttributes: { kind: { DataType: "Binary", BinaryValue: bytes("raw") } } },
        { Id: "2", Message: "two" },
      ],
    }),
    asked: "sns:publishBatch",
    output: { Successful: [{ Id: "1", MessageId: "m&1" }], Failed: [{ Id: "2", Code: "x", SenderFault: true }] },
    received: { Successful: [{ Id: "1", MessageId: "m&1" }], Failed: [{ Id: "2", Code: "x", SenderFault: true }] },
    error: { name: "BatchEntryIdsNotDistinctException", message: "twice <1>" },
    exception: sns.BatchEntryIdsNotDistinctException,
    members: { message: "twice <1>" },
  },
  eventbridge: {
    client: eventbridge.EventBridgeClient,
    command: new eventbridge.PutEventsCommand({ Entries: [{ Source: "shop", DetailType: "Ordered", Detail: "{}", Time: day }] }),
    asked: "events:putEvents",
    output: { FailedEntryCount: 0, Entries: [{ EventId: "e-1" }] },
    received: { FailedEntryCount: 0, Entries: [{ EventId: "e-1" }] },
    error: { name: "InternalException", message: "oops" },
    exception: eventbridge.InternalException,
    members: { $fault: "server", $metadata: { httpStatusCode: 500 } },
  },
  ssm: {
    client: ssm.SSMClient,
    command: new ssm.GetParameterCommand({ Name: "/app/key", WithDecryption: true }),
    asked: "ssm:getParameter",
    output: { Parameter: { Name: "/app/key", Value: "v", Version: 3, LastModifiedDate: day.toISOString() } },
    received: { Parameter: { Name: "/app/key", Value: "v", Version: 3, LastModifiedDate: day } },
    error: { name: "ParameterNotFound", message: "none" },
    exception: ssm.ParameterNotFound,
  },
  "secrets-manager": {
    client: secrets.SecretsManagerClient,
    command: new secrets.PutSecretValueCommand({ SecretId: "s", SecretBinary: bytes("key"), ClientRequestToken: "0".repeat(32) }),
    asked: "secretsmanager:putSecretValue",
    output: { ARN: "arn:s", Name: "s", VersionStages: ["AWSCURRENT"] },
    received: { ARN: "arn:s", Name: "s", VersionStages: ["AWSCURRENT"] },
    error: { name: "ResourceNotFoundException", message: "no secret", Message: "ignored" },
    exception: secrets.ResourceNotFoundException,
    members: { message: "no secret" },
  },
  ec2: {
    client: ec2.EC2Client,
    command: new ec2.RunInstancesCommand({
      ImageId: "ami-1",
      MinCount: 1,
      MaxCount: 2,
      EbsOptimized: false,
      SecurityGroupIds: ["sg-1", "sg-2"],
      InstanceMarketOptions: { MarketType: "spot", SpotOptions: { ValidUntil: day } },
      NetworkInterfaces: [{ DeviceIndex: 0, Groups: ["sg-3"], PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: "10.0.0.4" }] }],
      TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "ü & <b>", Value: "1" }] }],
      ClientToken: "c",
    }),
    asked: "ec2:runInstances",
    output: {
      ReservationId: "r-1",
      Instances: [{ InstanceId: "i-1", LaunchTime: day.toISOString(), State: { Code: 0, Name: "pending" }, Tags: [] }],
    },
    received: {
      ReservationId: "r-1",
      Instances: [{ InstanceId: "i-1", LaunchTime: day, State: { Code: 0, Name: "pending" }, Tags: [] }],
    },
    error: { name: "InsufficientInstanceCapacity", message: "none of <m1.small>" },
    exception: ec2.EC2ServiceException,
    members: { name: "InsufficientInstanceCapacity", $fault: "server", $metadata: { httpStatusCode: 500 } },
  },
  ecs: {
    client: ecs.ECSClient,
    command: new ecs.RunTaskCommand({
      taskDefinition: "job:1",
      overrides: { containerOverrides: [{ name: "main", environment: [] }] },
      clientToken: "c",
    }),
    asked: "ecs:runTask",
    output: { Tasks: [{ TaskArn: "arn:t", CreatedAt: day.toISOString(), Containers: [{ ExitCode: 0 }] }], Failures: [] },
    received: { tasks: [{ taskArn: "arn:t", createdAt: day, containers: [{ exitCode: 0 }] }], failures: [] },
    error: { name: "Ecs.ClusterNotFoundException", message: "no cluster" },
    exception: ecs.ClusterNotFoundException,
  },
  glue: {
    client: glue.GlueClient,
    command: new glue.StartJobRunCommand({ JobName: "etl", Arguments: { "--day": "1" }, MaxCapacity: 0.5 }),
    asked: "glue:startJobRun",
    output: { JobRunId: "jr_1" },
    received: { JobRunId: "jr_1" },
    error: { name: "ConcurrentRunsExceededException", message: "busy" },
    exception: glue.ConcurrentRunsExceededException,
  },
  batch: {
    client: batch.BatchClient,
    command: new batch.SubmitJobCommand({ jobName: "j", jobQueue: "q", jobDefinition: "d", retryStrategy: { attempts: 2 } }),
    asked: "batch:submitJob",
    output: { JobArn: "arn:j", JobName: "j", JobId: "1" },
    received: { jobArn: "arn:j", jobName: "j", jobId: "1" },
    error: { name: "ClientException", message: "bad queue" },
    exception: batch.ClientException,
  },
  athena: {
    client: athena.AthenaClient,
    command: new athena.StartQueryExecutionCommand({
      QueryString: "SELECT 1",
      ExecutionParameters: ["a"],
      ClientRequestToken: "0".repeat(32),
    }),
    asked: "athena:startQueryExecution",
    output: { QueryExecutionId: "q-1" },
    received: { QueryExecutionId: "q-1" },
    error: { name: "InvalidRequestException", message: "bad", AthenaErrorCode: "E1" },
    exception: athena.InvalidRequestException,
    members: { AthenaErrorCode: "E1" },
  },
  "bedrock-runtime": {
    client: bedrock.BedrockRuntimeClient,
    command: new bedrock.ConverseCommand({
      modelId: "m/1:0",
      messages: [{ role: "user", content: [{ text: "hi" }] }],
      additionalModelRequestFields: { top: [1, null] },
    }),
    asked: "bedrockruntime:converse",
    output: {
      Output: { Message: { Role: "assistant", Content: [{ Text: "hello" }] } },
      StopReason: "end_turn",
      Usage: { InputTokens: 1, OutputTokens: 2, TotalTokens: 3 },
    },
    received: {
      output: { message: { role: "assistant", content: [{ text: "hello" }] } },
      stopReason: "end_turn",
      usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
    },
    error: { name: "ModelErrorException", message: "broken", originalStatusCode: 418, resourceName: "m" },
    exception: bedrock.ModelErrorException,
    members: { originalStatusCode: 418, resourceName: "m", $metadata: { httpStatusCode: 424 } },
  },
  kinesis: {
    client: kinesis.KinesisClient,
    command: new kinesis.PutRecordCommand({ StreamName: "s", PartitionKey: "k", Data: bytes("data") }),
    asked: "kinesis:putRecord",
    output: { ShardId: "shard-0", SequenceNumber: "1" },
    received: { ShardId: "shard-0", SequenceNumber: "1" },
    error: { name: "ProvisionedThroughputExceededException", message: "too fast" },
    exception: kinesis.ProvisionedThroughputExceededException,
  },
};

describe.each(Object.entries(conversations))("the %s client", (_, conversation) => {
  const send = async (answer: { output: unknown } | { error: WireError }): Promise<{ call: WireCall; received: Promise<unknown> }> => {
    let asked: WireCall | undefined;
    const client = new conversation.client(
      answering((call) => {
        asked = call;
        return answer;
      }) as never,
    );
    const received = client.send(conversation.command as never);
    await received.catch(() => undefined);
    return { call: asked as WireCall, received };
  };

  test("is understood, and gets the result of a mock", async () => {
    const { call, received } = await send({ output: conversation.output });

    expect(await received).toMatchObject(conversation.received);
    expect(`${call.service}:${call.operation}`).toBe(conversation.asked);
    expect(plain(call.input)).toEqual(plain((conversation.command as { input: object }).input));
  });

  test("throws the exception class of a modelled error, with its members", async () => {
    const { received } = await send({ error: conversation.error });

    await expect(received).rejects.toBeInstanceOf(conversation.exception);
    await expect(received).rejects.toMatchObject({ message: conversation.error.message, ...conversation.members });
  });

  test("throws its base exception under a name the API does not know", async () => {
    const { received } = await send({ error: { name: "NobodyKnowsThis", message: "odd" } });

    await expect(received).rejects.toMatchObject({
      name: "NobodyKnowsThis",
      message: "odd",
      $fault: "client",
      $metadata: { httpStatusCode: 400 },
    });
  });
});

/** Bytes are compared as bytes, whatever class holds them. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString("hex") };
  if (value instanceof Date || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}
