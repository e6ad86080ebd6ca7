import { runStateMachine } from "sfn-testkit";
import type { Execution, Mocks, RunOptions } from "../../../src/index.ts";
import { machine, pass } from "../../running/machines.ts";

/** A distributed Map whose children give back what they get. */
export function mapOf(fields: object, processor: object = machine({ Keep: pass() })): object {
  const ProcessorConfig = { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" };
  return { Type: "Map", ItemProcessor: { ProcessorConfig, ...processor }, End: true, ...fields };
}

/** The ItemReader of one file. */
export function fileReader(ReaderConfig: object, Key = "items"): object {
  return { Resource: "arn:aws:states:::s3:getObject", ReaderConfig, Parameters: { Bucket: "data", Key } };
}

/** The ItemReader of all files of a bucket. */
export function listReader(ReaderConfig: object = {}, parameters: object = {}): object {
  return { Resource: "arn:aws:states:::s3:listObjectsV2", ReaderConfig, Parameters: { Bucket: "data", ...parameters } };
}

/** Runs a Map called `Each` that reads its items; without limits, as the items of a test may be many. */
export function readingMap(reader: object, mocks: Mocks, fields: object = {}, options: RunOptions = {}): Promise<Execution> {
  return runStateMachine(machine({ Each: mapOf({ ItemReader: reader, ...fields }) }), { mocks, limits: "none", ...options });
}

/** The items that a Map finds in a file with this text. */
export async function itemsIn(Body: string | Uint8Array, ReaderConfig: object, Key?: string): Promise<unknown> {
  return (await readingMap(fileReader(ReaderConfig, Key), { s3: { getObject: { Body } } })).output;
}
