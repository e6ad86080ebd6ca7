import fc from "fast-check";
import { expect, test } from "vitest";
import { checkDefinition, createStateMachineMessage, isError, readSource } from "../../src/asl/index.ts";
import { diagnose } from "./marked-text.ts";

const VALID = {
  Comment: "one of everything",
  StartAt: "Pass",
  TimeoutSeconds: 60,
  States: {
    Pass: { Type: "Pass", Parameters: { "x.$": "$.x", y: [1, null] }, ResultPath: "$.r", Next: "Task" },
    Task: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      TimeoutSeconds: 9,
      HeartbeatSeconds: 3,
      Retry: [{ ErrorEquals: ["E"], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 2, MaxDelaySeconds: 5, JitterStrategy: "FULL" }],
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Fail", ResultPath: null }],
      Next: "Choice",
    },
    Choice: {
      Type: "Choice",
      Choices: [{ And: [{ Variable: "$.a", NumericEquals: 0 }, { Not: { Variable: "$.b", IsNull: true } }], Next: "Wait" }],
      Default: "Parallel",
    },
    Wait: { Type: "Wait", Timestamp: "2025-01-01T00:00:00Z", Next: "Parallel" },
    Parallel: { Type: "Parallel", Branches: [{ StartAt: "In", States: { In: { Type: "Pass", End: true } } }], Next: "Map" },
    Map: { Type: "Map", ItemProcessor: { StartAt: "Item", States: { Item: { Type: "Succeed" } } }, MaxConcurrency: 1, Next: "End" },
    End: { Type: "Succeed" },
    Fail: { Type: "Fail", Error: "E", CausePath: "$.c" },
  },
};

const VALID_JSONATA = {
  QueryLanguage: "JSONata",
  StartAt: "Pass",
  States: {
    Pass: { Type: "Pass", Output: { x: ["{% $states.input.x %}", 1] }, Assign: { total: "{% 1 + 1 %}" }, Next: "Task" },
    Task: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: { FunctionName: "f", Payload: "{% $total %}" },
      TimeoutSeconds: "{% 9 %}",
      Catch: [
        {
          ErrorEquals: ["States.ALL"],
          Output: "{% $states.errorOutput %}",
          Assign: { error: "{% $states.errorOutput.Error %}" },
          Next: "Fail",
        },
      ],
      Next: "Choice",
    },
    Choice: { Type: "Choice", Choices: [{ Condition: "{% $total > 1 %}", Assign: { big: true }, Next: "Wait" }], Default: "Map" },
    Wait: { Type: "Wait", Seconds: "{% $total %}", Next: "Map" },
    Map: {
      Type: "Map",
      Items: "{% [1 .. 3] %}",
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
        StartAt: "Item",
        States: { Item: { Type: "Pass", Assign: { total: 1 }, End: true } },
      },
      ItemReader: {
        Resource: "arn:aws:states:::s3:getObject",
        Arguments: { Bucket: "b" },
        ReaderConfig: { InputType: "JSON", MaxItems: 5 },
      },
      ItemBatcher: { MaxItemsPerBatch: "{% 5 %}" },
      ResultWriter: { Resource: "arn:aws:states:::s3:putObject", Arguments: "{% {} %}" },
      Label: "items",
      ToleratedFailurePercentage: 5.5,
      MaxConcurrency: 0,
      Next: "End",
    },
    End: { Type: "Succeed", Output: null },
    Fail: { Type: "Fail", Error: "{% $error %}" },
  },
};

const WORDS = [...new Set(JSON.stringify([VALID, VALID_JSONATA]).match(/[\w.$]+|"\{%.*?%\}"/g))].map((word) => word.replaceAll('"', ""));

/** Keys and texts of the language itself get much further than random ones. */
const aslLike = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: "small" }, fc.constantFrom(...WORDS), fc.jsonValue(), tie("list"), tie("object")),
  list: fc.array(tie("value"), { maxLength: 4 }),
  object: fc.dictionary(fc.oneof(fc.constantFrom(...WORDS, "__proto__", "constructor", "Iterator", "Assign"), fc.string()), tie("value"), {
    maxKeys: 6,
  }),
})).value;

/** Every place of a JSON value, as the steps that lead to it. */
function placesOf(value: unknown, steps: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [steps];
  return [steps, ...Object.entries(value).flatMap(([key, member]) => placesOf(member, [...steps, key]))];
}

function replaced(value: unknown, [step, ...rest]: readonly string[], mutation: unknown): unknown {
  if (step === undefined) return mutation;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as { [key: string]: unknown };
  copy[step] = replaced(copy[step], rest, mutation);
  return copy;
}

const mutationsOf = (valid: object): fc.Arbitrary<unknown> =>
  fc
    .array(fc.tuple(fc.constantFrom(...placesOf(valid).filter((steps) => steps.length > 0)), aslLike), { minLength: 1, maxLength: 3 })
    .map((mutations) =>
      mutations.reduce<unknown>((definition, [steps, value]) => {
        const exists = placesOf(definition).some((place) => place.join("\0") === steps.join("\0"));
        return exists ? replaced(definition, steps, value) : definition;
      }, valid),
    );

const mutated = fc.oneof(mutationsOf(VALID), mutationsOf(VALID_JSONATA));

test.each([VALID, VALID_JSONATA])("the definition that is mutated below is valid", (definition) => {
  expect(checkDefinition(definition).diagnostics).toEqual([]);
});

test("checking never throws, whatever JSON it is given", () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), aslLike, mutated), (value) => {
      const { definition, diagnostics } = checkDefinition(value);
      expect(definition === undefined).toBe(diagnostics.some(isError));
      expect(createStateMachineMessage(diagnostics) === undefined).toBe(definition !== undefined);
    }),
    { numRuns: 1_500 },
  );
});

test("a text is found wrong in the same way as the object it stands for, and each finding has its place in the text", () => {
  fc.assert(
    fc.property(mutated, fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const lines = text.split("\n");

      const found = diagnose(text);

      expect(found.map(({ code, pointer, message }) => [code, pointer, message])).toEqual(
        checkDefinition(JSON.parse(text)).diagnostics.map(({ code, pointer, message }) => [code, pointer, message]),
      );
      for (const { line, column } of found) expect(lines[line! - 1]?.[column! - 1]).toMatch(/\S/);
    }),
    { numRuns: 300 },
  );
});

test("a text is read as JSON exactly when JSON.parse reads it, and to the same value", () => {
  const text = fc.oneof(
    fc.json(),
    fc
      .tuple(fc.json(), fc.nat(60), fc.constantFrom("", ",", "]", "}", '"', "\\", " ", "//", "0", "\n"))
      .map(([json, at, piece]) => json.slice(0, at) + piece + json.slice(at + 1)),
  );
  fc.assert(
    fc.property(text, (text) => {
      const { value, diagnostics } = readSource({ text, format: "json" });
      if (diagnostics.some(({ code }) => code === "DUPLICATE_KEY")) return;
      expect(diagnostics.length === 0 ? { value } : "refused").toEqual(parsed(text));
    }),
    { numRuns: 2_000 },
  );
});

function parsed(text: string): { readonly value: unknown } | "refused" {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return "refused";
  }
}
