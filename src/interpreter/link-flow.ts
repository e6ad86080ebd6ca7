import type { DataFlow } from "./data-flow.ts";
import type { JsonPathFields } from "./json-path-flow.ts";
import { linkJsonPathFlow } from "./json-path-flow.ts";
import type { JsonataFields } from "./jsonata-flow.ts";
import { linkJsonataFlow } from "./jsonata-flow.ts";
import type { LinkFrame } from "./linker.ts";

/** The data flow of a state in its query language; `hasResult`: has this type of state a result of its own? */
export function linkFlow(
  fields: JsonPathFields & JsonataFields,
  { node, language, inspect }: Pick<LinkFrame, "node" | "language" | "inspect">,
  hasResult = false,
): DataFlow {
  const inspected = inspect ? node.type : undefined;
  return language === "JSONata" ? linkJsonataFlow(fields, hasResult, inspected) : linkJsonPathFlow(fields, hasResult, inspected);
}
