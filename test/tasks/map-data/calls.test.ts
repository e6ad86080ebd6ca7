import { NoSuchKey } from "@aws-sdk/client-s3";
import { after, callsBack, fails, hangs, mockAws, runStateMachine } from "sfn-testkit";
import { expect, test, vi } from "vitest";
import { machine, pass } from "../../running/machines.ts";
import { fileReader, listReader, mapOf, readingMap } from "./machines.ts";

const READER = fileReader({ InputType: "JSON" });

test("an ItemReader asks the mock of its service, which is told of the Map", async () => {
  const getObject = vi.fn(() => ({ Body: "[1]" }));

  expect(await readingMap(READER, { s3: { getObject } })).toHaveSucceeded([1]);
  expect(getObject).toHaveBeenCalledExactlyOnceWith(
    { Bucket: "data", Key: "items" },
    expect.objectContaining({ state: "Each", branch: [], attempt: 1, call: 1 }),
  );
});

test.each([
  ["under aws-sdk", { "aws-sdk": { s3: { getObject: { Body: "[1]" } } } }],
  ["otherwise", { otherwise: { Body: "[1]" } }],
  ["as bytes", { s3: { getObject: { Body: new TextEncoder().encode("[1]"), ContentLength: 3 } } }],
  ["later", { s3: { getObject: after("3s", { Body: "[1]" }) } }],
])("the file may come from a mock %s", async (_, mocks) => {
  expect(await readingMap(READER, mocks)).toHaveSucceeded([1]);
});

test("reading takes as long as its mock says", async () => {
  expect((await readingMap(READER, { s3: { getObject: after("3s", { Body: "[]" }) } })).durationSeconds).toBe(3);
});

test("a mock of the Map itself answers none of this, and the error says what does", async () => {
  const error: unknown = await readingMap(READER, { states: { Each: { Body: "[1]" } } }).catch((thrown: unknown) => thrown);

  expect((error as Error).message).toMatchInlineSnapshot(`
    "No mock answers the ItemReader of "Each", which calls s3:getObject with {"Bucket":"data","Key":"items"}.

    The mock states.Each does not answer it: it is no call of a Task.
    Add to \`mocks\`:

      s3: { getObject: { Body: "[1, 2, 3]" } },

    or let a stand-in with state answer, in a world of mockAws():

      aws.s3.createBucket("…");"
  `);
});

test("a reader that is never answered is named", async () => {
  await expect(readingMap(READER, { s3: { getObject: hangs() } })).rejects.toMatchObject({
    name: "DeadlockError",
    message: expect.stringContaining('the ItemReader of "Each" waits for s3:getObject'),
  });
});

test("a reply of tasks that wait is none for a reader", async () => {
  await expect(readingMap(READER, { s3: { getObject: callsBack({}) } })).rejects.toMatchObject({ code: "WRONG_REPLY", state: "Each" });
});

test("a Body that is no file is found out", async () => {
  await expect(readingMap(READER, { s3: { getObject: { Body: [1, 2] } } })).rejects.toMatchObject({
    code: "INVALID_RESULT",
    state: "Each",
  });
  await expect(readingMap(READER, { otherwise: {} })).rejects.toThrow(
    'What answers s3:getObject to the ItemReader of "Each" answered no Body.',
  );
  const aws = mockAws({ s3: { getObject: { Body: [1, 2] } } }, { fieldValidationMode: "NONE" });
  await expect(runStateMachine(machine({ Each: mapOf({ ItemReader: READER }) }), { aws })).rejects.toMatchObject({
    code: "WRONG_REPLY",
    state: "Each",
    message: expect.stringContaining("answered a Body that is an array."),
  });
});

test.each([
  ["that is not there", "data", "The specified key does not exist. (Service: Amazon S3; Status Code: 404; Error Code: NoSuchKey; "],
  ["in no bucket", "other", "The specified bucket does not exist (Service: Amazon S3; Status Code: 404; Error Code: NoSuchBucket; "],
])("a file %s fails the reader with what S3 says", async (_, bucket, cause) => {
  const aws = mockAws();
  aws.s3.createBucket(bucket);

  expect(await runStateMachine(machine({ Each: mapOf({ ItemReader: READER }) }), { aws })).toHaveFailed({
    error: "States.ItemReaderFailed",
    cause: expect.stringContaining(cause),
  });
});

test.each([
  ["answers", fails("S3.AccessDenied", "Access Denied"), "Access Denied"],
  ["throws", () => Promise.reject(new NoSuchKey({ message: "gone", $metadata: { httpStatusCode: 404 } })), /^gone \(Service: Amazon S3; /],
])("an error that the mock %s is the cause", async (_, getObject, cause) => {
  const execution = await readingMap(READER, { s3: { getObject } });

  expect(execution.error).toBe("States.ItemReaderFailed");
  expect(execution.cause).toMatch(cause);
});

test("a reader that failed is tried again, and caught", async () => {
  const Retry = [{ ErrorEquals: ["States.ItemReaderFailed"], IntervalSeconds: 5, MaxAttempts: 1 }];
  const Catch = [{ ErrorEquals: ["States.ALL"], Next: "Sorry" }];
  const definition = machine({ Each: mapOf({ ItemReader: READER, Retry, Catch }), Sorry: pass() });

  const once = { s3: { getObject: [fails("SlowDown"), { Body: "[1]" }] } };
  expect(await runStateMachine(definition, { mocks: once })).toHaveSucceeded([1]);
  const always = { s3: { getObject: fails("SlowDown") } };
  expect(await runStateMachine(definition, { mocks: always })).toHaveSucceeded({ Error: "States.ItemReaderFailed", Cause: "SlowDown" });
});

test("parameters that the API does not have are refused", async () => {
  const reader = { ...READER, Parameters: { Bucket: "data", Name: "items" } };

  const execution = await readingMap(reader, { s3: { getObject: { Body: "[1]" } } });
  expect(execution.error).toBe("States.ItemReaderFailed");
  expect(execution.cause).toContain("The field 'Key' is required but was missing");
});

test.each([
  [fileReader({ InputType: "PARQUET" }), "InputType", "Parquet files"],
  [listReader({ InputType: "JSON", IncludeVersions: true }), "IncludeVersions", "versions of listed objects"],
  [
    fileReader({ ManifestType: "S3_INVENTORY", Transformation: "LOAD_AND_FLATTEN" }),
    "Transformation",
    "the contents of the objects in an S3 inventory",
  ],
])("what cannot be read yet is refused before the run: %o", async (reader, field, name) => {
  await expect(readingMap(reader, {})).rejects.toMatchObject({
    code: "INVALID_DEFINITION",
    diagnostics: [
      {
        code: "UNSUPPORTED_FEATURE",
        pointer: `/States/Each/ItemReader/ReaderConfig/${field}`,
        message: expect.stringContaining(name),
      },
    ],
  });
});
