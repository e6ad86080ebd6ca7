import { describe, expect, test } from "vitest";
import { variableReferences } from "../../src/index.ts";

const pass = (fields: object) => ({ Type: "Pass", End: true, ...fields });
const machine = (states: { [name: string]: object }, fields: object = {}) => ({
  StartAt: Object.keys(states)[0],
  States: states,
  ...fields,
});

describe("the variables that a state reads", () => {
  test.each<[title: string, state: object, names: readonly string[]]>([
    ["paths", pass({ InputPath: "$a", OutputPath: "$b.c" }), ["a", "b"]],
    ["templates, at any depth", pass({ Parameters: { x: { "y.$": "$b", "z.$": "$a[0]" } } }), ["a", "b"]],
    ["arguments of intrinsic functions", pass({ Parameters: { "x.$": "States.Format('{} {}', $b, States.Array($a))" } }), ["a", "b"]],
    ["Assign, where it reads", pass({ Assign: { "mine.$": "$theirs" } }), ["theirs"]],
    ["expressions", pass({ QueryLanguage: "JSONata", Output: "{% $b + $states.input.x + $sum([$a]) %}" }), ["a", "b"]],
  ])("%s", async (_title, state, names) => {
    expect(await variableReferences(machine({ S: state }))).toEqual({ S: names });
  });

  test.each<[title: string, state: object]>([
    ["what is assigned only", pass({ Assign: { mine: 1 } })],
    ["text that only looks like a reference", pass({ Parameters: { x: "$a" }, Comment: "$a" })],
    ["where a result goes", pass({ ResultPath: "$.a" })],
    ["names of an expression's own", pass({ QueryLanguage: "JSONata", Output: "{% ($a := 1; $map([1], function($b) { $a + $b })) %}" })],
  ])("is not %s", async (_title, state) => {
    expect(await variableReferences(machine({ S: state }))).toEqual({});
  });

  test("states inside a Parallel or Map stand beside the state around them", async () => {
    const inner = machine({ Inner: pass({ InputPath: "$x" }) });

    expect(await variableReferences(machine({ Each: pass({ Type: "Map", ItemsPath: "$items", ItemProcessor: inner }) }))).toEqual({
      Each: ["items"],
      Inner: ["x"],
    });
  });

  test("a Choice reads in its rules", async () => {
    const choice = { Type: "Choice", Choices: [{ Variable: "$guess", NumericEqualsPath: "$answer", Next: "End" }], Default: "End" };

    expect(await variableReferences(machine({ Check: choice, End: pass({}) }))).toEqual({ Check: ["answer", "guess"] });
  });

  test("an invalid definition has none to tell", async () => {
    await expect(variableReferences(machine({ S: pass({ InputPath: "$[" }) }))).rejects.toMatchObject({ name: "InvalidDefinitionError" });
  });
});
