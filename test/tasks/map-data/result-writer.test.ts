import fc from "fast-check";
import { fails, type MockAws, mockAws, runStateMachine } from "sfn-testkit";
import { expect, test } from "vitest";
import { machine, pass, task } from "../../running/machines.ts";
import { fileReader, mapOf } from "./machines.ts";

const WRITER = { Resource: "arn:aws:states:::s3:putObject", Parameters: { Bucket: "results", Prefix: "jobs" } };
const NOTHING_WRONG = { ToleratedFailurePercentage: 100 };

/** A Map over its input, in a world that has the bucket `results`. */
async function run(input: unknown, fields: object, processor?: object, aws: MockAws = worldOfResults()) {
  const definition = machine({ Each: mapOf({ Label: "each", ...fields }, processor) });
  const execution = await runStateMachine(definition, { aws, input, stateMachineName: "Jobs" });
  return { execution, files: filesIn(aws) };
}

function worldOfResults(mocks: Parameters<typeof mockAws>[0] = {}): MockAws {
  const aws = mockAws(mocks);
  aws.s3.createBucket("results");
  return aws;
}

/** What is in the bucket, by the last part of the key. */
function filesIn(aws: MockAws): { readonly [name: string]: string } {
  const [bucket] = aws.s3.buckets;
  return Object.fromEntries((bucket?.keys ?? []).map((key) => [key.split("/").at(-1) as string, bucket?.get(key) as string]));
}

const parsed = (text: string | undefined): unknown => JSON.parse(text ?? "null");

test("the result tells where the manifest is, and the manifest where the results are", async () => {
  const { execution, files } = await run([1, 2], { ResultWriter: WRITER });

  const [, id] = /:mapRun:Jobs\/each:(.*)$/.exec((execution.output as { MapRunArn: string }).MapRunArn) ?? [];
  const MapRunArn = `arn:aws:states:us-east-1:123456789012:mapRun:Jobs/each:${id}`;
  expect(execution.output).toEqual({ MapRunArn, ResultWriterDetails: { Bucket: "results", Key: `jobs/${id}/manifest.json` } });
  expect(Object.keys(files)).toEqual(["SUCCEEDED_0.json", "manifest.json"]);
  const written = { Key: `jobs/${id}/SUCCEEDED_0.json`, Size: Buffer.byteLength(files["SUCCEEDED_0.json"] as string) };
  expect(parsed(files["manifest.json"])).toEqual({
    DestinationBucket: "results",
    MapRunArn,
    ResultFiles: { FAILED: [], PENDING: [], SUCCEEDED: [written] },
  });
});

test("a child that succeeded is told of in full", async () => {
  const { execution, files } = await run([{ n: 1 }], { ResultWriter: WRITER });

  const [child] = execution.childExecutions;
  expect(parsed(files["SUCCEEDED_0.json"])).toEqual([
    {
      ExecutionArn: child?.executionArn,
      Input: '{"n":1}',
      InputDetails: { Included: true },
      Name: child?.name,
      Output: '{"n":1}',
      OutputDetails: { Included: true },
      RedriveCount: 0,
      RedriveStatus: "NOT_REDRIVABLE",
      RedriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
      StartDate: "2025-01-01T00:00:00.000Z",
      StateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:Jobs/each",
      Status: "SUCCEEDED",
      StopDate: "2025-01-01T00:00:00.000Z",
    },
  ]);
});

test("children that failed are in a file of their own", async () => {
  const aws = worldOfResults({ lambda: { work: [fails("Broken", "why"), "done"] } });
  const { files } = await run([1, 2], { ResultWriter: WRITER, MaxConcurrency: 1, ...NOTHING_WRONG }, machine({ Work: task("work") }), aws);

  expect(parsed(files["FAILED_0.json"])).toEqual([
    expect.objectContaining({ Cause: "why", Error: "Broken", Input: "1", RedriveStatus: "REDRIVABLE_BY_MAP_RUN", Status: "FAILED" }),
  ]);
  expect(files["FAILED_0.json"]).not.toContain('"Output"');
  expect(parsed(files["SUCCEEDED_0.json"])).toMatchObject([{ Input: "2", Output: '"done"' }]);
});

test("what a failed Map Run did not begin is pending, and all of it is written", async () => {
  const aws = worldOfResults({ lambda: { work: fails("Broken") } });
  const { execution, files } = await run([1, 2, 3], { ResultWriter: WRITER, MaxConcurrency: 1 }, machine({ Work: task("work") }), aws);

  expect(execution).toHaveFailed({ error: "States.ExceedToleratedFailureThreshold" });
  expect(parsed(files["FAILED_0.json"])).toMatchObject([{ Input: "1" }]);
  expect(parsed(files["PENDING_0.json"])).toMatchObject([
    { Input: "2", Status: "PENDING" },
    { Input: "3", Status: "PENDING" },
  ]);
});

test("a Map without items writes a manifest alone", async () => {
  expect(Object.keys((await run([], { ResultWriter: WRITER })).files)).toEqual(["manifest.json"]);
});

const LISTS = [[1, 2], [], "three"];

