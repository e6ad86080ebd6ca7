/** What paths may hold that AWS documents as unsupported or that Jayway JsonPath's versions disagree on. */
import type { FilterTree, Operand, Segment } from "./grammar.ts";

const LEXICAL = /^[a-z]/;

/** One sentence for each questionable part of a path. */
export function warningsOf(segments: readonly Segment[]): readonly string[] {
  return [...new Set(segments.flatMap(ofSegment))];
}

function ofSegment(segment: Segment): readonly string[] {
  switch (segment.kind) {
    case "call":
      return [`AWS does not support functions such as ${segment.name}() in paths.`, ...segment.args.flatMap(ofOperand)];
    case "slice":
      return (segment.from ?? 0) < 0 || (segment.to ?? 0) < 0
        ? ["Slices with negative bounds differ between versions of the JSONPath engine."]
        : [];
    case "filter":
      return ofFilter(segment.filter);
    default:
      return [];
  }
}

function ofFilter(filter: FilterTree): readonly string[] {
  switch (filter.kind) {
    case "and":
    case "or":
      return filter.parts.flatMap(ofFilter);
    case "not":
      return ofFilter(filter.part);
    case "exists":
      return ofOperand(filter.operand);
    case "constant":
      return [];
    case "match":
      return ["AWS does not support regular expressions (=~) in filters.", ...ofOperand(filter.operand)];
    case "compare":
      return [...ofOperator(filter.operator), ...ofOperand(filter.left), ...ofOperand(filter.right)];
  }
}

const ofOperator = (operator: string): readonly string[] =>
  LEXICAL.test(operator) ? [`AWS does not support the operator "${operator}" in filters.`] : [];

function ofOperand(operand: Operand): readonly string[] {
  if (operand.kind === "literal") return [];
  const root = operand.root === "$" ? ["AWS does not support comparing with another value of the document ($) in filters."] : [];
  return [...root, ...warningsOf(operand.segments)];
}
