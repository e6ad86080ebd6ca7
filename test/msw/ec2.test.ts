import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { fails, mockAws, runStateMachine } from "sfn-testkit";
import { interceptAws } from "sfn-testkit/msw";
import { expect, test } from "vitest";
import { taskMachine } from "./machines.ts";
import { guardNetwork } from "./no-network.ts";

guardNetwork();

const launched = new Date("2025-01-01T10:00:00.000Z");
const filters = [{ Name: "tag:app", Values: ["shop", "till & <co>"] }];

/** A machine that asks EC2 itself. */
function describing(parameters: object, fields: object = {}): object {
  const resource = "arn:aws:states:::aws-sdk:ec2:describeInstances";
  return { StartAt: "Find", States: { Find: { Type: "Task", Resource: resource, Parameters: parameters, ...fields, End: true } } };
}

test("one mock answers code that uses the client and a Task that calls EC2 itself", async () => {
  const aws = mockAws({
    lambda: { count: async () => (await new EC2Client().send(new DescribeInstancesCommand({ Filters: filters }))).Reservations?.length },
  });
  aws.on(DescribeInstancesCommand, ({ Filters = [] }) => ({
    Reservations: (Filters[0]?.Values ?? []).map((id) => ({ Instances: [{ InstanceId: id, LaunchTime: launched }] })),
  }));
  using _ = interceptAws(aws);

  const output = { "ids.$": "$.Reservations[*].Instances[*].InstanceId", "since.$": "$.Reservations[0].Instances[0].LaunchTime" };
  const asked = await runStateMachine(describing({ Filters: filters }, { ResultSelector: output }), { aws });
  const counted = await runStateMachine(taskMachine("count"), { aws });

  expect(asked).toHaveSucceeded({ ids: ["shop", "till & <co>"], since: launched.toISOString() });
  expect(counted).toHaveSucceeded(2);
  expect(aws.calls("ec2:describeInstances").map(({ input }) => input)).toEqual([{ Filters: filters }, { Filters: filters }]);
});

test("an error that EC2 does not model keeps its code and its message", async () => {
  using _ = interceptAws(
    mockAws({ ec2: { describeInstances: fails("InvalidInstanceID.NotFound", "The instance ID 'i-1' does not exist") } }),
  );

  await expect(new EC2Client().send(new DescribeInstancesCommand({ InstanceIds: ["i-1"] }))).rejects.toMatchObject({
    name: "InvalidInstanceID.NotFound",
    Code: "InvalidInstanceID.NotFound",
    message: "The instance ID 'i-1' does not exist",
    $fault: "client",
    $metadata: { httpStatusCode: 400, attempts: 1 },
  });
});

test("parameters and results of a Task are held against EC2's API", async () => {
  const aws = mockAws({ ec2: { describeInstances: { Reservations: {} } } });

  expect(await runStateMachine(describing({ InstanceIds: "i-1" }), { aws })).toHaveFailed({
    error: "States.Runtime",
    cause: expect.stringContaining("The value of the field 'InstanceIds' has an invalid format") as string,
  });
  await expect(runStateMachine(describing({ InstanceIds: ["i-1"] }), { aws })).rejects.toThrow("Field 'Reservations' must be an array");
});
