import { describe, expect, test } from "vitest";
import { checkDefinition, checkMachineType } from "../../src/asl/index.ts";

const output = (expression: string): object => ({
  QueryLanguage: "JSONata",
  StartAt: "A",
  States: { A: { Type: "Pass", Output: `{% ${expression} %}`, End: true } },
});
const codes = (expression: string): readonly string[] => checkDefinition(output(expression)).diagnostics.map(({ code }) => code);

describe("an expression as large as a definition may be does no harm:", () => {
  test.each([
    ["brackets that never close", "(".repeat(500_000), ["INVALID_JSONATA"]],
    ["a list of many items", `[${Array(200_000).fill("1").join(",")}]`, []],
    ["a path of more names than the parser can follow", `$states.input${".a".repeat(250_000)}`, ["INVALID_JSONATA"]],
  ])("%s", (_, expression, expected) => {
    expect(codes(expression)).toEqual(expected);
  });

  test("a sum of many numbers", () => {
    const found = codes(Array(20_000).fill("a").join("+"));

    // How deep a tree the parser takes depends on the stack; either way it is told, and not thrown.
    expect(["INVALID_JSONATA", "UNSUPPORTED_JSONATA"]).toContain(found[0]);
    expect(found).toHaveLength(1);
  });
});

test("names of an object's own machinery are names like any other", () => {
  expect(codes("constructor")).toEqual(["UNSUPPORTED_JSONATA"]);
  expect(codes("$states.input.__proto__")).toEqual([]);
});

test("a valid definition is asked separately what it could not do as an Express machine", () => {
  const { definition } = checkDefinition({
    StartAt: "A",
    States: { A: { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken", End: true } },
  });

  expect(checkMachineType(definition!, "STANDARD")).toEqual([]);
  expect(checkMachineType(definition!, "EXPRESS")).toMatchObject([{ code: "EXPRESS_RESTRICTION", pointer: "/States/A/Resource" }]);
});
