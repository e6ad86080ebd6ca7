import { DescribeExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import { GetItemCommand, DynamoDBClient, ConditionalCheckFailedException, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { KinesisClient, PutRecordCommand } from "@aws-sdk/client-kinesis";
import { fails, mockAws, runStateMachine } from "sfn-testkit";
import { interceptAws } from "sfn-testkit/msw";
import { expect, test } from "vitest";

test("works", async () => {
  const aws = mockAws({ sqs: { sendMessage: { MessageId: "m-1" } }, kinesis: { putRecord: { ShardId: "s", SequenceNumber: "1" } }, dynamodb: { getItem: { Item: { id: { S: "1" } } }, putItem: fails("ConditionalCheckFailedException", "no") } });
  using _ = interceptAws(aws);
  const out = await new SQSClient().send(new SendMessageCommand({ QueueUrl: "https://sqs.us-east-1.amazonaws.com/1/q", MessageBody: "x" }));
  expect(out.MessageId).toBe("m-1");
  const item = await new DynamoDBClient().send(new GetItemCommand({ TableName: "t", Key: { id: { S: "1" } } }));
  expect(item.Item).toEqual({ id: { S: "1" } });
  await expect(new DynamoDBClient().send(new PutItemCommand({ TableName: "t", Item: {} }))).rejects.toBeInstanceOf(ConditionalCheckFailedException);
  await expect(new SFNClient().send(new DescribeExecutionCommand({ executionArn: "arn:aws:states:us-east-1:123456789012:execution:a:b" }))).rejects.toThrow("sfn: { describeExecution: {} },");
  const put = await new KinesisClient().send(new PutRecordCommand({ StreamName: "s", Data: Buffer.from("x"), PartitionKey: "p" }));
  expect(put.ShardId).toBe("s");
});

test("handler", async () => {
  const aws = mockAws({
    sqs: { sendMessage: { MessageId: "m-1" } },
    lambda: { Fn: async () => (await new SQSClient().send(new SendMessageCommand({ QueueUrl: "https://sqs.us-east-1.amazonaws.com/1/q", MessageBody: "x" }))).MessageId },
  });
  using _ = interceptAws(aws);
  const machine = { StartAt: "A", States: { A: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:123456789012:function:Fn", End: true } } };
  expect(await runStateMachine(machine, { aws })).toHaveSucceeded("m-1");
});
