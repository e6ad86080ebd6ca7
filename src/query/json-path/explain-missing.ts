/** Why a path found nothing, in the words of Jayway JsonPath, which AWS passes on. */
import type { Json } from "../../base/json.ts";
import { isJsonArray, isJsonObject } from "../../base/json.ts";
import type { Segment } from "./grammar.ts";

/** The text of the error for the first segment that cannot go on. */
export function explainMissing(segments: readonly Segment[], document: Json): string {
  let node = document;
  for (const [index, segment] of segments.entries()) {
    const here = normalised(segments.slice(0, index));
    const obstacle = obstacleAt(segment, node, here);
    if (obstacle !== undefined) return obstacle;
    const next = follow(segment, node);
    if (next === undefined) return notFound(segments, index, segment);
    node = next;
  }
  return `No results for path: ${normalised(segments)}`;
}

function notFound(segments: readonly Segment[], index: number, segment: Segment): string {
  if (segment.kind === "names" && index < segments.length - 1)
    return `Missing property in path ${normalised(segments.slice(0, index + 1))}`;
  return `No results for path: ${normalised(segments)}`;
}

function follow(segment: Segment, node: Json): Json | undefined {
  if (segment.kind === "indexes" && segment.indexes.length === 1 && isJsonArray(node)) return node.at(segment.indexes[0] as number);
  if (segment.kind !== "names" || segment.names.length !== 1 || !isJsonObject(node)) return undefined;
  const name = segment.names[0] as string;
  return Object.hasOwn(node, name) ? node[name] : undefined;
}

/** A segment that cannot be applied to a value of this type. */
function obstacleAt(segment: Segment, node: Json, here: string): string | undefined {
  if (segment.kind === "names" && !isJsonObject(node)) {
    return (
      `Expected to find an object with property ${bracketed(segment)} in path ${here} but found '${javaType(node)}'. ` +
      "This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider'."
    );
  }
  if ((segment.kind === "indexes" || segment.kind === "slice") && !isJsonArray(node)) {
    return node === null
      ? `The path ${here} is null`
      : `Filter: ${bracketed(segment)} can only be applied to arrays. Current context is: ${plain(node)}`;
  }
  if (segment.kind === "filter" && !isJsonArray(node) && !isJsonObject(node)) {
    return `Filter: ${bracketed(segment)} can not be applied to primitives. Current context is: ${plain(node)}`;
  }
  return undefined;
}

function javaType(node: Json): string {
  if (node === null) return "null";
  if (typeof node === "string") return "java.lang.String";
  if (typeof node === "boolean") return "java.lang.Boolean";
  if (typeof node === "number") return Number.isInteger(node) ? "java.lang.Integer" : "java.lang.Double";
  return isJsonArray(node) ? "com.fasterxml.jackson.databind.node.ArrayNode" : "com.fasterxml.jackson.databind.node.ObjectNode";
}

const plain = (node: Json): string => (typeof node === "string" ? node : JSON.stringify(node));

const normalised = (segments: readonly Segment[]): string => `$${segments.map(bracketed).join("")}`;

function bracketed(segment: Segment): string {
  switch (segment.kind) {
    case "names":
      return `[${segment.names.map((name) => `'${name}'`).join(",")}]`;
    case "indexes":
      return `[${segment.indexes.join(",")}]`;
    case "slice":
      return `[${segment.from ?? ""}:${segment.to ?? ""}]`;
    case "wildcard":
      return "[*]";
    case "descent":
      return "..";
    case "filter":
      return "[?]";
    case "call":
      return `.${segment.name}()`;
  }
}
