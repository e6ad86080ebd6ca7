import { runStateMachine } from "sfn-testkit";
import { explorePaths, mocksOf } from "sfn-testkit/fuzz";
import { describe, expect, test } from "vitest";

const example = (path: string): URL => new URL(`../../../examples/${path}`, import.meta.url);
const examples = ["order/order.asl.json", "images/images.asl.json", "orders-batch/orders-batch.asl.yaml"];

describe("a solved path is what the machine does with its input and mocks", () => {
  test.each(examples)("%s", async (file) => {
    const { paths, left, unreachable } = await explorePaths(example(file));

    expect(paths.length).toBeGreaterThan(5);
    expect(paths.filter(({ solved }) => !solved)).toEqual([]);
    expect({ left, unreachable }).toEqual({ left: [], unreachable: [] });
    for (const path of paths) {
      const execution = await runStateMachine(example(file), { input: path.input, mocks: mocksOf(path) });
      expect(execution).toHaveTakenPath([...path.states]);
      expect(execution.status).toBe(path.status);
    }
  });
});

test("every way of leaving a state is on a path", async () => {
  const { paths } = await explorePaths(example("orders-batch/orders-batch.asl.yaml"));

  expect(paths.map(({ name }) => name)).toEqual([
    "ProcessOrders → SendSummary",
    "ProcessOrders has no items",
    "ProcessOrders has two items",
    "ProcessOrders goes on after ProcessOrder fails with Throttled once and recovers",
    "ProcessOrders fails as ProcessOrder fails with UnforeseenError, which nothing catches",
    "ProcessOrders fails as ProcessOrder fails with Throttled 3 times, which nothing catches",
    "SendSummary fails with SNS.UnforeseenException, which nothing catches",
  ]);
});

const done = { Done: { Type: "Succeed" }, Other: { Type: "Succeed" } };
const choice = (Choices: readonly object[]): object => ({
  StartAt: "Pick",
  States: { Pick: { Type: "Choice", Choices, Default: "Other" }, ...done },
});
const isRed = { Variable: "$.color", StringEquals: "red" };

describe("what can never be used is told, with the reason", () => {
  test("a rule that contradicts itself", async () => {
    const never = { And: [isRed, { Variable: "$.color", StringEquals: "blue" }], Next: "Done" };
    const { unreachable } = await explorePaths(choice([never]));
    expect(unreachable).toEqual([
      { kind: "rule", pointer: "/States/Pick/Choices/0", name: "Pick", why: "Rule 0 can never hold: it contradicts itself." },
      { kind: "state", pointer: "/States/Done", name: "Done", why: "Only rules and catchers that can never be used lead there." },
    ]);
  });

  test("a rule behind a wider one", async () => {
    const { unreachable } = await explorePaths(
      choice([
        { Variable: "$.total", NumericGreaterThan: 10, Next: "Done" },
        { Variable: "$.total", NumericGreaterThan: 20, Next: "Done" },
      ]),
    );
    expect(unreachable.map(({ why }) => why)).toEqual(["Rule 1 is never used: whatever satisfies it satisfies rule 0 before it."]);
  });

  test("a catcher whose errors an earlier one takes, and a retrier that never retries", async () => {
    const task = {
      Type: "Task",
      Resource: "arn:aws:lambda:us-east-1:123456789012:function:F",
      Retry: [{ ErrorEquals: ["Busy"], MaxAttempts: 0 }],
      Catch: [
        { ErrorEquals: ["Declined"], Next: "Done" },
        { ErrorEquals: ["Declined"], Next: "Other" },
      ],
      Next: "Done",
    };
    const { unreachable } = await explorePaths({ StartAt: "F", States: { F: task, ...done } });
    expect(unreachable.map(({ kind, pointer }) => `${kind} ${pointer}`)).toEqual([
      "retrier /States/F/Retry/0",
      "catcher /States/F/Catch/1",
      "state /States/Other",
    ]);
  });
});

