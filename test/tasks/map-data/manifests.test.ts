import { gzipSync } from "node:zlib";
import { mockAws, runStateMachine } from "sfn-testkit";
import { expect, test } from "vitest";
import { machine } from "../../running/machines.ts";
import { fileReader, itemsIn, mapOf, readingMap } from "./machines.ts";

const ROWS = '"photos","cats/","0"\n"photos","cats/1.jpg","27034"\n';

function inventory(files: readonly string[], rest: object = {}): string {
  const manifest = { destinationBucket: "arn:aws:s3:::reports", fileFormat: "CSV", fileSchema: "Bucket, Key, Size", ...rest };
  return JSON.stringify({ ...manifest, files: files.map((key) => ({ key, size: 1 })) });
}

async function read(manifest: string, files: { readonly [key: string]: string | Uint8Array }, config: object) {
  const aws = mockAws();
  aws.s3.createBucket("data").put("manifest", manifest);
  const reports = aws.s3.createBucket("reports");
  for (const [key, body] of Object.entries(files)) reports.put(key, body);
  return runStateMachine(machine({ Each: mapOf({ ItemReader: fileReader(config, "manifest") }) }), { aws });
}

test.each([{ InputType: "MANIFEST" }, { ManifestType: "S3_INVENTORY" }])("an S3 inventory has an item for each row: %o", async (config) => {
  const files = { "1.csv.gz": gzipSync(ROWS), "2.csv": '"photos","dogs/1.jpg","9"\n' };

  expect(await read(inventory(["1.csv.gz", "2.csv"]), files, config)).toHaveSucceeded([
    { Bucket: "photos", Key: "cats/", Size: "0" },
    { Bucket: "photos", Key: "cats/1.jpg", Size: "27034" },
    { Bucket: "photos", Key: "dogs/1.jpg", Size: "9" },
  ]);
});

test("no file of an inventory is read after MaxItems", async () => {
  const config = { InputType: "MANIFEST", MaxItems: 1 };

  expect(await read(inventory(["1.csv", "none.csv"]), { "1.csv": ROWS }, config)).toHaveSucceeded([
    { Bucket: "photos", Key: "cats/", Size: "0" },
  ]);
});

test("a manifest that is none cannot be read", async () => {
  expect(await read("{}", {}, { InputType: "MANIFEST" })).toHaveFailed({
    error: "States.ItemReaderFailed",
    cause: "The manifest names no files.",
  });
});

test("an inventory in another format is refused by name", async () => {
  await expect(read(inventory([], { fileFormat: "ORC" }), {}, { InputType: "MANIFEST" })).rejects.toMatchObject({
    code: "UNSUPPORTED_FEATURE",
    message: expect.stringContaining('The ItemReader of "Each" reads an S3 inventory in the format ORC; only CSV can be read.'),
  });
});

test("the manifest of an Athena query leads to its files", async () => {
  const manifest = "s3://reports/out/1.gz\ns3://reports/out/2\n";
  const files = { "out/1.gz": gzipSync('{"n":1}\n{"n":2}\n'), "out/2": '{"n":3}' };

  expect(await read(manifest, files, { ManifestType: "ATHENA_DATA", InputType: "JSONL" })).toHaveSucceeded([{ n: 1 }, { n: 2 }, { n: 3 }]);
});

test("a file is unpacked when its name says so", async () => {
  expect(await itemsIn(gzipSync("[1,2]"), { InputType: "JSON" }, "items.json.gz")).toEqual([1, 2]);
});

test("a file that is not what its name says cannot be read", async () => {
  const mocks = { s3: { getObject: { Body: Buffer.from("[1,2]") } } };

  expect(await readingMap(fileReader({}, "items.json.gz"), mocks)).toHaveFailed({
    error: "States.ItemReaderFailed",
    cause: "The file could not be decompressed.",
  });
});
