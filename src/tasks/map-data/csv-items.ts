import type { Json } from "../../base/json.ts";
import { setMember } from "../../base/json.ts";
import type { ReadRequest } from "../../interpreter/ports.ts";
import { csvRecords } from "./csv.ts";
import { itemReaderFailed } from "./item-reader-failed.ts";

type ReaderConfig = ReadRequest["config"];

/** The rows of a delimited file as objects of texts, not more than `most`; throws a StatesFailure for a header with duplicates. */
export function csvItems(text: string, config: ReaderConfig, most: number): readonly Json[] {
  const records = csvRecords(text, DELIMITERS[config.CSVDelimiter ?? "COMMA"]);
  const header = givenHeader(config) ?? records.next().value;
  return header === undefined ? [] : rowsOf(records, header, most);
}

/** Records by the names of a header: what is missing is empty, and what is too much is left out. */
export function rowsOf(records: Iterable<readonly string[]>, header: readonly string[], most: number): readonly Json[] {
  if (new Set(header).size < header.length) throw itemReaderFailed("CSV headers cannot contain duplicates.");
  const rows: Json[] = [];
  for (const record of records) {
    if (rows.length >= most) break;
    rows.push(rowOf(record, header));
  }
  return rows;
}

function rowOf(record: readonly string[], header: readonly string[]): Json {
  const row: { [name: string]: Json } = {};
  for (let column = 0; column < header.length; column++) setMember(row, header[column] as string, record[column] ?? "");
  return row;
}

/** The header that the definition gives. */
export function givenHeader({ CSVHeaderLocation, CSVHeaders }: ReaderConfig): readonly string[] | undefined {
  return CSVHeaderLocation === "GIVEN" ? (CSVHeaders as readonly string[]) : undefined;
}

const DELIMITERS = { COMMA: ",", PIPE: "|", SEMICOLON: ";", SPACE: " ", TAB: "\t" } satisfies Record<
  NonNullable<ReaderConfig["CSVDelimiter"]>,
  string
>;
