import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
} from "@aws-sdk/client-sfn";
import type { MockAws } from "sfn-testkit";
import { mockAws } from "sfn-testkit";
import { interceptAws } from "sfn-testkit/msw";
import { afterEach, beforeEach, expect, test } from "vitest";
import { done, minute, roleArn } from "./machines.ts";

let aws: MockAws;
let interception: { close(): void };

beforeEach(() => {
  aws = mockAws();
  interception = interceptAws(aws);
});
afterEach(() => interception.close());

async function create(client: SFNClient, definition: object, type: "STANDARD" | "EXPRESS" = "STANDARD"): Promise<string> {
  const command = new CreateStateMachineCommand({ name: "Order", definition: JSON.stringify(definition), roleArn, type });
  return (await client.send(command)).stateMachineArn ?? "";
}

/** What an application does: looks until the execution has ended. */
async function ended(client: SFNClient, executionArn: string | undefined): Promise<object> {
  for (;;) {
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (described.status !== "RUNNING") return described;
  }
}

test("an application that starts an execution and polls it sees it end", async () => {
  const client = new SFNClient({});
  const stateMachineArn = await create(client, minute);

  const { executionArn, startDate } = await client.send(new StartExecutionCommand({ stateMachineArn, input: '{"id":1}' }));

  expect(startDate).toEqual(new Date("2025-01-01T00:00:00Z"));
  expect(await ended(client, executionArn)).toMatchObject({
    status: "SUCCEEDED",
    output: '{"id":1}',
    stopDate: new Date("2025-01-01T00:01:00Z"),
  });
  const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
  expect(events?.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
});

test("a refusal arrives as the client's exception", async () => {
  const executionArn = "arn:aws:states:us-east-1:123456789012:execution:Order:none";

  await expect(new SFNClient({}).send(new DescribeExecutionCommand({ executionArn }))).rejects.toBeInstanceOf(ExecutionDoesNotExist);
});

test("a synchronous execution is answered at its end", async () => {
  const client = new SFNClient({});
  const stateMachineArn = await create(client, done, "EXPRESS");

  const answer = await client.send(new StartSyncExecutionCommand({ stateMachineArn, input: "7" }));

  expect(answer).toMatchObject({ status: "SUCCEEDED", output: "7" });
});

test("a worker with a client of its own does an activity's work", async () => {
  const client = new SFNClient({});
  const activityArn = "arn:aws:states:us-east-1:123456789012:activity:Pack";
  const stateMachineArn = await create(client, { StartAt: "Pack", States: { Pack: { Type: "Task", Resource: activityArn, End: true } } });
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, input: '"book"' }));

  const { taskToken, input } = await client.send(new GetActivityTaskCommand({ activityArn, workerName: "w-1" }));
  await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify({ packed: input }) }));

  expect(await ended(client, executionArn)).toMatchObject({ status: "SUCCEEDED", output: JSON.stringify({ packed: '"book"' }) });
});
