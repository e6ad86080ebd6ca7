import { describe, expect, test } from "vitest";
import { InvalidDefinitionError, readSource } from "../../src/asl/index.ts";
import { readDefinition } from "../../src/simulator/read-definition.ts";
import { diagnose, machine } from "./marked-text.ts";

/** What a user reads who gives this text. */
async function messageOf(source: string | object): Promise<string> {
  const error: unknown = await readDefinition(source).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InvalidDefinitionError);
  return (error as InvalidDefinitionError).message;
}

describe("the whole message for", () => {
  test("a comment", async () => {
    expect(await messageOf('{\n  // where it begins\n  "StartAt": "A"\n}')).toMatchInlineSnapshot(`
      "The definition has 1 error.

      2:3 INVALID_JSON: JSON may not contain comments, but here is one ("//").
          1 | {
        > 2 |   // where it begins
            |   ^
          3 |   "StartAt": "A"
        JSON has no comments; ASL has the field "Comment", or write the definition in YAML."
    `);
  });

  test("a trailing comma", async () => {
    expect(await messageOf(machine('"A": { "Type": "Succeed" },'))).toMatchInlineSnapshot(`
      "The definition has 1 error.

      4:31 INVALID_JSON: A comma may not stand before "}".
          3 |   "States": {
        > 4 |     "A": { "Type": "Succeed" },
            |                               ^
          5 |   }
        Remove the trailing comma."
    `);
  });

  test("a text that is cut off", async () => {
    expect(await messageOf('{\n  "StartAt": "A",\n  "States": {\n    "A": { "Type": "Pass",')).toMatchInlineSnapshot(`
      "The definition has 1 error.

      4:27 INVALID_JSON: The text ends while an object is not finished.
          3 |   "States": {
        > 4 |     "A": { "Type": "Pass",
            |                           ^
        Is the file cut off, or a closing bracket missing?"
    `);
  });

  test("a key that is there twice", async () => {
    expect(await messageOf(machine('"A": { "Type": "Succeed" },\n    "A": { "Type": "Fail" }'))).toMatchInlineSnapshot(`
      "The definition has 1 error.

      5:5 DUPLICATE_KEY: The key "A" is there twice; the first is at line 4, column 5.
          4 |     "A": { "Type": "Succeed" },
        > 5 |     "A": { "Type": "Fail" }
            |     ^
          6 |   }
        Only one of the two would count."
    `);
  });

  test("a state without Type", async () => {
    expect(await messageOf(machine('"A": {\n      "type": "Pass",\n      "End": true\n    }'))).toMatchInlineSnapshot(`
      "The definition has 1 error.

      4:5 MISSING_FIELD: These fields are required: [Type]
          3 |   "States": {
        > 4 |     "A": {
            |     ^
          5 |       "type": "Pass",
        There is a field "type", but the names of fields are case-sensitive."
    `);
  });

  test("several transitions to states that do not exist", async () => {
    const states = `"A": { "Type": "Pass", "Next": "Chrage" },
    "Charge": { "Type": "Parallel", "Branches": [{ "StartAt": "Bill", "States": { "Bill": { "Type": "Pass", "Next": "Ship" } } }], "Next": "Bill" },
    "Ship": { "Type": "Pass", "Next": "somewhere else" }`;

    expect(await messageOf(machine(states))).toMatchInlineSnapshot(`
      "The definition has 5 errors.

      4:36 NEXT_NOT_FOUND: Missing 'Next' target: Chrage
          3 |   "States": {
        > 4 |     "A": { "Type": "Pass", "Next": "Chrage" },
            |                                    ^
          5 |     "Charge": { "Type": "Parallel", "Branches": [{ "StartAt": "Bill", "States": { "Bill": { "Type": "Pass", "Next": "Shi…
        Did you mean "Charge"?

      5:140 NEXT_NOT_FOUND: Missing 'Next' target: Bill
          4 | …ge" },
        > 5 | …nches": [{ "StartAt": "Bill", "States": { "Bill": { "Type": "Pass", "Next": "Ship" } } }], "Next": "Bill" },
            |                                                                                                     ^
          6 | …omewhere else" }
        There is a state of this name inside "Charge", but a transition stays among the states of its own branch or item processor.

      6:39 NEXT_NOT_FOUND: Missing 'Next' target: somewhere else
          5 |     "Charge": { "Type": "Parallel", "Branches": [{ "StartAt": "Bill", "States": { "Bill": { "Type": "Pass", "Next": "Shi…
        > 6 |     "Ship": { "Type": "Pass", "Next": "somewhere else" }
            |                                       ^
          7 |   }

      5:117 NEXT_NOT_FOUND: Missing 'Next' target: Ship
          4 | …: "Pass", "Next": "Chrage" },
        > 5 | …Type": "Parallel", "Branches": [{ "StartAt": "Bill", "States": { "Bill": { "Type": "Pass", "Next": "Ship" } } }], "Next"…
            |                                                                                                     ^
          6 | …pe": "Pass", "Next": "somewhere else" }
        There is a state of this name at top level, but a transition stays among the states of its own branch or item processor.

      1:1 MISSING_END_STATE: Workflow has no terminal state
        > 1 | {
            | ^
          2 |   "StartAt": "A",
        No state at top level has "End": true, or is a Succeed or a Fail state."
    `);
  });

  test("an object, which has no lines", async () => {
    const definition = { StartAt: "A", States: { A: { Type: "Pass", Next: "B" }, "a/b": { Type: "Wait", Seconds: "5", end: true } } };

    expect(await messageOf(definition)).toMatchInlineSnapshot(`
      "The definition has 5 errors.

      /States/a~1b/Seconds WRONG_TYPE: Expected value of type Integer
        "Seconds" must be a whole number, but was text. Write the number without quotes.

      /States/a~1b/end UNKNOWN_FIELD: Field 'end' is not supported
        Did you mean "End"?

      /States/a~1b MISSING_TRANSITION: This object should have only one of the following fields: [Next, End]
        There is a field "end", but the names of fields are case-sensitive.

      /States/A/Next NEXT_NOT_FOUND: Missing 'Next' target: B
        Did you mean "A"?

      /States/a~1b UNREACHABLE_STATE: State "a/b" is not reachable.
        No "Next", "Default" or "StartAt" that can be reached leads to it."
    `);
  });

  test("an empty object", async () => {
    expect(await messageOf({})).toMatchInlineSnapshot(`
      "The definition has 1 error.

      / MISSING_FIELD: These fields are required: [States, StartAt]"
    `);
  });

  test("an array", async () => {
    expect(await messageOf([])).toMatchInlineSnapshot(`
      "The definition has 1 error.

      / WRONG_TYPE: Expected value of type Object
        A definition must be an object, but was an array."
    `);
  });

  test("an object that is no JSON", async () => {
    expect(await messageOf({ StartAt: "A", States: { A: { Type: "Pass", Result: () => 1 } } })).toMatchInlineSnapshot(`
      "The definition has 1 error.

      / NOT_JSON: A definition must be plain JSON, but $.States.A.Result is a function."
    `);
  });

  test("what is not supported yet", async () => {
    const processor =
      '{ "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }';
    const reader = '{ "Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": { "InputType": "PARQUET" } }';

    expect(
      await messageOf(machine(`"A": { "Type": "Map", "End": true, "ItemReader": ${reader}, "ItemProcessor": ${processor} }`)),
    ).toMatchInlineSnapshot(`
        "The definition has 1 error.

        4:132 UNSUPPORTED_FEATURE: This version of sfn-testkit does not support Parquet files yet.
            3 | …
          > 4 | … true, "ItemReader": { "Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": { "InputType": "PARQUET" } }, "ItemP…
              |                                                                                                     ^
            5 | …"
      `);
  });

  test("a definition on one long line", async () => {
    const states = Array.from({ length: 30 }, (_, index) => `"S${index}":{"Type":"Pass","Next":"S${index + 1}"}`);

    expect(await messageOf(`{"StartAt":"S0","States":{${states.join(",")}}}`)).toMatchInlineSnapshot(`
      "The definition has 2 errors.

      1:1051 NEXT_NOT_FOUND: Missing 'Next' target: S30
        > 1 | …,"S27":{"Type":"Pass","Next":"S28"},"S28":{"Type":"Pass","Next":"S29"},"S29":{"Type":"Pass","Next":"S30"}}}
            |                                                                                                     ^
        Did you mean "S0"?

      1:1 MISSING_END_STATE: Workflow has no terminal state
        > 1 | {"StartAt":"S0","States":{"S0":{"Type":"Pass","Next":"S1"},"S1":{"Type":"Pass","Next":"S2"},"S2":{"Type":"Pass","Next":"…
            | ^
        No state at top level has "End": true, or is a Succeed or a Fail state."
    `);
  });

  test("more errors than anyone wants to see", async () => {
    const states = Array.from({ length: 200 }, (_, index) => [`S${index}`, null]);

    const message = await messageOf({ StartAt: "S0", States: Object.fromEntries(states) });

    expect(message.split("\n\n")).toHaveLength(102);
    expect(message).toMatch(/^The definition has more than 100 errors\.$/m);
    expect(message).toMatch(/\n\n… and 100 more\.$/);
  });
});

