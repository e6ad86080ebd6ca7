import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { InvalidDefinitionError, loadStateMachine, validateStateMachine } from "../../src/index.ts";

const PASS = { StartAt: "A", States: { A: { Type: "Pass", End: true } } };
const JOB = { StartAt: "A", States: { A: { Type: "Task", Resource: "arn:aws:states:::batch:submitJob.sync", End: true } } };

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "validate-"));
  writeFileSync(join(folder, "broken.asl.json"), '{\n  "StartAt": "A",\n}');
});

afterAll(() => rmSync(folder, { recursive: true }));

test("a good definition is valid", async () => {
  expect(await validateStateMachine(PASS)).toEqual({ valid: true, diagnostics: [] });
  expect(await validateStateMachine(JSON.stringify(PASS))).toEqual({ valid: true, diagnostics: [] });
  expect(await validateStateMachine(await loadStateMachine(PASS))).toEqual({ valid: true, diagnostics: [] });
});

test("warnings do not make a definition invalid", async () => {
  const { valid, diagnostics } = await validateStateMachine({ StartAt: "A", States: { A: { Type: "Pass", Result: "$.a", End: true } } });

  expect(valid).toBe(true);
  expect(diagnostics).toMatchObject([{ code: "PASS_RESULT_IS_STATIC", severity: "warning", awsCode: "PASS_RESULT_IS_STATIC" }]);
});

test("an invalid definition is told, not thrown", async () => {
  const { valid, diagnostics } = await validateStateMachine('{ "StartAt": "A", "States": { "A": { "Type": "Pass" } } }');

  expect(valid).toBe(false);
  expect(diagnostics).toMatchObject([
    {
      code: "MISSING_TRANSITION",
      awsCode: "SCHEMA_VALIDATION_FAILED",
      awsLocation: "/States/A",
      pointer: "/States/A",
      line: 1,
      column: 31,
    },
  ]);
});

test("a text that is no JSON is told with its place", async () => {
  const { valid, diagnostics } = await validateStateMachine(join(folder, "broken.asl.json"));

  expect(valid).toBe(false);
  expect(diagnostics).toMatchObject([{ code: "INVALID_JSON", awsCode: "INVALID_JSON_DESCRIPTION", line: 2, column: 17 }]);
});

test("JSONata is checked without anything to be prepared", async () => {
  const { diagnostics } = await validateStateMachine({
    QueryLanguage: "JSONata",
    StartAt: "A",
    States: { A: { Type: "Succeed", Output: "{% ( %}" } },
  });

  expect(diagnostics).toMatchObject([{ code: "INVALID_JSONATA", message: 'Expected ")" before end of expression' }]);
});

test("a file that does not exist is a usage error", async () => {
  await expect(validateStateMachine(join(folder, "nowhere.json"))).rejects.toMatchObject({
    name: "UsageError",
    code: "DEFINITION_NOT_FOUND",
  });
});

test("the type of the machine counts", async () => {
  expect(await validateStateMachine(JOB, { type: "STANDARD" })).toMatchObject({ valid: true });
  expect(await validateStateMachine(JOB, { type: "EXPRESS" })).toMatchObject({
    valid: false,
    diagnostics: [{ code: "EXPRESS_RESTRICTION" }],
  });
});

test("what this version cannot run yet is valid, and is refused when it is to be run", async () => {
  const ProcessorConfig = { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" };
  const ItemProcessor = { ProcessorConfig, StartAt: "B", States: { B: { Type: "Pass", End: true } } };
  const ItemReader = { Resource: "arn:aws:states:::s3:getObject", ReaderConfig: { InputType: "PARQUET" }, Parameters: { Bucket: "b" } };
  const reading = { StartAt: "A", States: { A: { Type: "Map", ItemReader, ItemProcessor, End: true } } };

  expect(await validateStateMachine(reading)).toEqual({ valid: true, diagnostics: [] });
  const error: unknown = await loadStateMachine(reading).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InvalidDefinitionError);
  expect(error).toMatchObject({ diagnostics: [{ code: "UNSUPPORTED_FEATURE", pointer: "/States/A/ItemReader/ReaderConfig/InputType" }] });
});
