import type { Json, JsonObject } from "../../../base/json.ts";
import { setMember } from "../../../base/json.ts";
import type { ApiMembers } from "../stand-in.ts";
import { compilePattern } from "./event-pattern.ts";

/** SNS, "Subscription filter policies": does a message with these attributes match? Throws a UsageError for a policy that cannot be. */
export function compilePolicy(policy: JsonObject): (attributes: ApiMembers) => boolean {
  const matches = compilePattern(policy);
  return (attributes) => matches(valuesOf(attributes));
}

function valuesOf(attributes: ApiMembers): JsonObject {
  const values: { [name: string]: Json } = {};
  for (const [name, attribute] of Object.entries(attributes)) {
    const { DataType, StringValue } = attribute as { readonly DataType?: unknown; readonly StringValue?: unknown };
    if (typeof StringValue === "string") setMember(values, name, typedValue(String(DataType), StringValue));
  }
  return values;
}

function typedValue(type: string, text: string): Json {
  if (type === "Number") return Number(text);
  return type === "String.Array" ? (JSON.parse(text) as Json) : text;
}
