import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, NoSuchKey, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { NotFoundException, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import {
  DeleteMessageCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { MockAws } from "sfn-testkit";
import { mockAws } from "sfn-testkit";
import { interceptAws } from "sfn-testkit/msw";
import { afterEach, beforeEach, expect, test } from "vitest";

let aws: MockAws;
let interception: ReturnType<typeof interceptAws>;

beforeEach(() => {
  aws = mockAws();
  interception = interceptAws(aws);
});
afterEach(() => interception.close());

const region = { region: "us-east-1" };

test("an SQS client sends, receives and deletes", async () => {
  const sqs = new SQSClient(region);
  const jobs = aws.sqs.createQueue("jobs");

  await sqs.send(
    new SendMessageCommand({
      QueueUrl: jobs.url,
      MessageBody: "a",
      MessageAttributes: { kind: { DataType: "String", StringValue: "new" } },
    }),
  );
  await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: jobs.url,
      Entries: [
        { Id: "1", MessageBody: "b" },
        { Id: "2", MessageBody: "" },
      ],
    }),
  );
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: jobs.url, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
  );
  await sqs.send(new DeleteMessageCommand({ QueueUrl: jobs.url, ReceiptHandle: Messages[0]?.ReceiptHandle }));

  expect(Messages).toMatchObject([{ Body: "a", MessageAttributes: { kind: { StringValue: "new" } } }, { Body: "b" }]);
  expect(jobs.messages).toMatchObject([{ body: "b", status: "inFlight" }]);
});

test("errors arrive as the client's exception classes", async () => {
  aws.sqs.createQueue("jobs");
  aws.s3.createBucket("reports");
  aws.sns.createTopic("orders");

  await expect(
    new SQSClient(region).send(
      new SendMessageCommand({ QueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/none", MessageBody: "a" }),
    ),
  ).rejects.toBeInstanceOf(QueueDoesNotExist);
  await expect(new S3Client(region).send(new GetObjectCommand({ Bucket: "reports", Key: "none" }))).rejects.toBeInstanceOf(NoSuchKey);
  await expect(
    new SNSClient(region).send(new PublishCommand({ TopicArn: "arn:aws:sns:us-east-1:123456789012:none", Message: "m" })),
  ).rejects.toBeInstanceOf(NotFoundException);
  await expect(new S3Client(region).send(new HeadObjectCommand({ Bucket: "reports", Key: "none" }))).rejects.toMatchObject({
    name: "NotFound",
    $metadata: { httpStatusCode: 404 },
  });
});

test("an S3 client puts bytes and gets them back", async () => {
  const s3 = new S3Client(region);
  const reports = aws.s3.createBucket("reports");
  const bytes = new Uint8Array([0, 255, 128, 10]);

  await s3.send(new PutObjectCommand({ Bucket: "reports", Key: "a", Body: bytes }));
  const { Body, LastModified } = await s3.send(new GetObjectCommand({ Bucket: "reports", Key: "a" }));
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: "reports" }));

  expect(await Body?.transformToByteArray()).toEqual(bytes);
  expect(LastModified).toEqual(new Date("2025-01-01"));
  expect(Contents).toMatchObject([{ Key: "a", Size: 4 }]);
  expect(reports.bytes("a")).toEqual(bytes);
});

test("a DynamoDB client reads what it wrote, bytes included", async () => {
  const dynamodb = new DynamoDBClient(region);
  await aws.dynamodb.createTable({
    TableName: "orders",
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
  });
  const Item = { id: { S: "o-1" }, blob: { B: new Uint8Array([1, 2, 3]) } };

  await dynamodb.send(new PutItemCommand({ TableName: "orders", Item }));

  expect((await dynamodb.send(new GetItemCommand({ TableName: "orders", Key: { id: { S: "o-1" } } }))).Item).toEqual(Item);
  await expect(
    dynamodb.send(new PutItemCommand({ TableName: "orders", Item, ConditionExpression: "attribute_not_exists(id)" })),
  ).rejects.toMatchObject({
    name: "ConditionalCheckFailedException",
  });
});

test("a consumer's handler publishes by its own client, and the rule delivers to a queue", async () => {
  const jobs = aws.sqs.createQueue("jobs");
  const done = aws.sqs.createQueue("done");
  aws.events.addRule({ pattern: { source: ["worker"] }, targets: [done] });
  const events = new EventBridgeClient(region);
  jobs.consume(async (event: { Records: { body: string }[] }) => {
    const Detail = JSON.stringify({ job: event.Records[0]?.body });
    await events.send(new PutEventsCommand({ Entries: [{ Source: "worker", DetailType: "done", Detail }] }));
  });
  jobs.send("a");

  await aws.finish();

  expect(jobs.messages).toEqual([]);
  expect(aws.events.published).toMatchObject([{ detail: { job: "a" } }]);
  expect(done.messages).toHaveLength(1);
});
