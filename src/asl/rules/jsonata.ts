/** ASL "JSONata": text in `{% %}` must be an expression that AWS evaluates. */

import { InternalError } from "../../base/errors.ts";
import { isJsonArray, isJsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child } from "../../base/pointer.ts";
import { isJsonata } from "../../query/index.ts";
import type { JsonataError, JsonataNode } from "../../query/jsonata/package.ts";
import { parseJsonata } from "../../query/jsonata/package.ts";
import { sourceOf } from "../../query/jsonata/source.ts";
import type { Report } from "../diagnostics.ts";
import type { FieldCheck } from "./field-check.ts";
import { shown } from "./field-check.ts";
import type { Offered } from "./jsonata-references.ts";
import { unsupportedReferences } from "./jsonata-references.ts";

/** Any JSON whose texts may be expressions, at any depth. */
export function jsonataTemplate(offered: Offered): FieldCheck {
  const check: FieldCheck = (value, at, report) => {
    if (typeof value === "string") checkText(value, offered, at, report);
    else if (isJsonArray(value)) for (const [index, item] of value.entries()) check(item, child(at, index), report);
    else if (isJsonObject(value)) for (const [name, member] of Object.entries(value)) check(member, child(at, name), report);
  };
  return check;
}

/** An expression in the place of a literal. */
export function jsonataOr(literal: FieldCheck, offered: Offered): FieldCheck {
  return (value, at, report) => {
    if (typeof value === "string" && isDelimited(value)) checkText(value, offered, at, report);
    else literal(value, at, report);
  };
}

const isDelimited = (text: string): boolean => text.startsWith("{%") || text.endsWith("%}");

function checkText(text: string, offered: Offered, at: Pointer, report: Report): void {
  if (!isDelimited(text)) return;
  if (!isJsonata(text)) {
    const hint = `It is ${shown(text)}, which would stay text.`;
    report.add("INVALID_JSONATA", at, "JSONata string must start with {% and end with %}", hint, { code: "SCHEMA_VALIDATION_FAILED" });
    return;
  }
  const tree = parsed(text, at, report);
  if (tree === undefined) return;
  for (const { message, hint } of unsupportedReferences(tree, offered)) report.add("UNSUPPORTED_JSONATA", at, message, hint);
}

/** AWS tells the parser's own message. */
function parsed(text: string, at: Pointer, report: Report): JsonataNode | undefined {
  try {
    return parseJsonata(sourceOf(text)).ast();
  } catch (thrown) {
    if (thrown instanceof InternalError) throw thrown;
    report.add("INVALID_JSONATA", at, String((thrown as JsonataError).message), `The expression is ${shown(text)}.`);
    return undefined;
  }
}
