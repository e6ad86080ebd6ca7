import type { Json, JsonObject } from "../base/json.ts";
import { isJsonArray, isJsonObject, setMember } from "../base/json.ts";
import { aslMember } from "./check.ts";
import { operationOf } from "./service-model.ts";
import type { Shape, Structure } from "./shapes.ts";
import { memberIgnoringCase } from "./shapes.ts";

/**
 * A result, as ASL would see it, made one that the operation can give: what is required is filled in, and what is of a wrong type replaced,
 * with a plain value. As it stands where no model is installed.
 */
export function fittedResult(service: string, operation: string, result: Json): Json {
  const output = operationOf(service, operation)?.output;
  return output === undefined || output.kind === "unit" ? result : fitted(output, result, "");
}

/** `name`: of the member it stands in. */
function fitted(shape: Shape, value: Json | undefined, name: string): Json {
  switch (shape.kind) {
    case "structure":
    case "union":
      return fittedMembers(shape, isJsonObject(value) ? value : {});
    case "list":
      return isJsonArray(value) ? value.map((item) => fitted(shape.item(), item, name)) : [];
    case "map":
      return fittedEntries(shape.value(), isJsonObject(value) ? value : {});
    case "number":
    case "bigInteger":
    case "bigDecimal":
      return typeof value === "number" ? value : 1;
    case "boolean":
      return typeof value === "boolean" ? value : true;
    case "timestamp":
      return typeof value === "string" ? value : "2025-01-01T00:00:00Z";
    case "string":
      return typeof value === "string" ? value : name;
    default:
      return value ?? name;
  }
}

function fittedMembers(shape: Structure, value: JsonObject): Json {
  const members: { [name: string]: Json } = {};
  for (const [key, item] of Object.entries(value)) {
    const member = memberIgnoringCase(shape, key);
    setMember(members, key, member === undefined || item === null ? item : fitted(member.shape(), item, key));
  }
  if (shape.kind === "union") return members;
  const missing = [...shape.members.values()].filter(({ required, name }) => required && !Object.hasOwn(members, aslMember(name)));
  for (const member of missing) setMember(members, aslMember(member.name), fitted(member.shape(), undefined, aslMember(member.name)));
  return members;
}

function fittedEntries(shape: Shape, value: JsonObject): Json {
  const entries: { [name: string]: Json } = {};
  for (const [key, item] of Object.entries(value)) setMember(entries, key, item === null ? item : fitted(shape, item, key));
  return entries;
}
