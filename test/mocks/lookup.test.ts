import type { Mocks } from "sfn-testkit";
import { fails, mockAws, runStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import { machine, service, task } from "../running/machines.ts";
import { charging } from "./asking.ts";

const outputOf = async (definition: object, mocks: Mocks, input: unknown = {}): Promise<unknown> =>
  (await runStateMachine(definition, { mocks, input })).output;

describe("mocks are looked up", () => {
  test("by state, then function, then service and operation, then otherwise", async () => {
    const states = { Charge: "by state" };
    const lambda = { charge: "by function" };
    const sdk = { lambda: { invoke: "by operation" } };
    const otherwise = "otherwise";

    expect(await outputOf(charging, { states, lambda, "aws-sdk": sdk, otherwise })).toBe("by state");
    expect(await outputOf(charging, { lambda, "aws-sdk": sdk, otherwise })).toBe("by function");
    expect(await outputOf(charging, { "aws-sdk": sdk, otherwise })).toBe("by operation");
    expect(await outputOf(charging, { otherwise })).toBe("otherwise");
  });

  test("by a function's alias or version before its name", async () => {
    const aliased = (qualifier: string) => machine({ Charge: task(`charge:${qualifier}`) });
    const lambda = { "charge:live": "live", charge: "any" };

    expect(await outputOf(aliased("live"), { lambda })).toBe("live");
    expect(await outputOf(aliased("7"), { lambda })).toBe("any");
    expect(await outputOf(aliased("$LATEST"), { lambda })).toBe("any");
    expect(await outputOf(charging, { lambda })).toBe("any");
  });

  test("by the alias given as Qualifier of lambda:invoke", async () => {
    const invoking = machine({ S: service("lambda:invoke", { FunctionName: "charge", Qualifier: "live" }, { OutputPath: "$.Payload" }) });

    expect(await outputOf(invoking, { lambda: { "charge:live": "live", charge: "any" } })).toBe("live");
  });

  test.each([
    ["a whole ARN", "arn:aws:lambda:us-east-1:123456789012:function:charge"],
    ["an ARN of another partition", "arn:aws-cn:lambda:cn-north-1:123456789012:function:charge"],
    ["an ARN with parts left out", "arn:aws:lambda:...:charge"],
    ["an ARN with places to fill", "arn:aws:lambda:REGION:ACCOUNT_ID:function:charge"],
    ["a placeholder", "${charge}"],
    ["a placeholder for an attribute", "${charge.Arn}"],
    ["pseudo parameters", "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:charge"],
  ])("a function is found from %s", async (_what, Resource) => {
    expect(await outputOf(machine({ S: { Type: "Task", Resource, End: true } }), { lambda: { charge: "found" } })).toBe("found");
  });

  test.each([
    "charge",
    "arn:aws:lambda:us-east-1:123456789012:function:charge",
    "123456789012:function:charge",
    "${charge}",
    "${charge.Arn}",
  ])("a FunctionName finds it: %s", async (FunctionName) => {
    expect(
      await outputOf(machine({ S: service("lambda:invoke", { FunctionName }, { OutputPath: "$.Payload" }) }), {
        lambda: { charge: "found" },
      }),
    ).toBe("found");
  });

  test("a FunctionName may come from the input", async () => {
    const chosen = machine({ S: service("lambda:invoke", { "FunctionName.$": "$.name" }, { OutputPath: "$.Payload" }) });

    expect(await outputOf(chosen, { lambda: { charge: "found" } }, { name: "charge" })).toBe("found");
  });

  test("a function's mock may be filed under its ARN", async () => {
    expect(await outputOf(charging, { lambda: { "arn:aws:lambda:us-east-1:123456789012:function:charge": "found" } })).toBe("found");
  });

  test("a service's mock answers its optimised and its aws-sdk integration, from either group", async () => {
    const optimised = machine({ S: service("dynamodb:getItem") });
    const sdk = machine({ S: service("aws-sdk:dynamodb:getItem") });
    const plainly: Mocks = { dynamodb: { getItem: { Item: {} } } };
    const generally: Mocks = { "aws-sdk": { dynamodb: { getItem: { Item: {} } } } };

    for (const definition of [optimised, sdk])
      for (const mocks of [plainly, generally]) expect(await outputOf(definition, mocks)).toEqual({ Item: {} });
  });

  test.each([
    ["sfn for states", "states:startExecution", { sfn: { startExecution: { ExecutionArn: "found", StartDate: "2025-01-01T00:00:00Z" } } }],
    ["eventbridge for events", "events:putEvents", { eventbridge: { putEvents: { Entries: [{ EventId: "found" }] } } }],
    ["emr for elasticmapreduce", "elasticmapreduce:addStep", { emr: { addStep: { StepId: "found" } } }],
  ])("%s", async (_what, resource, mocks) => {
    expect(JSON.stringify(await outputOf(machine({ S: service(resource) }), mocks))).toContain("found");
  });

  test("names that objects inherit answer nothing", async () => {
    const inherited = machine({ toString: task("constructor") });

    await expect(runStateMachine(inherited, { mocks: { lambda: {}, states: {} } })).rejects.toMatchObject({ code: "MISSING_MOCK" });
  });

  test("otherwise is told what was called", async () => {
    const otherwise = (call: unknown) => call;

    expect(await outputOf(charging, { otherwise }, { id: 1 })).toEqual({
      service: "lambda",
      operation: "invoke",
      state: "Charge",
      input: { id: 1 },
    });
  });
});

describe("lambda:invoke", () => {
  const invoking = machine({ Charge: service("lambda:invoke", { FunctionName: "charge", "Payload.$": "$" }) });

  test("wraps what a function's mock gives, which gets the payload", async () => {
    const output = await outputOf(invoking, { lambda: { charge: (payload: unknown) => ({ got: payload }) } }, { id: 1 });

    expect(output).toMatchObject({ ExecutedVersion: "$LATEST", Payload: { got: { id: 1 } }, StatusCode: 200 });
    expect(Object.keys(output as object).sort()).toEqual([
      "ExecutedVersion",
      "Payload",
      "SdkHttpMetadata",
      "SdkResponseMetadata",
      "StatusCode",
    ]);
  });

  test("takes what a state's mock gives as it is, which gets the parameters", async () => {
    const given: unknown[] = [];
    const charge = (parameters: unknown) => {
      given.push(parameters);
      return { StatusCode: 200, Payload: 5 };
    };

    expect(await outputOf(invoking, { states: { Charge: charge } }, { id: 1 })).toEqual({ StatusCode: 200, Payload: 5 });
    expect(given).toEqual([{ FunctionName: "charge", Payload: { id: 1 } }]);
  });

  test("a state's mock without a Payload is diagnosed", async () => {
    await expect(outputOf(invoking, { states: { Charge: { charged: true } } })).rejects.toMatchObject({
      name: "UsageError",
      code: "MISSING_PAYLOAD",
      state: "Charge",
      message: expect.stringContaining('The mock of the state "Charge" answered lambda:invoke without a Payload: {"charged":true}.'),
    });
  });

  test("a state's mock may fail without a Payload", async () => {
    expect(await runStateMachine(invoking, { mocks: { states: { Charge: fails("E", "c") } } })).toMatchObject({ error: "E", cause: "c" });
  });
});

describe("a call that nothing answers", () => {
  const messageOf = async (definition: object, mocks: Mocks): Promise<string> => {
    const error = await runStateMachine(definition, { mocks, input: { orderId: "o-1" } }).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ name: "MissingMockError", code: "MISSING_MOCK" });
    return (error as Error).message;
  };

  test("names state, function and input, the near miss, and the line to paste", async () => {
    expect(await messageOf(charging, { lambda: { chrage: {} } })).toMatchInlineSnapshot(`
      "No mock answers "Charge", which calls the Lambda function "charge" with {"orderId":"o-1"}.

      Did you mean "chrage"?
      Add to \`mocks\`:

        lambda: { charge: {} },

      or, for this state alone:

        states: { Charge: {} },"
    `);
  });

  test("names service and operation", async () => {
    expect(
      await messageOf(machine({ "Save order": service("dynamodb:putItem", { TableName: "orders", Item: {} }) }), {
        dynamodb: { putitem: {} },
      }),
    ).toMatchInlineSnapshot(`
      "No mock answers "Save order", which calls dynamodb:putItem with {"TableName":"orders","Item":{}}.

      Did you mean "dynamodb:putitem"?
      Add to \`mocks\`:

        dynamodb: { putItem: {} },

      or, for this state alone:

        states: { "Save order": {} },

      or let a stand-in with state answer, in a world of mockAws():

        await aws.dynamodb.createTable({ … });"
    `);
  });

  test("names the mock of a state that was misspelt", async () => {
    const run = runStateMachine(charging, { aws: mockAws({ states: { Chagre: {} } }) });

    await expect(run).rejects.toThrow('Did you mean "Chagre"?');
  });

  test("of a service with a hyphen has a line that can be pasted", async () => {
    expect(await messageOf(machine({ S: service("aws-sdk:my-service:doIt") }), {})).toContain('"my-service": { doIt: {} },');
  });

  test("tells the execution as far as it got", async () => {
    await expect(runStateMachine(charging)).rejects.toMatchObject({
      execution: expect.objectContaining({ status: "RUNNING", path: ["Charge"] }),
    });
  });

  test("is not kept among the calls", async () => {
    const aws = mockAws();
    await expect(runStateMachine(charging, { aws })).rejects.toMatchObject({ code: "MISSING_MOCK" });

    expect(aws.calls()).toEqual([]);
  });
});

