import type { QueryLanguageName } from "../asl/model.ts";
import type { DataFlow } from "./data-flow.ts";
import type { JsonPathFields } from "./json-path-flow.ts";
import { linkJsonPathFlow } from "./json-path-flow.ts";
import type { JsonataFields } from "./jsonata-flow.ts";
import { linkJsonataFlow } from "./jsonata-flow.ts";

/** The data flow of a state in its query language; a state without a result of its own passes its input on. */
export function linkFlow(fields: JsonPathFields & JsonataFields, language: QueryLanguageName, hasResult = false): DataFlow {
  return language === "JSONata" ? linkJsonataFlow(fields, hasResult) : linkJsonPathFlow(fields);
}
