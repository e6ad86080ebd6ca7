import type { Json } from "../base/json.ts";
import { isJsonArray, isJsonObject, setMember } from "../base/json.ts";

/** What CloudFormation's pseudo parameters stand for here. */
const PSEUDO: { readonly [name: string]: string } = {
  "AWS::Region": "us-east-1",
  "AWS::AccountId": "123456789012",
  "AWS::Partition": "aws",
};

const PLACEHOLDER = /\$\{([A-Za-z][\w:.-]*)\}/g;

/** `${Name}` left in a definition becomes the name; as a whole Resource it becomes a stable ARN of a function called so. */
export function fillPlaceholders(value: Json, field?: string): Json {
  if (typeof value === "string") return fill(value, field);
  if (isJsonArray(value)) return value.some(hasPlaceholder) ? value.map((item) => fillPlaceholders(item)) : value;
  if (!isJsonObject(value) || !hasPlaceholder(value)) return value;
  const filled: { [key: string]: Json } = {};
  for (const [key, member] of Object.entries(value)) setMember(filled, key, fillPlaceholders(member, key));
  return filled;
}

function hasPlaceholder(value: Json): boolean {
  if (typeof value === "string") return value.includes("${");
  if (value === null || typeof value !== "object") return false;
  return Object.values(value).some(hasPlaceholder);
}

function fill(text: string, field: string | undefined): string {
  const name = nameOf(text);
  if (field === "Resource" && text === `\${${name}}`) return `arn:aws:lambda:us-east-1:123456789012:function:${name}`;
  return text.replace(PLACEHOLDER, (_whole, inner: string) => (Object.hasOwn(PSEUDO, inner) ? (PSEUDO[inner] as string) : baseName(inner)));
}

function nameOf(text: string): string {
  const [whole = "", inner = ""] = text.match(/^\$\{([A-Za-z][\w:.-]*)\}$/) ?? [];
  return whole === "" ? "" : baseName(inner);
}

/** `Fn.Arn` stands for the resource `Fn`. */
function baseName(name: string): string {
  return name.replace(/\.Arn$/, "");
}
