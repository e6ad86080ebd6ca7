import fc from "fast-check";
import type { Execution, HistoryEvent, MockAws, MockContext, Mocks } from "sfn-testkit";
import { after, fails, hangs, mockAws } from "sfn-testkit";
import "sfn-testkit/vitest";
import { describe, expect, test } from "vitest";
import { machine, pass, service, task, wait } from "../running/machines.ts";
import { created, newApi } from "./machines.ts";

interface Ended {
  readonly aws: MockAws;
  readonly executionArn: string;
  /** What is told of it now. */
  readonly execution: () => Execution;
  readonly redrive: () => Promise<void>;
  readonly typesSinceRedrive: () => readonly string[];
}

/** Runs a machine up to its end, be it as it may. */
async function ended(definition: object, mocks: Mocks, input: unknown = {}): Promise<Ended> {
  const aws = mockAws(mocks);
  const ask = newApi(aws);
  const stateMachineArn = await created(ask, definition);
  const { executionArn } = await ask("startExecution", { stateMachineArn, input: JSON.stringify(input) });
  await aws.finish();
  const execution = (): Execution => aws.stateMachines.list()[0]?.executions[0] as Execution;
  return {
    aws,
    executionArn,
    execution,
    redrive: async () => {
      await ask("redriveExecution", { executionArn });
      await aws.finish();
    },
    typesSinceRedrive: () => sinceRedrive(execution().history).map(({ type }) => type),
  };
}

function sinceRedrive(history: readonly HistoryEvent[]): readonly HistoryEvent[] {
  return history.slice(history.findLastIndex(({ type }) => type === "ExecutionRedriven") + 1);
}

/** How often these states asked for something. */
function callsIn({ calls }: Execution, ...states: readonly string[]): number {
  return calls.filter(({ state }) => states.includes(String(state))).length;
}

describe("a state that failed", () => {
  test("is scheduled again from its entry, without being entered again: one visit with two attempts", async () => {
    const { execution, redrive } = await ended(machine({ Pay: task("pay") }), { lambda: { pay: [fails("Closed"), "paid"] } });

    await redrive();

    const entered = execution().history.find(({ type }) => type === "TaskStateEntered");
    const [scheduled] = sinceRedrive(execution().history);
    expect(scheduled).toMatchObject({ type: "LambdaFunctionScheduled", previousEventId: entered?.id });
    expect(execution().path).toEqual(["Pay"]);
    expect(execution().visits).toMatchObject([
      { status: "SUCCEEDED", output: "paid", attempts: [{ attempt: 1, error: "Closed" }, { attempt: 2 }] },
    ]);
  });

  test("has all its retries again", async () => {
    const Retry = [{ ErrorEquals: ["Closed"], MaxAttempts: 1 }];
    const pay = [fails("Closed"), fails("Closed"), fails("Closed"), "paid"];
    const { execution, redrive } = await ended(machine({ Pay: task("pay", { Retry }) }), { lambda: { pay } });

    await redrive();

    expect(execution()).toHaveSucceeded("paid");
    expect(execution()).toHaveRetried("Pay", { times: 2, delays: ["1s", "1s"] });
  });

  test("sees in the context object that it was redriven, and when", async () => {
    const Parameters = { "count.$": "$$.Execution.RedriveCount", "context.$": "$$.Execution" };
    const { aws, execution, redrive } = await ended(machine({ Pay: task("pay", { Parameters }) }), {
      lambda: { pay: [fails("Closed"), (input) => input] },
    });
    expect(execution().calls[0]?.input).toMatchObject({
      count: 0,
      context: expect.not.objectContaining({ RedriveTime: expect.anything() }),
    });

    await aws.advance("1h");
    await redrive();

    expect(execution().output).toMatchObject({ count: 1, context: { RedriveCount: 1, RedriveTime: "2025-01-01T01:00:00.000Z" } });
  });

  test("waits for another task token", async () => {
    const { aws, executionArn } = await ended(
      machine({
        Ask: service(
          "sqs:sendMessage.waitForTaskToken",
          { QueueUrl: "q", MessageBody: { "token.$": "$$.Task.Token" } },
          { TimeoutSeconds: 60 },
        ),
      }),
      { sqs: { sendMessage: { MessageId: "m" } } },
    );
    const ask = newApi(aws);

    await ask("redriveExecution", { executionArn });
    await aws.advance("1s");

    const [first, second] = aws
      .calls("sqs:sendMessage")
      .map(({ input }) => String((input as { MessageBody: { token: string } }).MessageBody.token));
    expect(second).not.toBe(first);
    await expect(ask("sendTaskSuccess", { taskToken: first, output: "1" })).rejects.toMatchObject({ name: "TaskTimedOut" });
    await ask("sendTaskSuccess", { taskToken: second, output: "2" });
    expect(await ask("describeExecution", { executionArn })).toMatchObject({ status: "SUCCEEDED", output: "2" });
  });

  test("that is a Fail state is entered again", async () => {
    const { redrive, typesSinceRedrive } = await ended(machine({ No: { Type: "Fail", Error: "Bad" } }), {});

    await redrive();

    expect(typesSinceRedrive()).toEqual(["FailStateEntered", "ExecutionFailed"]);
  });
});

