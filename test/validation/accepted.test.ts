import { describe, expect, test } from "vitest";
import { checkDefinition, statesOf } from "../../src/asl/index.ts";
import { diagnose } from "./marked-text.ts";

const task = (resource: string): object => ({ StartAt: "A", States: { A: { Type: "Task", Resource: resource, End: true } } });
const one = (state: object): object => ({ StartAt: "A", States: { A: state } });
const inner = { StartAt: "B", States: { B: { Type: "Pass", End: true } } };
const rule = (test: object): object => ({
  StartAt: "A",
  States: { A: { Type: "Choice", Choices: [{ ...test, Next: "B" }] }, B: { Type: "Succeed" } },
});

describe("ARNs as people write them are accepted", () => {
  test.each([
    "arn:aws:lambda:us-east-1:123456789012:function:Charge",
    "arn:aws:lambda:us-east-1:123456789:function:Charge",
    "arn:aws:lambda:...:Charge",
    "arn:aws:lambda:us-east-1:123456789012:function:Charge:$LATEST",
    "arn:aws-cn:lambda:cn-north-1:123456789012:function:Charge",
    "arn:aws-us-gov:states:::lambda:invoke",
    "arn:aws:states:::lambda:invoke",
    "arn:aws:states:us-east-1:123456789012:sqs:sendMessage",
    "arn:aws:states:::aws-sdk:rekognition:detectLabels",
    "${ChargeFunctionArn}",
    "arn:${AWS::Partition}:lambda:${AWS::Region}:123456789012:function:Charge",
    "${Prefix}-charge",
  ])("%s", (resource) => {
    expect(checkDefinition(task(resource)).diagnostics).toEqual([]);
  });
});

describe("what the spec allows is accepted", () => {
  test.each([
    ["paths of null", one({ Type: "Pass", InputPath: null, OutputPath: null, ResultPath: null, End: true })],
    ["a Result of null", one({ Type: "Pass", Result: null, End: true })],
    ["a Result of 0", one({ Type: "Pass", Result: 0, End: true })],
    ["End: false beside Next", { StartAt: "A", States: { A: { Type: "Pass", End: false, Next: "B" }, B: { Type: "Succeed" } } }],
    ["empty Retry and Catch", one({ Type: "Task", Resource: "arn:aws:states:::x:y", Retry: [], Catch: [], End: true })],
    [
      "a retry that never retries",
      one({ Type: "Parallel", Branches: [inner], Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 0 }], End: true }),
    ],
    [
      "a fractional backoff",
      one({ Type: "Map", ItemProcessor: inner, Retry: [{ ErrorEquals: ["E"], BackoffRate: 1.5, Comment: "slowly" }], End: true }),
    ],
    ["a wait of nothing", one({ Type: "Wait", Seconds: 0, End: true })],
    ["the longest wait", one({ Type: "Wait", Seconds: 99_999_999, End: true })],
    ["a timestamp with an offset", one({ Type: "Wait", Timestamp: "2025-01-01T00:00:00.123+05:30", End: true })],
    ["the last second of a day", one({ Type: "Wait", Timestamp: "2024-02-29T23:59:59-12:00", End: true })],
    ["a Fail state without words", one({ Type: "Fail" })],
    ["an intrinsic call as CausePath", one({ Type: "Fail", ErrorPath: "$.e", CausePath: "States.Format('no {}', $.x)" })],
    [
      "the older spelling of a Map",
      one({ Type: "Map", Iterator: inner, Parameters: { "x.$": "$$.Map.Item.Value" }, MaxConcurrency: 0, End: true }),
    ],
    ["an inline Map", one({ Type: "Map", ItemProcessor: { ...inner, ProcessorConfig: { Mode: "INLINE" } }, ItemsPath: "$$.x", End: true })],
    ["a comparison with an empty text", rule({ Variable: "$.a", StringEquals: "" })],
    ["a comparison with 0", rule({ Variable: "$.a", NumericGreaterThanEqualsPath: "$.b" })],
    ["a comparison with false", rule({ Variable: "$.a", BooleanEquals: false })],
    [
      "nested tests",
      rule({ Not: { Or: [{ Variable: "$.a", IsPresent: true }, { And: [{ Variable: "$$.b", IsNull: false }] }] }, Comment: "x" }),
    ],
    [
      "an inner circle that only a failure ends",
      one({
        Type: "Map",
        ItemProcessor: { StartAt: "B", States: { B: { Type: "Choice", Choices: [{ Variable: "$.a", IsNull: true, Next: "B" }] } } },
        End: true,
      }),
    ],
    ["a Version and a timeout of the machine", { Version: "1.0", TimeoutSeconds: 300, QueryLanguage: "JSONPath", Comment: "x", ...inner }],
    ["a name of 80 characters", { StartAt: "n".repeat(80), States: { ["n".repeat(80)]: { Type: "Succeed" } } }],
  ])("%s", (_, definition) => {
    const { diagnostics, definition: checked } = checkDefinition(definition);

    expect(diagnostics).toEqual([]);
    expect(checked).toEqual(definition);
  });
});

