/** AWS "ItemReader (Map)", files that name other files: of an S3 inventory, and of an Athena query. */

import { UsageError } from "../../base/errors.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonArray, isJsonObject } from "../../base/json.ts";
import type { ReadRequest } from "../../interpreter/ports.ts";
import type { Step } from "../../kernel/effect.ts";
import { csvRecords } from "./csv.ts";
import { givenHeader, rowsOf } from "./csv-items.ts";
import type { Dataset } from "./dataset.ts";
import { itemReaderFailed } from "./item-reader-failed.ts";
import { parsed } from "./json-items.ts";
import { loadFile } from "./load-file.ts";
import type { S3Access } from "./s3-access.ts";
import { textIn } from "./s3-access.ts";
import type { S3File } from "./s3-file.ts";
import { s3File } from "./s3-file.ts";

/** Adds a row for each object of an S3 inventory, by the names in its `fileSchema`. */
export function* readInventory(manifest: S3File, request: ReadRequest, s3: S3Access, dataset: Dataset): Step<void> {
  const inventory = parsed(manifest.text, "The manifest is not valid JSON.");
  const format = textIn(inventory, "fileFormat") ?? "CSV";
  if (format !== "CSV") throw noCsv(format, s3.state.name);
  const header = givenHeader(request.config) ?? (textIn(inventory, "fileSchema") ?? "").split(",").map((name) => name.trim());
  const bucket = textIn(inventory, "destinationBucket")?.split(":").at(-1) ?? textIn(request.parameters, "Bucket") ?? "";
  for (const Key of keysOf(inventory)) {
    if (dataset.room === 0) return;
    const { source, text } = yield* s3File(s3, { Bucket: bucket, Key });
    dataset.add(source, rowsOf(csvRecords(text, ","), header, dataset.room));
  }
}

function keysOf(inventory: Json): readonly string[] {
  const files = isJsonObject(inventory) ? inventory["files"] : undefined;
  if (!isJsonArray(files)) throw itemReaderFailed("The manifest names no files.");
  return files.map((file) => textIn(file, "key") ?? "");
}

function noCsv(format: string, state: string): UsageError {
  return new UsageError(`The ItemReader of "${state}" reads an S3 inventory in the format ${format}; only CSV can be read.`, {
    code: "UNSUPPORTED_FEATURE",
    state,
    hint: 'Let the manifest say `"fileFormat": "CSV"`, and its files be CSV, gzipped if their names end in .gz.',
  });
}

/** Adds the items of all files that the manifest of an Athena query lists. */
export function* readAthenaFiles(manifest: S3File, { config }: ReadRequest, s3: S3Access, dataset: Dataset): Step<void> {
  for (const [uri = ""] of csvRecords(manifest.text, ",")) {
    if (dataset.room === 0) return;
    loadFile(yield* s3File(s3, placeOf(uri)), config, dataset);
  }
}

function placeOf(uri: string): JsonObject {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/i.exec(uri.trim()) ?? [];
  if (Bucket === undefined || Key === undefined) throw itemReaderFailed(`The manifest has a line that is no S3 URI: ${uri}`);
  return { Bucket, Key };
}