test.each([
  ["COMPACT", LISTS],
  ["FLATTEN", [1, 2, "three"]],
])("%s writes outputs alone", async (Transformation, expected) => {
  const { files } = await run(LISTS, { ResultWriter: { ...WRITER, WriterConfig: { Transformation } } });

  expect(parsed(files["SUCCEEDED_0.json"])).toEqual(expected);
});

test("JSONL writes a line for each result", async () => {
  const WriterConfig = { OutputType: "JSONL", Transformation: "FLATTEN" };
  const { files } = await run(LISTS, { ResultWriter: { ...WRITER, WriterConfig } });

  expect(files["SUCCEEDED_0.jsonl"]).toBe('1\n2\n"three"');
});

test.each([
  ["FLATTEN", "JSON", [1, 2, "three"]],
  ["COMPACT", "JSON", LISTS],
  ["NONE", "JSON", LISTS.map((list) => expect.objectContaining({ Output: JSON.stringify(list), Status: "SUCCEEDED" }) as unknown)],
  ["FLATTEN", "JSONL", '1\n2\n"three"'],
])("without a Resource %s as %s shapes the state's result", async (Transformation, OutputType, expected) => {
  const { execution, files } = await run(LISTS, { ResultWriter: { WriterConfig: { Transformation, OutputType } } });

  expect(execution).toHaveSucceeded(expected);
  expect(files).toEqual({});
});

test("without a ResultWriter a tolerated failure is told of in full among the outputs", async () => {
  const aws = worldOfResults({ lambda: { work: [fails("Broken", "why"), "done"] } });
  const { execution } = await run([1, 2], { MaxConcurrency: 1, ...NOTHING_WRONG }, machine({ Work: task("work") }), aws);

  expect(execution).toHaveSucceeded([expect.objectContaining({ Error: "Broken", Cause: "why", Status: "FAILED" }), "done"]);
});

test.each([
  ["without a prefix", { Bucket: "results" }, /^[^/]+\/manifest\.json$/],
  ["with one that ends in a slash", { Bucket: "results", Prefix: "a/b/" }, /^a\/b\/[^/]+\/manifest\.json$/],
])("files lie in a folder of the Map Run %s", async (_, Parameters, key) => {
  const { execution } = await run([1], { ResultWriter: { ...WRITER, Parameters } });

  expect((execution.output as { ResultWriterDetails: { Key: string } }).ResultWriterDetails.Key).toMatch(key);
});

test("in JSONata, Arguments say where", async () => {
  const Arguments = { Bucket: "results", Prefix: "{% 'jobs-' & $count($states.input) %}" };
  const { execution } = await run([1], { QueryLanguage: "JSONata", ResultWriter: { Resource: WRITER.Resource, Arguments } });

  expect((execution.output as { ResultWriterDetails: { Key: string } }).ResultWriterDetails.Key).toMatch(/^jobs-1\//);
});

test("the calls are kept with the Map's name, and a mock of the service may answer them", async () => {
  const aws = mockAws({ s3: { putObject: {} } });
  await runStateMachine(machine({ Each: mapOf({ ResultWriter: WRITER }) }), { aws, input: [1] });

  expect(aws.calls("s3:putObject")).toMatchObject([
    { state: "Each", input: { Bucket: "results", Key: expect.stringMatching(/SUCCEEDED_0\.json$/) } },
    { state: "Each", input: { Bucket: "results", Key: expect.stringMatching(/manifest\.json$/) } },
  ]);
});

test.each([
  ["S3 fails", mockAws({ s3: { putObject: fails("S3.AccessDenied", "Access Denied") } }), "Access Denied"],
  ["there is no such bucket", worldWithOtherBucket(), "The specified bucket does not exist (Service: Amazon S3; "],
])("results that cannot be written fail the Map: %s", async (_, aws, cause) => {
  const definition = machine({
    Each: mapOf({ ResultWriter: WRITER, Catch: [{ ErrorEquals: ["States.ResultWriterFailed"], Next: "Sorry" }] }),
    Sorry: pass(),
  });

  expect(await runStateMachine(definition, { aws, input: [1] })).toHaveSucceeded({
    Error: "States.ResultWriterFailed",
    Cause: expect.stringContaining(cause),
  });
});

function worldWithOtherBucket(): MockAws {
  const aws = mockAws();
  aws.s3.createBucket("other");
  return aws;
}

test("what a ResultWriter wrote is what an ItemReader reads", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue({ maxDepth: 1 }), { minLength: 1, maxLength: 5 }), async (values) => {
      const items: unknown[] = JSON.parse(JSON.stringify(values)) as unknown[];
      const aws = worldOfResults();
      const ResultWriter = { ...WRITER, Parameters: { Bucket: "results" }, WriterConfig: { Transformation: "COMPACT" } };
      await run(items, { ResultWriter }, undefined, aws);
      const Key = aws.s3.buckets[0]?.keys.find((key) => key.endsWith("SUCCEEDED_0.json"));
      const ItemReader = { ...fileReader({ InputType: "JSON" }), Parameters: { Bucket: "results", Key } };

      expect(await runStateMachine(machine({ Each: mapOf({ ItemReader }) }), { aws })).toHaveSucceeded(items);
    }),
  );
});