test("a rule of JSONata is solved, also behind a variable", async () => {
  const { paths } = await explorePaths({
    QueryLanguage: "JSONata",
    StartAt: "Keep",
    States: {
      Keep: { Type: "Pass", Assign: { total: "{% $states.input.order.total %}" }, Next: "Pick" },
      Pick: {
        Type: "Choice",
        Choices: [{ Condition: "{% $total > 100 and $states.input.order.kind = 'gift' %}", Next: "Done" }],
        Default: "Other",
      },
      ...done,
    },
  });
  expect(paths.map(({ states, solved }) => [states.at(-1), solved])).toEqual([
    ["Done", true],
    ["Other", true],
  ]);
});

test("a timeout is brought about by a mock that hangs", async () => {
  const task = {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Parameters: { FunctionName: "F" },
    TimeoutSeconds: 5,
    End: true,
  };
  const { paths } = await explorePaths({ StartAt: "F", States: { F: task } });
  expect(paths.find(({ faults }) => faults[0]?.kind === "hangs")).toMatchObject({
    name: "F times out, which nothing catches",
    error: "States.Timeout",
    solved: true,
  });
});

test("a loop is gone through a bounded number of times", async () => {
  const poll = { Type: "Task", Resource: "arn:aws:lambda:us-east-1:123456789012:function:Poll", Next: "Ready" };
  const ready = { Type: "Choice", Choices: [{ Variable: "$.status", StringEquals: "DONE", Next: "Done" }], Default: "Wait" };
  const machine = {
    StartAt: "Poll",
    States: { Poll: poll, Ready: ready, Wait: { Type: "Wait", Seconds: 9, Next: "Poll" }, Done: { Type: "Succeed" } },
  };

  const { paths } = await explorePaths(machine);

  expect(paths.find(({ states }) => states.includes("Wait"))).toMatchObject({
    states: ["Poll", "Ready", "Wait", "Poll", "Ready", "Done"],
    solved: true,
  });
});

