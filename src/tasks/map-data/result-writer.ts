/** ASL "ResultWriter": what became of the children of a distributed Map, as the state's result or in files of Amazon S3. */

import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonArray } from "../../base/json.ts";
import type { ChildResult, WriteRequest } from "../../interpreter/ports.ts";
import type { Step } from "../../kernel/effect.ts";
import { executionRecord } from "./execution-record.ts";
import type { S3Access } from "./s3-access.ts";
import { textIn } from "./s3-access.ts";

/** Writes a file for each way to end, and a manifest that names them; answers where that is. Throws a StatesFailure when S3 fails. */
export function* writeFiles(request: WriteRequest, s3: S3Access): Step<Json> {
  const Bucket = textIn(request.parameters, "Bucket") ?? "";
  const folder = folderOf(request);
  const files: { [name: string]: Json } = {};
  for (const name of ["FAILED", "PENDING", "SUCCEEDED"] as const) {
    const children = request.children.filter(({ status }) => FILES[status] === name);
    files[name] = children.length === 0 ? [] : [yield* writeFile(Bucket, `${folder}/${name}_0`, children, request, s3)];
  }
  const manifest = { DestinationBucket: Bucket, MapRunArn: request.mapRunArn, ResultFiles: files };
  const Key = `${folder}/manifest.json`;
  yield* s3.ask("putObject", { Bucket, Key, Body: JSON.stringify(manifest) });
  return { MapRunArn: request.mapRunArn, ResultWriterDetails: { Bucket, Key } };
}

/** The file in which a child is told of. */
const FILES = {
  SUCCEEDED: "SUCCEEDED",
  FAILED: "FAILED",
  TIMED_OUT: "FAILED",
  ABORTED: "FAILED",
  PENDING: "PENDING",
} satisfies Record<ChildResult["status"], string>;

/** `prefix/id-of-the-map-run`. */
function folderOf({ parameters, mapRunArn }: WriteRequest): string {
  const id = mapRunArn.slice(mapRunArn.lastIndexOf(":") + 1);
  const prefix = (textIn(parameters, "Prefix") ?? "").replace(/\/$/, "");
  return prefix === "" ? id : `${prefix}/${id}`;
}

function* writeFile(
  Bucket: string,
  path: string,
  children: readonly ChildResult[],
  { config }: WriteRequest,
  s3: S3Access,
): Step<JsonObject> {
  const results = transformed(children, config.Transformation ?? "NONE");
  const isLines = config.OutputType === "JSONL";
  const Key = `${path}.${isLines ? "jsonl" : "json"}`;
  const Body = isLines ? asLines(results) : JSON.stringify(results);
  yield* s3.ask("putObject", { Bucket, Key, Body });
  return { Key, Size: Buffer.byteLength(Body) };
}

/** The results as the state's own. */
export function shapedResults({ children, config }: WriteRequest): Json {
  const results = transformed(children, config.Transformation ?? "COMPACT");
  return config.OutputType === "JSONL" ? asLines(results) : results;
}

type Transformation = NonNullable<WriteRequest["config"]["Transformation"]>;

/** A child that did not succeed has no output to be shaped: it is told of in full. */
function transformed(children: readonly ChildResult[], transformation: Transformation): readonly Json[] {
  return children.flatMap((child): readonly Json[] => {
    const { output } = child;
    if (transformation === "NONE" || output === undefined) return [executionRecord(child)];
    return transformation === "FLATTEN" && isJsonArray(output) ? output : [output];
  });
}

function asLines(results: readonly Json[]): string {
  return results.map((result) => JSON.stringify(result)).join("\n");
}
