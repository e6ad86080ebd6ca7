/** ASL "ItemReader": the items of a distributed Map, read from Amazon S3. */

import { parseResource } from "../../aws/resource.ts";
import type { JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import type { ReadRequest } from "../../interpreter/ports.ts";
import type { Step } from "../../kernel/effect.ts";
import { Dataset } from "./dataset.ts";
import { loadFile } from "./load-file.ts";
import { readAthenaFiles, readInventory } from "./manifests.ts";
import { describedObject, listedObjects } from "./object-list.ts";
import type { S3Access } from "./s3-access.ts";
import { textIn } from "./s3-access.ts";
import { s3File, s3Uri } from "./s3-file.ts";

/** Reads the items; throws a StatesFailure when they cannot be had. */
export function* readDataset(request: ReadRequest, s3: S3Access): Step<Dataset> {
  const dataset = new Dataset(request.maxItems);
  const parameters = isJsonObject(request.parameters) ? request.parameters : {};
  const resource = parseResource(request.resource);
  const isList = resource.kind === "service" && resource.operation === "listObjectsV2";
  yield* isList ? readListed(request, parameters, s3, dataset) : readObject(request, parameters, s3, dataset);
  return dataset;
}

/** `s3:getObject`: a file of items, or one that names other files. */
function* readObject(request: ReadRequest, parameters: JsonObject, s3: S3Access, dataset: Dataset): Step<void> {
  const { InputType, ManifestType } = request.config;
  const file = yield* s3File(s3, parameters);
  if (ManifestType === "ATHENA_DATA") yield* readAthenaFiles(file, request, s3, dataset);
  else if (ManifestType === "S3_INVENTORY" || InputType === "MANIFEST") yield* readInventory(file, request, s3, dataset);
  else loadFile(file, request.config, dataset);
}

/** `s3:listObjectsV2`: a description of each object, or with `LOAD_AND_FLATTEN` the items in it. */
function* readListed({ config }: ReadRequest, parameters: JsonObject, s3: S3Access, dataset: Dataset): Step<void> {
  const Bucket = textIn(parameters, "Bucket") ?? "";
  if (config.Transformation !== "LOAD_AND_FLATTEN") {
    const objects = yield* listedObjects(s3, parameters, dataset.room);
    return dataset.add(s3Uri(Bucket), objects.map(describedObject));
  }
  for (const object of yield* listedObjects(s3, parameters, Number.POSITIVE_INFINITY)) {
    if (dataset.room === 0) return;
    loadFile(yield* s3File(s3, { Bucket, Key: textIn(object, "Key") ?? "" }), config, dataset);
  }
}
