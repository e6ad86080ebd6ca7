import { mockAws, runStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import { machine, service } from "../running/machines.ts";

const asking = (operation: string, parameters: object): object => machine({ Ask: service(`aws-sdk:s3:${operation}`, parameters) });

function reports() {
  const aws = mockAws();
  const bucket = aws.s3.createBucket("reports");
  const ask = async (operation: string, parameters: object): Promise<unknown> =>
    (await runStateMachine(asking(operation, { Bucket: "reports", ...parameters }), { aws })).output;
  return { aws, bucket, ask };
}

test("a Task puts an object, and what is no text is put as JSON", async () => {
  const { bucket, ask } = reports();

  const answer = await ask("putObject", {
    Key: "2025/01.json",
    Body: { total: 3 },
    ContentType: "application/json",
    Metadata: { by: "me" },
  });

  expect(answer).toEqual({
    ChecksumCRC32: expect.stringMatching(/^.{6}==$/),
    ChecksumType: "FULL_OBJECT",
    ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
    ServerSideEncryption: "AES256",
  });
  expect(bucket.keys).toEqual(["2025/01.json"]);
  expect(bucket.get("2025/01.json")).toBe('{"total":3}');
});

test("the checksum is the CRC-32 of the body", async () => {
  expect(await reports().ask("putObject", { Key: "check", Body: "123456789" })).toMatchObject({ ChecksumCRC32: "y/Q5Jg==" });
});

test("a Task gets an object as S3 describes it", async () => {
  const { bucket, ask } = reports();
  bucket.put("a.txt", "text data", { contentType: "text/plain", metadata: { by: "me" } });

  expect(await ask("getObject", { Key: "a.txt" })).toEqual({
    AcceptRanges: "bytes",
    Body: "text data",
    ContentLength: 9,
    ContentType: "text/plain",
    ETag: '"332eec544317a6d340b8e77da7fe54ad"',
    LastModified: "2025-01-01T00:00:00Z",
    Metadata: { by: "me" },
    ServerSideEncryption: "AES256",
  });
  expect(await ask("getObject", { Key: "a.txt", Range: "bytes=5-8" })).toMatchObject({
    Body: "data",
    ContentLength: 4,
    ContentRange: "bytes 5-8/9",
  });
  expect(await ask("headObject", { Key: "a.txt" })).toMatchObject({ ContentLength: 9, ContentType: "text/plain" });
});

test.each([
  ["getObject", { Key: "none" }, "S3.NoSuchKeyException", "The specified key does not exist. (Service: S3, Status Code: 404, Request ID: "],
  ["headObject", { Key: "none" }, "S3.NoSuchKeyException", "(Service: S3, Status Code: 404, Request ID: "],
  [
    "getObject",
    { Bucket: "other", Key: "a" },
    "S3.NoSuchBucketException",
    "The specified bucket does not exist (Service: S3, Status Code: 404, Request ID: ",
  ],
  ["createBucket", {}, "S3.BucketAlreadyOwnedByYouException", "(Service: S3, Status Code: 409, Request ID: "],
  ["deleteBucket", {}, "S3.S3Exception", "The bucket you tried to delete is not empty (Service: S3, Status Code: 409, "],
])("%s with %o fails with AWS's own error", async (operation, parameters, error, cause) => {
  const { aws, bucket } = reports();
  bucket.put("something", "");

  const execution = await runStateMachine(asking(operation, { Bucket: "reports", ...parameters }), { aws });

  expect(execution).toHaveFailed({ error, cause: expect.stringContaining(cause) });
});

describe("a listing", () => {
  test("is in the order of keys, below a prefix, with common prefixes", async () => {
    const { bucket, ask } = reports();
    for (const key of ["b/2", "a", "b/1", "b/c/1", "b/c/2"]) bucket.put(key, key);

    expect(await ask("listObjectsV2", { Prefix: "b/", Delimiter: "/" })).toMatchObject({
      Contents: [{ Key: "b/1", Size: 3, StorageClass: "STANDARD" }, { Key: "b/2" }],
      CommonPrefixes: [{ Prefix: "b/c/" }],
      IsTruncated: false,
      KeyCount: 3,
    });
  });

  test("comes in pages that together are all", async () => {
    const { bucket, ask } = reports();
    for (const key of ["a", "b", "c"]) bucket.put(key, key);

    const first = (await ask("listObjectsV2", { MaxKeys: 2 })) as { Contents: { Key: string }[]; NextContinuationToken: string };
    const second = await ask("listObjectsV2", { ContinuationToken: first.NextContinuationToken });

    expect(first.Contents.map(({ Key }) => Key)).toEqual(["a", "b"]);
    expect(second).toMatchObject({ Contents: [{ Key: "c" }], IsTruncated: false });
  });
});

test("objects are copied and deleted", async () => {
  const { bucket, ask } = reports();
  bucket.put("a", "text");

  await ask("copyObject", { CopySource: "reports/a", Key: "copy" });
  await ask("deleteObject", { Key: "a" });
  expect(bucket.keys).toEqual(["copy"]);
  expect(await ask("deleteObjects", { Delete: { Objects: [{ Key: "copy" }, { Key: "none" }] } })).toEqual({
    Deleted: [{ Key: "copy" }, { Key: "none" }],
  });
  expect(bucket.keys).toEqual([]);
});

test.each(["X", "ab", "with space"])("the bucket name %o is refused", (name) => {
  expect(() => mockAws().s3.createBucket(name)).toThrow(expect.objectContaining({ code: "INVALID_NAME" }));
});
