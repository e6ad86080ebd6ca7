import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { InvalidDefinitionError } from "../../src/asl/index.ts";
import { UsageError } from "../../src/base/errors.ts";
import { type DefinitionSource, readDefinition } from "../../src/simulator/read-definition.ts";

const MACHINE = { StartAt: "A", States: { A: { Type: "Succeed" } } };
const TEXT = JSON.stringify(MACHINE);

let folder: string;
const file = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "definitions-"));
  writeFileSync(file("order.asl.json"), TEXT);
  writeFileSync(file("bill.json"), `\uFEFF${TEXT}`);
  writeFileSync(file("ship.asl.yaml"), "StartAt: A\nStates:\n  A:\n    Type: Succeed\n");
  writeFileSync(file("pack.YML"), "StartAt: A\nStates: { A: { Type: Succeed } }\n");
  writeFileSync(file("a b#c.json"), TEXT);
  writeFileSync(file("broken.json"), '{\n  "StartAt": 1\n}');
  writeFileSync(file("machine.txt"), TEXT);
  writeFileSync(file("array.json"), "[]");
  writeFileSync(file("null.json"), "null");
  writeFileSync(file("empty.json"), "");
});

afterAll(() => rmSync(folder, { recursive: true }));

async function refusal(source: unknown): Promise<UsageError> {
  const error: unknown = await readDefinition(source as DefinitionSource).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  return error as UsageError;
}

describe("a definition is read from", () => {
  test("an object", async () => {
    expect(await readDefinition(MACHINE)).toEqual({
      definition: MACHINE,
      diagnostics: [],
      name: undefined,
      file: undefined,
      source: undefined,
    });
  });

  test("JSON text, also with blanks or a byte order mark before it", async () => {
    for (const text of [TEXT, ` \n\t${TEXT}`, `\uFEFF${TEXT}`]) {
      expect(await readDefinition(text)).toMatchObject({ definition: MACHINE, name: undefined, file: undefined });
    }
  });

  test.each([
    ["order.asl.json", "order"],
    ["bill.json", "bill"],
    ["ship.asl.yaml", "ship"],
    ["pack.YML", "pack"],
    ["a b#c.json", "a b#c"],
  ])("the file %s, whose name is %s", async (path, name) => {
    expect(await readDefinition(file(path))).toMatchObject({ definition: MACHINE, name, file: file(path) });
  });

  test("a path relative to the working directory", async () => {
    expect(await readDefinition(relative(process.cwd(), file("order.asl.json")))).toMatchObject({ file: file("order.asl.json") });
  });

  test("a URL, and the text of one", async () => {
    const url = pathToFileURL(file("a b#c.json"));

    expect(await readDefinition(url)).toMatchObject({ definition: MACHINE, file: file("a b#c.json") });
    expect(await readDefinition(url.href)).toMatchObject({ definition: MACHINE, file: file("a b#c.json") });
  });
});

test("warnings come with the definition", async () => {
  const { diagnostics } = await readDefinition('{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Result": "$.a", "End": true } } }');

  expect(diagnostics).toMatchObject([{ code: "PASS_RESULT_IS_STATIC", severity: "warning", line: 1 }]);
});

test("an error in a file is told with the file, line and column", async () => {
  const error = await refusal(file("broken.json"));

  expect(error).toBeInstanceOf(InvalidDefinitionError);
  expect(error).toMatchObject({ name: "InvalidDefinitionError", code: "INVALID_DEFINITION" });
  expect(error.message).toContain(`${file("broken.json")}:2:14 WRONG_TYPE: Expected value of type String\n`);
});

test.each([
  ["array.json", "WRONG_TYPE"],
  ["null.json", "WRONG_TYPE"],
  ["empty.json", "EMPTY_SOURCE"],
])("the file %s is refused as %s", async (name, code) => {
  expect(await refusal(file(name))).toMatchObject({ diagnostics: [{ code, line: 1, column: 1 }] });
});

describe("a file that is not there", () => {
  test("is named with its absolute path and its nearest neighbour", async () => {
    const error = await refusal(file("ordr.asl.json"));

    expect(error).toMatchObject({ code: "DEFINITION_NOT_FOUND", hint: `Did you mean ${file("order.asl.json")}?` });
    expect(error.message).toContain(`There is no file ${file("ordr.asl.json")}.`);
  });

  test("with no name near it is told with what there is", async () => {
    expect((await refusal(file("something-else-entirely.json"))).hint).toBe(
      "In that folder there are: a b#c.json, array.json, bill.json, broken.json, empty.json, …",
    );
  });

  test("in a folder that is not there says so", async () => {
    expect((await refusal(file("nowhere/order.json"))).hint).toBe(`The folder ${file("nowhere")} does not exist either.`);
  });
});

test.each([
  ["a directory", () => folder, "DEFINITION_NOT_FOUND", "is a directory"],
  ["a file of another kind", () => file("machine.txt"), "INVALID_SOURCE", "from .json, .yaml and .yml files"],
  ["a web address", () => "https://example.com/order.json", "INVALID_SOURCE", "only file: urls"],
  ["a web URL", () => new URL("https://example.com/order.json"), "INVALID_SOURCE", "only file: urls"],
  ["a file on another host", () => "file://host/order.json", "INVALID_SOURCE", "local file"],
  ["YAML text", () => "StartAt: A\nStates: {}\n", "INVALID_SOURCE", "as a path otherwise"],
  ["an empty text", () => " ", "INVALID_SOURCE", "is empty"],
  ["null", () => null, "INVALID_SOURCE", "was null"],
  ["nothing", () => undefined, "INVALID_SOURCE", "was undefined"],
  ["a number", () => 5, "INVALID_SOURCE", "was number"],
])("%s is refused in plain words", async (_, source, code, words) => {
  const error = await refusal(source());

  expect(error.code).toBe(code);
  expect(error.message.toLowerCase()).toContain(words);
});
