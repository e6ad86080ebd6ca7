/** What distributed Maps ask of Amazon S3 on a route: for their items, and to keep their results. */
import type { ItemReader } from "../../asl/model.ts";
import { parseResource } from "../../aws/resource.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonArray, isJsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { stepsOf } from "../../base/pointer.ts";
import type { Documents } from "./assignment.ts";
import type { PlannedAnswer, PlannedMocks } from "./planned-mocks.ts";
import { shortened } from "./planned-mocks.ts";
import type { Term } from "./term.ts";
import { place, unknown } from "./term.ts";

/** What Amazon S3 is to do at one call; `document` names the items. */
type AskedObject =
  | { readonly kind: "holds"; readonly document: string; readonly reader: ItemReader }
  | { readonly kind: "lists"; readonly document: string }
  | { readonly kind: "returns"; readonly value: Json }
  | { readonly kind: "fails"; readonly error: string };

/** The calls of a route's distributed Maps, in their order. */
export class ObjectsAsked {
  readonly #asked = new Map<string, AskedObject[]>();

  /** The items that an ItemReader is to find, or why none can be made up. */
  read(name: string, reader: ItemReader): Term {
    const { ReaderConfig: { InputType, Transformation, ManifestType } = {} } = reader;
    const isList = isListing(reader);
    if (InputType === "MANIFEST" || ManifestType !== undefined) return unknown(`${name}: its ItemReader reads a list of files`);
    const operation = isList ? "listObjectsV2" : "getObject";
    const document = `items ${(this.#asked.get(operation)?.length ?? 0) + 1} of ${name}`;
    if (isList && Transformation !== "LOAD_AND_FLATTEN") this.#add(operation, { kind: "lists", document });
    else this.#add("getObject", { kind: "holds", document, reader });
    if (isList && Transformation === "LOAD_AND_FLATTEN") this.#add(operation, { kind: "returns", value: { Contents: [{ Key: "items" }] } });
    return place(document);
  }

  readFails(reader: ItemReader, error: string): void {
    this.#add(isListing(reader) ? "listObjectsV2" : "getObject", { kind: "fails", error });
  }

  /** A file for each way in which children ended, and the one that names these. */
  written(waysToEnd: number): void {
    for (let count = 0; count <= waysToEnd; count++) this.#add("putObject", { kind: "returns", value: {} });
  }

  writeFails(error: string): void {
    this.#add("putObject", { kind: "fails", error });
  }

  #add(operation: string, asked: AskedObject): void {
    const before = this.#asked.get(operation);
    if (before === undefined) this.#asked.set(operation, [asked]);
    else before.push(asked);
  }

  /** The answers, with the items that were found. */
  planned(documents: Documents): PlannedMocks {
    return Object.fromEntries(
      [...this.#asked].map(([operation, asked]) => [operation, shortened(asked.map((each) => answered(each, documents)))]),
    );
  }
}

function isListing({ Resource }: ItemReader): boolean {
  const resource = parseResource(Resource);
  return resource.kind === "service" && resource.operation === "listObjectsV2";
}

function answered(asked: AskedObject, documents: Documents): PlannedAnswer {
  if (asked.kind === "returns" || asked.kind === "fails") return asked;
  const found = documents.get(asked.document) ?? [];
  const items = isJsonArray(found) ? found : [];
  if (asked.kind === "lists") return { kind: "returns", value: { Contents: items.map(described) } };
  return { kind: "returns", value: { Body: bodyOf(items, asked.reader) } };
}

/** An item of a list as Amazon S3 tells of an object. */
function described(item: Json, index: number): Json {
  const { Etag, ...members } = isJsonObject(item) ? item : ({} as JsonObject);
  return { Key: `object-${index}`, Size: 1, ...(Etag !== undefined && { ETag: Etag }), ...members };
}

/** A file of the reader's `InputType` that holds the items. */
function bodyOf(items: readonly Json[], { ReaderConfig: config = {} }: ItemReader): string {
  if (config.InputType === "CSV") return csvOf(items, config);
  if (config.InputType === "JSONL") return items.map((item) => `${JSON.stringify(item)}\n`).join("");
  const steps = stepsOf((config.ItemsPointer ?? "") as Pointer);
  return JSON.stringify(steps.reduceRight<Json>((inner, step) => ({ [step]: inner }), items));
}

const DELIMITERS = { COMMA: ",", PIPE: "|", SEMICOLON: ";", SPACE: " ", TAB: "\t" } as const;

function csvOf(items: readonly Json[], { CSVDelimiter = "COMMA", CSVHeaders }: NonNullable<ItemReader["ReaderConfig"]>): string {
  const rows = items.map((item) => (isJsonObject(item) ? item : {}));
  const found = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const given = Array.isArray(CSVHeaders) ? (CSVHeaders as readonly string[]) : undefined;
  const header = given ?? (found.length === 0 ? ["item"] : found);
  const line = (cells: readonly string[]): string => `${cells.map(quoted).join(DELIMITERS[CSVDelimiter])}\n`;
  const lines = rows.map((row, index) => line(header.map((name) => cellOf(row, name) ?? (header.length === 1 ? String(index) : ""))));
  return [...(given === undefined ? [line(header)] : []), ...lines].join("");
}

function cellOf(row: JsonObject, name: string): string | undefined {
  const value = Object.hasOwn(row, name) ? row[name] : undefined;
  return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
