import fc from "fast-check";
import { loadStateMachine } from "sfn-testkit";
import { inputsFor } from "sfn-testkit/fuzz";
import { describe, expect, test } from "vitest";

type Member = { readonly [name: string]: unknown };

async function inputsOf(state: object): Promise<fc.Arbitrary<unknown>> {
  const other = JSON.stringify(state).includes('"Other"') ? { Other: { Type: "Succeed" } } : {};
  const { definition } = await loadStateMachine({ StartAt: "First", States: { First: state, Done: { Type: "Succeed" }, ...other } });
  return inputsFor(definition);
}

const ruleOf = (test: object): object => ({ Type: "Choice", Choices: [{ ...test, Next: "Done" }], Default: "Other" });

describe("values on both sides of a comparison, of another type, null and missing", () => {
  test.each([
    ["a number", { NumericLessThan: 10 }, [9, 10, 11, "text", null, undefined]],
    ["a text", { StringEquals: "red" }, ["red", "red-", "re", 1, null, undefined]],
    ["a pattern", { StringMatches: "log-*.txt" }, ["log-x.txt", "no log-x.txt", 1, null, undefined]],
    ["a boolean", { BooleanEquals: true }, [true, false, "text", null, undefined]],
    [
      "a time",
      { TimestampGreaterThan: "2025-03-01T00:00:00Z" },
      ["2025-02-28T23:59:59.000Z", "2025-03-01T00:00:00Z", "2025-03-01T00:00:01.000Z", "text", null, undefined],
    ],
    ["presence", { IsPresent: true }, ["x", null, undefined]],
  ])("%s", async (_kind, operator, expected) => {
    const inputs = await inputsOf(ruleOf({ Variable: "$.x", ...operator }));
    const values = new Set(fc.sample(inputs, 300).map((input) => (input as Member)["x"]));
    expect(expected.filter((value: unknown) => !values.has(value))).toEqual([]);
  });

  test("a comparison of two members", async () => {
    const inputs = await inputsOf(ruleOf({ Variable: "$.spent", NumericGreaterThanPath: "$.limit" }));
    const orders = fc
      .sample(inputs, 300)
      .map((input) => input as { readonly spent?: unknown; readonly limit?: unknown })
      .flatMap(({ spent, limit }) => (typeof spent === "number" && typeof limit === "number" ? [Math.sign(spent - limit)] : []));
    expect(new Set(orders)).toEqual(new Set([-1, 0, 1]));
  });
});

test("lists of no, one and two items for a Map", async () => {
  const ItemProcessor = { StartAt: "Each", States: { Each: { Type: "Pass", End: true } } };
  const inputs = await inputsOf({ Type: "Map", ItemsPath: "$.orders", ItemProcessor, Next: "Done" });
  const lengths = fc.sample(inputs, 200).map((input) => ((input as Member)["orders"] as readonly unknown[] | undefined)?.length);
  expect(lengths).toEqual(expect.arrayContaining([0, 1, 2]));
});

test("what a template reads is there", async () => {
  const inputs = await inputsOf({ Type: "Pass", Parameters: { "city.$": "$.order.address.city" }, Next: "Done" });
  expect(fc.sample(inputs, 20)).toContainEqual({ order: { address: { city: "city" } } });
});

test("a counterexample is shrunk to the plainest input", async () => {
  const inputs = await inputsOf(
    ruleOf({
      And: [
        { Variable: "$.total", NumericGreaterThan: 100 },
        { Variable: "$.gift", IsPresent: true },
      ],
    }),
  );
  const { counterexample } = fc.check(
    fc.property(inputs, (input) => !(Number((input as Member)["total"]) > 100)),
    { numRuns: 300 },
  );
  expect(counterexample).toEqual([{ total: 101, gift: "gift" }]);
});
