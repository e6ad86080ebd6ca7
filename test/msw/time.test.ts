import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateActivityCommand, GetActivityTaskCommand, SendTaskSuccessCommand, SFNClient } from "@aws-sdk/client-sfn";
import fc from "fast-check";
import type { MockContext, Mocks } from "sfn-testkit";
import { after, DeadlockError, hangs, MissingMockError, mockAws, runStateMachine } from "sfn-testkit";
import { interceptAws } from "sfn-testkit/msw";
import { describe, expect, test } from "vitest";
import { parallelMachine, realTurns, runSync, start, statusOf, taskMachine, waitMachine } from "./machines.ts";
import { guardNetwork } from "./no-network.ts";

guardNetwork();

describe("a handler that asks over HTTP", () => {
  test("sends its own task's token, then returns", async () => {
    const Resource = "arn:aws:states:::lambda:invoke.waitForTaskToken";
    const Parameters = { FunctionName: "Approve", Payload: { "token.$": "$$.Task.Token" } };
    const machine = { StartAt: "Ask", States: { Ask: { Type: "Task", Resource, Parameters, TimeoutSeconds: 30, End: true } } };
    const approve = async ({ token }: { readonly token: string }): Promise<void> => {
      await new SFNClient().send(new SendTaskSuccessCommand({ taskToken: token, output: '"yes"' }));
    };
    const aws = mockAws({ lambda: { Approve: approve } });
    using _ = interceptAws(aws);

    const execution = await runStateMachine(machine, { aws });

    expect(execution).toHaveSucceeded("yes");
    expect(execution).toHaveLasted(0);
  });

  test("waits for an execution of four minutes without holding the time that it needs", async () => {
    const aws = mockAws({ lambda: { Outer: () => runSync("Inner") } });
    using _ = interceptAws(aws);
    await aws.stateMachines.create("Inner", waitMachine(240), { type: "EXPRESS" });

    const execution = await runStateMachine(taskMachine("Outer"), { aws });

    expect(execution).toHaveLasted("4m");
  });

  test("polls with pauses of virtual time", async () => {
    const polls: string[] = [];
    const poll = async (_: unknown, { sleep, now }: MockContext): Promise<string> => {
      const arn = await start("Inner", "polled");
      for (;;) {
        await sleep("5s");
        polls.push(await statusOf(arn));
        if (polls.at(-1) !== "RUNNING") return `${now.getTime()}`;
      }
    };
    const aws = mockAws({ lambda: { Poll: poll } });
    using _ = interceptAws(aws);
    await aws.stateMachines.create("Inner", waitMachine(12));

    const execution = await runStateMachine(taskMachine("Poll"), { aws });

    expect(polls).toEqual(["RUNNING", "RUNNING", "SUCCEEDED"]);
    expect(execution).toHaveLasted("15s");
  });

  test("moves time by polling with nothing but pauses of real time", async () => {
    const aws = mockAws({ lambda: { Poll: () => pollToTheEnd("polled", 3) } });
    using _ = interceptAws(aws);
    await aws.stateMachines.create("Inner", waitMachine(10, 10, 10));

    const execution = await runStateMachine(taskMachine("Poll"), { aws });

    expect(execution).toHaveSucceeded("SUCCEEDED");
    expect(execution).toHaveLasted("30s");
  });

  test("is named with what it waits for when nobody will ever answer", async () => {
    const getItem = async (): Promise<unknown> => await new DynamoDBClient().send(new GetItemCommand({ TableName: "t", Key: {} }));
    const aws = mockAws({ lambda: { Get: getItem }, dynamodb: { getItem: hangs() } });
    using _ = interceptAws(aws);

    const run = runStateMachine(taskMachine("Get"), { aws });

    await expect(run).rejects.toThrow(DeadlockError);
    await expect(run).rejects.toThrow('"Get" waits for Get, whose handler waits for dynamodb:getItem');
  });

  test("cannot hide from the run that no mock answers it", async () => {
    const getItem = async (): Promise<string> =>
      await new DynamoDBClient().send(new GetItemCommand({ TableName: "t", Key: {} })).then(
        () => "answered",
        () => "swallowed",
      );
    const aws = mockAws({ lambda: { Get: getItem } });
    using _ = interceptAws(aws);

    const run = runStateMachine(taskMachine("Get"), { aws });

    await expect(run).rejects.toThrow(MissingMockError);
    await expect(run).rejects.toThrow("dynamodb: { getItem: {} },");
  });

  test("gets the answers of handlers that ask themselves, each after its own latency", async () => {
    const aws = mockAws({ lambda: { Outer: () => runSync("Middle"), Inner: () => runSync("Innermost") } });
    using _ = interceptAws(aws);
    await aws.stateMachines.create("Middle", taskMachine("Inner"), { type: "EXPRESS" });
    await aws.stateMachines.create("Innermost", waitMachine(240), { type: "EXPRESS" });

    expect(await runStateMachine(taskMachine("Outer"), { aws })).toHaveLasted("4m");
  });
});

