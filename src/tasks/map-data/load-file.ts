import { InternalError } from "../../base/errors.ts";
import type { ReadRequest } from "../../interpreter/ports.ts";
import { csvItems } from "./csv-items.ts";
import type { Dataset } from "./dataset.ts";
import type { JsonItems } from "./json-items.ts";
import { jsonItems, jsonLines } from "./json-items.ts";
import type { S3File } from "./s3-file.ts";

type ReaderConfig = ReadRequest["config"];
type Reader = (text: string, config: ReaderConfig, most: number) => JsonItems;

/** Puts the items of a file into a dataset, by `InputType`; throws a StatesFailure when they cannot be read. */
export function loadFile({ source, text }: S3File, config: ReaderConfig, dataset: Dataset): void {
  const { values, keys } = READERS[config.InputType ?? "JSON"](text, config, dataset.room);
  dataset.add(source, values, keys);
}

const READERS: { readonly [Type in NonNullable<ReaderConfig["InputType"]>]: Reader } = {
  CSV: (text, config, most) => ({ values: csvItems(text, config, most) }),
  JSON: (text, { ItemsPointer }) => jsonItems(text, ItemsPointer ?? ""),
  JSONL: (text, _, most) => ({ values: jsonLines(text, most) }),
  MANIFEST: () => unreadable("a manifest"),
  PARQUET: () => unreadable("a Parquet file"),
};

/** Manifests are read by themselves, and definitions with Parquet are refused. */
function unreadable(what: string): never {
  throw new InternalError(`An ItemReader came to read ${what} as a list of items.`);
}