describe("mocks that cannot be read are refused", () => {
  test.each([
    ["a group that is no object", { lambda: "charge" }, 'The mocks under "lambda" must be an object of mocks by name, but were "charge".'],
    ["a group that is an array", { states: [] }, 'The mocks under "states" must be an object of mocks by name, but were an array.'],
    ["a service that is a value", { dynamodb: 5 }, 'The mocks under "dynamodb" must be an object of mocks by name, but were 5.'],
    [
      "a reply in the place of a group",
      { lambda: fails("E") },
      'The mocks under "lambda" must be an object of mocks by name, but were the reply fails().',
    ],
    ["no object at all", [], "The mocks must be an object, but were an array."],
  ])("%s", (_what, mocks, message) => {
    expect(() => mockAws(mocks as Mocks)).toThrow(message);
  });
});

describe("aws.calls", () => {
  const both = machine({
    A: task("charge", { Next: "B", ResultPath: null }),
    B: service("states:startExecution", { StateMachineArn: "arn" }, { Next: "C", ResultPath: null }),
    C: service("dynamodb:putItem"),
  });
  const mocks: Mocks = {
    lambda: { charge: 1 },
    sfn: { startExecution: { ExecutionArn: "arn", StartDate: "2025-01-01T00:00:00Z" } },
    dynamodb: { putItem: {} },
  };

  test("are all that was asked, in order", async () => {
    const aws = mockAws(mocks);
    await runStateMachine(both, { aws });

    expect(aws.calls().map(({ service, operation, state }) => `${state} ${service}:${operation}`)).toEqual([
      "A lambda:invoke",
      "B sfn:startExecution",
      "C dynamodb:putItem",
    ]);
  });

  test("can be asked by service, or by service and operation, under any of its names", async () => {
    const aws = mockAws(mocks);
    await runStateMachine(both, { aws });

    expect(aws.calls("dynamodb").map(({ state }) => state)).toEqual(["C"]);
    expect(aws.calls("dynamodb:getItem")).toEqual([]);
    expect(aws.calls("states:startExecution")).toEqual(aws.calls("sfn:startExecution"));
    expect(aws.calls("sfn:startExecution")).toMatchObject([
      { input: { StateMachineArn: "arn" }, at: new Date("2025-01-01T00:00:00.000Z") },
    ]);
  });
});
