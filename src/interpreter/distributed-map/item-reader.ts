/** ASL "ItemReader": what a distributed Map asks for to get its items. */

import type { ItemReader, QueryLanguageName, ReaderConfig } from "../../asl/model.ts";
import type { Json } from "../../base/json.ts";
import { StatesFailure } from "../../base/states-failure.ts";
import type { Step } from "../../kernel/effect.ts";
import type { Answer } from "../../query/index.ts";
import { compileJsonata, compileJsonataTemplate, compilePath, compileTemplate } from "../../query/index.ts";
import { ready } from "../data-flow.ts";
import { readOrFail } from "../json-path-flow.ts";
import type { NumberSource } from "../number-field.ts";
import { linkNumber, NON_NEGATIVE, readNumber } from "../number-field.ts";
import type { ReadRequest } from "../ports.ts";
import type { Scope } from "../scope.ts";
import type { StateNode } from "../state-node.ts";

type Reader = (input: Json, scope: Scope) => Step<ReadRequest>;

export function linkItemReader(reader: ItemReader, language: QueryLanguageName, state: StateNode): Reader {
  const { ReaderConfig: config = {} } = reader;
  const parameters = linkParameters(reader, "ItemReader", language);
  const headers = linkHeaders(config);
  const maxItems = linkMaxItems(config, language);
  return function* request(input, scope) {
    return {
      state,
      resource: reader.Resource,
      parameters: yield* ready(parameters(input, scope)),
      config: headers === undefined ? config : { ...config, CSVHeaders: (yield* ready(headers(input, scope))) as readonly string[] },
      maxItems: limitOf(yield* readNumber(maxItems, input, scope)),
    };
  };
}

/** `Parameters`, or `Arguments` in JSONata: what a call of a distributed Map is made with. */
export function linkParameters(
  { Parameters = {}, Arguments = {} }: { readonly Parameters?: Json; readonly Arguments?: Json },
  field: string,
  language: QueryLanguageName,
): (input: Json, scope: Scope) => Answer {
  if (language === "JSONPath") return compileTemplate(Parameters);
  const evaluate = compileJsonataTemplate(`${field}/Arguments`, Arguments);
  return (input, scope) => evaluate({ input }, scope);
}

function linkHeaders({ CSVHeaders }: ReaderConfig): ((input: Json, scope: Scope) => Answer) | undefined {
  if (typeof CSVHeaders !== "string") return undefined;
  const evaluate = compileJsonata("ItemReader/ReaderConfig/CSVHeaders", CSVHeaders, "array");
  return (input, scope) => evaluate({ input }, scope);
}

const MOST_ITEMS = 100_000_000;

function linkMaxItems({ MaxItems, MaxItemsPath }: ReaderConfig, language: QueryLanguageName): NumberSource {
  if (MaxItemsPath !== undefined) return maxItemsAt(MaxItemsPath);
  return linkNumber({ name: "MaxItems", value: MaxItems, path: undefined, kind: NON_NEGATIVE, refusal: () => "" }, language);
}

/** What the path finds belongs to the reading: another value fails that. */
function maxItemsAt(path: string): NumberSource {
  const expression = compilePath(path);
  return (input, scope) => {
    const found = readOrFail(expression, input, scope);
    if (typeof found !== "number" || !Number.isInteger(found))
      throw readerFailure(`The MaxItemsPath field refers to value ${JSON.stringify(found)} which is not a valid integer: ${path}`);
    if (found < 0) throw readerFailure("field MaxItems must be positive");
    return found;
  };
}

function limitOf(maxItems: number | undefined = 0): number {
  return maxItems === 0 || maxItems > MOST_ITEMS ? Number.POSITIVE_INFINITY : maxItems;
}

function readerFailure(cause: string): StatesFailure {
  return new StatesFailure("States.ItemReaderFailed", cause);
}
