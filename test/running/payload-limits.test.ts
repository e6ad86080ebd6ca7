import { describe, expect, test } from "vitest";
import { runStateMachine } from "../../src/index.ts";

const tooLarge = { error: "States.DataLimitExceeded", cause: expect.stringContaining("'Big' returned a result with a size exceeding") };
const input = { half: "x".repeat(140_000) };

const big = (state: object) => ({ StartAt: "Big", States: { Big: { End: true, ...state } } });
const keep = (name: string) => ({ StartAt: name, States: { [name]: { Type: "Pass", End: true } } });
const twice = { "a.$": "$.half", "b.$": "$.half" };
const publish = { Type: "Task", QueryLanguage: "JSONata", Resource: "arn:aws:states:::sns:publish" };

describe("256 KiB", () => {
  test.each<[place: string, machine: object]>([
    ["what Parameters makes", big({ Type: "Pass", Parameters: twice, ResultPath: null })],
    ["what Arguments makes", big({ ...publish, Arguments: "{% { 'Message': $states.input.half & $states.input.half } %}" })],
    ["what ResultPath makes", big({ Type: "Pass", ResultPath: "$.again" })],
    ["an Output", big({ Type: "Pass", QueryLanguage: "JSONata", Output: "{% [$states.input, $states.input] %}" })],
    ["one Assign", big({ Type: "Pass", Assign: twice })],
    ["the outputs of branches together", big({ Type: "Parallel", Branches: [keep("A"), keep("B")] })],
  ])("%s may not be larger", async (_place, machine) => {
    const options = { input, mocks: { sns: { publish: {} } } };

    expect(await runStateMachine(machine, options)).toHaveFailed(tooLarge);
    expect((await runStateMachine(machine, { ...options, limits: "none" })).status).toBe("SUCCEEDED");
  });
});

test("all variables together may have 10 MiB", async () => {
  const assign = big({ Type: "Pass", Assign: { one: "more" } });
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`v${index}`, "x".repeat(220_000)]));

  expect(await runStateMachine(assign)).toHaveSucceeded();
  expect(await runStateMachine(assign, { variables: many })).toHaveFailed(tooLarge);
});