test("names of an object's own machinery are names like any other", () => {
  const text = `{ "StartAt": "__proto__", "States": {
    "__proto__": { "Type": "Pass", "Next": "constructor" },
    "constructor": { "Type": "Pass", "Result": { "__proto__": { "toString": 1 } }, "Next": "hasOwnProperty" },
    "hasOwnProperty": { "Type": "Succeed" }
  } }`;

  const { definition } = checkDefinition(JSON.parse(text));

  expect([...statesOf(definition!)].map(({ name }) => name)).toEqual(["__proto__", "constructor", "hasOwnProperty"]);
  expect(diagnose(text)).toEqual([]);
  expect(Object.hasOwn({}, "toString")).toBe(false);
});

test("a checked definition is a frozen copy", () => {
  const mine = { StartAt: "A", States: { A: { Type: "Pass", Result: { list: [1] }, End: true } } };

  const { definition } = checkDefinition(mine);
  mine.States.A.Result.list.push(2);

  expect(definition?.States["A"]).toMatchObject({ Result: { list: [1] } });
  expect(() => Object.assign(definition!.States, { B: {} })).toThrow(TypeError);
});

test("YAML anchors, aliases and merge keys are followed, and a finding in a merged field points to the merged map", () => {
  const text = `StartAt: A
x-defaults: &defaults
  Retry: &retry
    - ErrorEquals: [States.ALL]
  TimeoutSeconds: 5
States:
  A:
    <<: *defaults
    Type: Task
    Resource: arn:aws:states:::sqs:sendMessage
    Next: B
  B:
    Type: Task
    Resource: arn:aws:states:::sqs:sendMessage
    Retry: *retry
    End: true
`;

  const found = diagnose(text, "yaml");

  expect(found.map(({ code, pointer, line }) => ({ code, pointer, line }))).toEqual([
    { code: "UNKNOWN_FIELD", pointer: "/x-defaults", line: 2 },
  ]);
});

test("all states are walked in the order of the definition, nested ones after the state around them", () => {
  const { definition } = checkDefinition({
    StartAt: "P",
    States: {
      P: { Type: "Parallel", Branches: [inner, { StartAt: "C/D", States: { "C/D": { Type: "Succeed" } } }], Next: "M" },
      M: { Type: "Map", ItemProcessor: { StartAt: "E", States: { E: { Type: "Fail" } } }, End: true },
    },
  });

  const places = [...statesOf(definition!)].map(({ name, pointer, graph }) => [name, pointer, graph]);

  expect(places).toEqual([
    ["P", "/States/P", ""],
    ["B", "/States/P/Branches/0/States/B", "/States/P/Branches/0"],
    ["C/D", "/States/P/Branches/1/States/C~1D", "/States/P/Branches/1"],
    ["M", "/States/M", ""],
    ["E", "/States/M/ItemProcessor/States/E", "/States/M/ItemProcessor"],
  ]);
});