describe("of a Parallel state", () => {
  const three = machine({
    All: {
      Type: "Parallel",
      Branches: [
        machine({ Quick: task("quick") }),
        machine({ Note: pass({ Assign: { noted: 1 }, Next: "Pay" }), Pay: task("pay", { Parameters: { "noted.$": "$noted" } }) }),
        machine({ Wait: wait(3600, { Next: "Slow" }), Slow: task("slow") }),
      ],
      End: true,
    },
  });

  test("the branches that failed or were aborted go on, with the variables they had; the others are spared", async () => {
    const { execution, redrive, typesSinceRedrive } = await ended(three, {
      lambda: { quick: "quick", pay: [after("5s", fails("Closed")), (input) => input], slow: "slow" },
    });

    await redrive();

    expect(execution()).toHaveSucceeded(["quick", { noted: 1 }, "slow"]);
    expect(callsIn(execution(), "Quick")).toBe(1);
    expect(typesSinceRedrive()).toEqual([
      "LambdaFunctionScheduled",
      "LambdaFunctionStarted",
      "LambdaFunctionSucceeded",
      "TaskStateExited",
      "WaitStateExited",
      "TaskStateEntered",
      "LambdaFunctionScheduled",
      "LambdaFunctionStarted",
      "LambdaFunctionSucceeded",
      "TaskStateExited",
      "ParallelStateSucceeded",
      "ParallelStateExited",
      "ExecutionSucceeded",
    ]);
  });

  test("all branches run again when its result was too large", async () => {
    const large = { Type: "Parallel", Branches: [machine({ A: task("large") }), machine({ B: task("large") })], End: true };
    const { execution, redrive } = await ended(machine({ Both: large }), {
      lambda: { large: [..."12"].map((digit) => digit.repeat(200_000)).concat("small", "small") },
    });
    expect(execution()).toHaveFailed({ error: "States.DataLimitExceeded" });

    await redrive();

    expect(execution()).toHaveSucceeded(["small", "small"]);
    expect(callsIn(execution(), "A", "B")).toBe(4);
  });

  test("it is run as a whole again when it is retried after that", async () => {
    const Retry = [{ ErrorEquals: ["Flaky"] }];
    const { execution, redrive } = await ended(
      machine({
        All: { Type: "Parallel", Branches: [machine({ Quick: task("quick") }), machine({ Pay: task("pay") })], Retry, End: true },
      }),
      { lambda: { quick: "quick", pay: [fails("Closed"), fails("Flaky"), "paid"] } },
    );

    await redrive();

    expect(execution()).toHaveSucceeded(["quick", "paid"]);
    expect(callsIn(execution(), "Quick")).toBe(2);
  });
});

describe("of an inline Map", () => {
  const each = (MaxConcurrency: number): object =>
    machine({
      Each: {
        Type: "Map",
        MaxConcurrency,
        ItemSelector: { "index.$": "$$.Map.Item.Index", "value.$": "$$.Map.Item.Value" },
        ItemProcessor: machine({ First: task("first", { Next: "Second" }), Second: task("second") }),
        End: true,
      },
    });

  test("whatever failed and however often it is redriven, each item is done once, as if nothing had failed", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ seconds: fc.nat(9), failures: fc.nat(2), isFirst: fc.boolean() }), { minLength: 1, maxLength: 6 }),
        fc.nat(3),
        async (items, concurrency) => {
          const tried = new Map<string, number>();
          const step =
            (name: string) =>
            (item: { index: number }, { branch }: MockContext) => {
              const { seconds = 0, failures = 0, isFirst } = items[branch[0]?.index ?? 0] ?? {};
              const key = `${name}${branch[0]?.index}`;
              const attempt = (tried.get(key) ?? 0) + 1;
              tried.set(key, attempt);
              const fails_ = attempt <= failures && (isFirst ? name === "first" : name === "second");
              return after(seconds, fails_ ? fails("Flaky") : item);
            };
          const { execution, redrive } = await ended(
            each(concurrency),
            { lambda: { first: step("first"), second: step("second") } },
            items,
          );

          for (let redrives = 0; execution().status !== "SUCCEEDED" && redrives < 20; redrives++) await redrive();

          const done = execution().visits.filter(({ state, status }) => state === "Second" && status === "SUCCEEDED");
          expect(execution()).toHaveSucceeded(items.map((value, index) => ({ index, value })));
          expect(done.map(({ branch }) => branch[0]?.index).sort()).toEqual(items.map((_, index) => index));
          expect(execution().history.map(({ id }) => id)).toEqual(execution().history.map((_, index) => index + 1));
        },
      ),
      { numRuns: 60 },
    );
  });

  test("iterations within branches within iterations go on where they were", async () => {
    const inner = machine({
      Both: { Type: "Parallel", Branches: [machine({ Ok: task("ok") }), machine({ Pay: task("pay") })], End: true },
    });
    const { execution, redrive } = await ended(
      machine({ Each: { Type: "Map", ItemProcessor: inner, End: true } }),
      { lambda: { ok: "ok", pay: (item: number, { call }: MockContext) => (item === 2 && call < 3 ? fails("Closed") : item) } },
      [1, 2],
    );

    await redrive();

    expect(execution()).toHaveSucceeded([
      ["ok", 1],
      ["ok", 2],
    ]);
    expect(callsIn(execution(), "Ok")).toBe(2);
    expect(callsIn(execution(), "Pay")).toBe(3);
  });

  test("iterations that had not begun begin", async () => {
    const { execution, redrive } = await ended(each(1), { lambda: { first: [fails("Bad"), "a"], second: "b" } }, [1, 2, 3]);

    await redrive();

    expect(execution()).toHaveSucceeded(["b", "b", "b"]);
    expect(callsIn(execution(), "First")).toBe(4);
  });
});

test("an execution that was stopped or timed out goes on in each of its lines", async () => {
  const { execution, redrive } = await ended(
    machine(
      { Both: { Type: "Parallel", Branches: [machine({ A: task("a") }), machine({ B: task("b") })], End: true } },
      { TimeoutSeconds: 5 },
    ),
    { lambda: { a: "a", b: [hangs(), "b"] } },
  );
  expect(execution()).toHaveTimedOut();

  await redrive();

  expect(execution()).toHaveSucceeded(["a", "b"]);
});
