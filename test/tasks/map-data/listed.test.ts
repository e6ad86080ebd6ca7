import { mockAws, runStateMachine } from "sfn-testkit";
import { expect, test } from "vitest";
import { machine } from "../../running/machines.ts";
import { fileReader, listReader, mapOf, readingMap } from "./machines.ts";

const JSON_FILES = { InputType: "JSON", Transformation: "LOAD_AND_FLATTEN" };

/** A world with these files in its bucket. */
function worldOf(files: { readonly [key: string]: unknown }) {
  const aws = mockAws();
  const bucket = aws.s3.createBucket("data");
  for (const [key, body] of Object.entries(files)) bucket.put(key, body);
  return aws;
}

function run(files: { readonly [key: string]: unknown }, reader: object, fields: object = {}) {
  const aws = worldOf(files);
  return runStateMachine(machine({ Each: mapOf({ ItemReader: reader, ...fields }) }), { aws, limits: "none" });
}

test("the objects of a bucket are items, with their dates in seconds", async () => {
  const { output } = await run({ "b.txt": "12", "a.txt": "text" }, listReader());

  const described = { LastModified: Date.UTC(2025, 0, 1) / 1_000, StorageClass: "STANDARD" };
  expect(output).toEqual([
    { ...described, Key: "a.txt", Size: 4, Etag: expect.stringMatching(/^"[0-9a-f]{32}"$/) },
    { ...described, Key: "b.txt", Size: 2, Etag: expect.any(String) },
  ]);
});

test("a prefix chooses objects, and pages are followed to the last", async () => {
  const files = { "in/1": "", "in/2": "", "in/3": "", "out/1": "" };
  const aws = worldOf(files);
  const reader = listReader({}, { Prefix: "in/", MaxKeys: 2 });
  const { output } = await runStateMachine(machine({ Each: mapOf({ ItemReader: reader }) }), { aws });

  expect(output).toMatchObject([{ Key: "in/1" }, { Key: "in/2" }, { Key: "in/3" }]);
  expect(aws.calls("s3:listObjectsV2").map(({ state }) => state)).toEqual(["Each", "Each"]);
});

test("no more pages are asked for than MaxItems needs", async () => {
  const aws = worldOf({ a: "", b: "", c: "" });
  const reader = listReader({ MaxItems: 2 }, { MaxKeys: 2 });
  const { output } = await runStateMachine(machine({ Each: mapOf({ ItemReader: reader }) }), { aws });

  expect(output).toMatchObject([{ Key: "a" }, { Key: "b" }]);
  expect(aws.calls("s3:listObjectsV2")).toHaveLength(1);
});

test("a bucket without objects has no items", async () => {
  expect(await run({}, listReader())).toHaveSucceeded([]);
});

test("a mock that always answers the same page is found out", async () => {
  const page = { Contents: [{ Key: "a" }], IsTruncated: true, NextContinuationToken: "t" };

  await expect(readingMap(listReader(), { s3: { listObjectsV2: page } })).rejects.toMatchObject({
    code: "WRONG_REPLY",
    message: expect.stringContaining('the ContinuationToken "t" again: the list never ends'),
  });
});

test("LOAD_AND_FLATTEN puts the items of all objects together, and tells the source of each", async () => {
  const ItemSelector = { "item.$": "$$.Map.Item.Value", "from.$": "$$.Map.Item.Source", "at.$": "$$.Map.Item.Index" };

  expect(await run({ "1.json": [1, 2], "2.json": [], "3.json": [3] }, listReader(JSON_FILES), { ItemSelector })).toHaveSucceeded([
    { item: 1, from: "S3://data/1.json", at: 0 },
    { item: 2, from: "S3://data/1.json", at: 1 },
    { item: 3, from: "S3://data/3.json", at: 2 },
  ]);
});

test("LOAD_AND_FLATTEN reads no object after MaxItems", async () => {
  const aws = worldOf({ a: [1, 2], b: [3, 4], c: [5, 6] });
  const reader = listReader({ ...JSON_FILES, MaxItems: 3 });

  expect(await runStateMachine(machine({ Each: mapOf({ ItemReader: reader }) }), { aws })).toHaveSucceeded([1, 2, 3]);
  expect(aws.calls("s3:getObject").map(({ input }) => input)).toEqual([
    { Bucket: "data", Key: "a" },
    { Bucket: "data", Key: "b" },
  ]);
});

test("the source of a list is its bucket, and that of a file the file", async () => {
  const ItemSelector = { "from.$": "$$.Map.Item.Source" };

  expect(await run({ "a.json": [1] }, listReader(), { ItemSelector })).toHaveSucceeded([{ from: "S3://data" }]);
  expect(await run({ "a.json": [1] }, fileReader({}, "a.json"), { ItemSelector })).toHaveSucceeded([{ from: "S3://data/a.json" }]);
});