describe("an application outside every execution", () => {
  test("starts an execution and polls it to its end, with time moving by itself", async () => {
    const aws = mockAws();
    using _ = interceptAws(aws);
    await aws.stateMachines.create("Inner", waitMachine(10, 10, 10));

    expect(await pollToTheEnd("started", 1)).toBe("SUCCEEDED");
    expect(aws.now).toEqual(new Date("2025-01-01T00:00:30.000Z"));
  });

  test("waits for a synchronous execution", async () => {
    const aws = mockAws({ lambda: { Slow: after("7s", "done") } });
    using _ = interceptAws(aws);
    await aws.stateMachines.create("Inner", taskMachine("Slow"), { type: "EXPRESS" });

    expect(await runSync("Inner")).toBe("done");
    expect(aws.now).toEqual(new Date("2025-01-01T00:00:07.000Z"));
  });

  test("may think about a task of an activity for a while without it timing out", async () => {
    const aws = mockAws();
    using _ = interceptAws(aws);
    const { activityArn = "" } = await new SFNClient().send(new CreateActivityCommand({ name: "Pack" }));
    const pack = { StartAt: "Pack", States: { Pack: { Type: "Task", Resource: activityArn, TimeoutSeconds: 30, End: true } } };
    await aws.stateMachines.create("Inner", pack);
    const arn = await start("Inner", "packed");

    const { taskToken } = await new SFNClient().send(new GetActivityTaskCommand({ activityArn, workerName: "w" }));
    await realTurns(20);
    await new SFNClient().send(new SendTaskSuccessCommand({ taskToken, output: '"packed"' }));

    expect(await statusOf(arn)).toBe("SUCCEEDED");
    expect(aws.now).toEqual(new Date("2025-01-01T00:00:00.000Z"));
  });

  test("does not move the time that a test moves by hand", async () => {
    const aws = mockAws();
    using _ = interceptAws(aws);
    await aws.stateMachines.create("Inner", waitMachine(3600));
    const arn = await start("Inner", "watched");

    await aws.advance("10m");

    expect(await statusOf(arn)).toBe("RUNNING");
    expect(aws.now).toEqual(new Date("2025-01-01T00:10:00.000Z"));
  });

  test("is told when nobody will ever answer it", async () => {
    using _ = interceptAws(mockAws({ dynamodb: { getItem: hangs() } }));

    const asked = new DynamoDBClient().send(new GetItemCommand({ TableName: "t", Key: {} }));

    await expect(asked).rejects.toMatchObject({ name: "DeadlockError", message: expect.stringContaining("dynamodb:getItem") as unknown });
  });
});

describe("however long each handler really takes", () => {
  const mocks = (turns: readonly number[]): Mocks => ({
    lambda: {
      Sync: async () => await delayed(turns[0], () => runSync("Minutes")),
      Poll: async () => await delayed(turns[1], () => pollToTheEnd("polled", turns[2] ?? 0)),
      Slow: async () => await delayed(turns[3], () => Promise.resolve(after("6s", "slow"))),
      Items: async () => await delayed(turns[4], items),
    },
    dynamodb: { getItem: [after("3s", { Item: { n: { N: "1" } } }), { Item: { n: { N: "2" } } }, after("1s", {})] },
  });

  const logOf = async (turns: readonly number[]): Promise<string> => {
    const aws = mockAws(mocks(turns));
    using _ = interceptAws(aws);
    await aws.stateMachines.create("Minutes", waitMachine(240), { type: "EXPRESS" });
    await aws.stateMachines.create("Inner", waitMachine(10, 10));
    const execution = await runStateMachine(parallelMachine("Sync", "Poll", "Slow", "Items"), { aws });
    return JSON.stringify([execution.history, execution.output, aws.calls()]);
  };

  test("the history, the answers and the calls are the same", async () => {
    const expected = await logOf([0, 0, 0, 0, 0]);

    const delays = fc.array(fc.nat(12), { minLength: 5, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(delays, async (turns) => {
        expect(await logOf(turns)).toBe(expected);
      }),
      { numRuns: 15 },
    );
  }, 30_000);
});

async function delayed<T>(turns = 0, then: () => Promise<T>): Promise<T> {
  await realTurns(turns);
  return await then();
}

async function items(): Promise<unknown[]> {
  const client = new DynamoDBClient();
  const get = async (id: string): Promise<unknown> => {
    const { Item } = await client.send(new GetItemCommand({ TableName: "t", Key: { id: { S: id } } }));
    return Item ?? null;
  };
  return await Promise.all(["a", "b", "c"].map(get));
}

async function pollToTheEnd(name: string, turns: number): Promise<string> {
  const arn = await start("Inner", name);
  for (;;) {
    await realTurns(turns);
    const status = await statusOf(arn);
    if (status !== "RUNNING") return status;
  }
}