describe("what is answered is what the service, the worker or the job can answer", () => {
  const account = "us-east-1:123456789012";
  const token = { "token.$": "$$.Task.Token" };
  const guarded = {
    Type: "Task",
    TimeoutSeconds: 60,
    ResultPath: "$.answer",
    Retry: [{ ErrorEquals: ["Busy"], MaxAttempts: 1 }],
    Catch: [
      { ErrorEquals: ["Refused"], Next: "Other" },
      { ErrorEquals: ["States.Timeout"], Next: "Late" },
    ],
    Next: "Which",
  };
  const which = { Type: "Choice", Choices: [{ Variable: "$.answer.Status", StringEquals: "GOOD", Next: "Done" }], Default: "Other" };

  test.each([
    ["an activity", { Resource: `arn:aws:states:${account}:activity:Pack`, HeartbeatSeconds: 9 }, "returns", "fails"],
    [
      "a token",
      { Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken", Parameters: { QueueUrl: "q", MessageBody: token } },
      "callsBack",
      "failsBack",
    ],
    ["a job", { Resource: "arn:aws:states:::glue:startJobRun.sync", Parameters: { JobName: "j" } }, "job", "fails"],
    [
      "a service with required members",
      { Resource: "arn:aws:states:::states:startExecution", Parameters: { StateMachineArn: `arn:aws:states:${account}:stateMachine:m` } },
      "returns",
      "fails",
    ],
    ["a model", { Resource: "arn:aws:states:::bedrock:invokeModel", Parameters: { ModelId: "m", Body: {} } }, "returns", "fails"],
  ])("%s", async (_what, fields, answers, failing) => {
    const machine = { StartAt: "Ask", States: { Ask: { ...guarded, ...fields }, Which: which, Late: { Type: "Succeed" }, ...done } };

    const { paths, complete } = await explorePaths(machine);

    expect({ complete, unsolved: paths.filter(({ solved }) => !solved) }).toEqual({ complete: true, unsolved: [] });
    expect([...new Set(paths.map(({ states }) => states.at(-1)))].sort()).toEqual(["Ask", "Done", "Late", "Other"]);
    const kinds = new Set(paths.flatMap(({ mocks }) => (mocks["Ask"] ?? []).map(({ kind }) => kind)));
    expect(kinds).toEqual(new Set([answers, failing, "hangs", "fails"]));
  });

  test("members of another type than a rule's path lets expect", async () => {
    const list = { Type: "Task", Resource: "arn:aws:states:::aws-sdk:dynamodb:scan", Parameters: { TableName: "t" }, Next: "Count" };
    const count = { Type: "Pass", Parameters: { "count.$": "$.Count", "first.$": "$.Items[0].id.S" }, End: true };
    const { paths } = await explorePaths({ StartAt: "Scan", States: { Scan: list, Count: count } });
    expect(paths[0]).toMatchObject({ states: ["Scan", "Count"], solved: true, mocks: { Scan: [{ value: { Count: 1 } }] } });
  });
});

test("what a bound cuts off is said", async () => {
  const { paths, complete, left } = await explorePaths(example("order/order.asl.json"), { maxPaths: 3 });
  expect({ count: paths.length, complete, left }).toEqual({ count: 3, complete: false, left: ["3 paths are listed; there are more."] });
});

test("a search that takes too many steps is stopped, and what is left is said", async () => {
  const { paths, complete, left } = await explorePaths(example("order/order.asl.json"), { maxSteps: 1_000 });

  expect(complete).toBe(false);
  expect(paths.length).toBeGreaterThan(0);
  expect(left[0]).toMatch(/^The search was stopped by `maxSteps` before \d+ ways of leaving a state, the first: \w+ /);
});

test("Maps of too many iterations are not gone through", async () => {
  const numbers = { Type: "Pass", Result: Array.from({ length: 30 }, (_, index) => index) };
  const mapOf = (StartAt: string, States: object): object => ({ Type: "Map", ItemProcessor: { StartAt, States }, End: true });
  const inner = mapOf("Leaf", { Leaf: { Type: "Pass", End: true } });
  const outer = mapOf("More", { More: { ...numbers, Next: "Inner" }, Inner: inner });

  const { paths } = await explorePaths({ StartAt: "List", States: { List: { ...numbers, Next: "Outer" }, Outer: outer } });

  expect(paths[0]?.why).toContain("the Maps around it have too many iterations to go through");
});

const distributed = {
  StartAt: "Each",
  States: {
    Each: {
      Type: "Map",
      ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }, StartAt: "Done", States: done },
      End: true,
    },
  },
};

test.each([
  ["cannot be loaded", { StartAt: "Nowhere", States: done }],
  ["has what is not supported", distributed],
])("a machine that %s is refused as by a run", async (_what, broken) => {
  const refusal: unknown = await runStateMachine(broken).catch((error: unknown) => error);
  await expect(explorePaths(broken)).rejects.toThrow((refusal as Error).message);
});

test("an unknown option is refused", async () => {
  await expect(explorePaths(example("order/order.asl.json"), { loop: 3 } as object)).rejects.toMatchObject({ code: "UNKNOWN_OPTION" });
});

test("a dot before brackets changes nothing", async () => {
  const collected = (names: string): object => ({
    StartAt: "Collect",
    States: { Collect: { Type: "Pass", Parameters: { "names.$": names }, End: true } },
  });

  const { paths } = await explorePaths(collected("$.people.[*].name"));

  expect(paths).toEqual((await explorePaths(collected("$.people[*].name"))).paths);
  expect(await runStateMachine(collected("$.[*].name"), { input: [{ name: "Ada" }] })).toHaveSucceeded({ names: ["Ada"] });
  expect((await explorePaths(collected("$.[*].name"))).paths).toHaveLength(1);
});