test("only the first ten errors show their lines", async () => {
  const states = Array.from({ length: 12 }, (_, index) => `"S${index}": 1`);

  const message = await messageOf(`{ "StartAt": "S0",\n "States": {\n${states.join(",\n")}\n} }`);

  expect(message.match(/\^$/gm)).toHaveLength(10);
  expect(message.match(/WRONG_TYPE/g)).toHaveLength(12);
});

test("a misspelt field is told with the one that was meant", () => {
  const [unknown, missing] = diagnose(machine('"A": { "Type": "Pass", "next": "A" }'));

  expect(missing).toMatchObject({
    code: "MISSING_TRANSITION",
    hint: 'There is a field "next", but the names of fields are case-sensitive.',
  });
  expect(unknown).toMatchObject({ code: "UNKNOWN_FIELD", hint: 'Did you mean "Next"?' });
});

test("a tab before the place does not move the mark", () => {
  const [found] = diagnose('{\n\t\t"StartAt": 5\n}');

  expect(found).toMatchObject({ code: "WRONG_TYPE", line: 2, column: 14 });
  expect(found?.codeFrame?.split("\n")[2]?.indexOf("^")).toBe(found?.codeFrame?.split("\n")[1]?.indexOf("5"));
});

test("lines end as they do on any system", () => {
  const places = ["\n", "\r\n", "\r"].map((end) => diagnose(['{ "StartAt": "A",', '  "States": 1', "}"].join(end))[0]);

  expect(places.map((found) => [found?.line, found?.column])).toEqual([
    [2, 13],
    [2, 13],
    [2, 13],
  ]);
});

test("a byte order mark is no part of the text", () => {
  expect(readSource({ text: "\uFEFF{}", format: "json" })).toEqual({ value: {}, diagnostics: [] });
  expect(readSource({ text: "\uFEFFStartAt: A", format: "yaml" })).toEqual({ value: { StartAt: "A" }, diagnostics: [] });
  expect(diagnose('\uFEFF{ "StartAt": 5, "States": {"A": {"Type": "Fail"}} }')[0]).toMatchObject({ line: 1, column: 14 });
});
