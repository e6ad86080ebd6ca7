import type { Diagnostic, SourceText } from "../../src/asl/index.ts";
import { checkDefinition, readSource } from "../../src/asl/index.ts";

/** A definition's text without the mark `▸`, and the line and column where the mark stood. */
export function marked(text: string): { readonly text: string; readonly line: number; readonly column: number } {
  const [before, ...rest] = text.split("▸");
  const lines = before!.split("\n");
  return { text: before + rest.join(""), line: lines.length, column: lines.at(-1)!.length + 1 };
}

/** All that reading and checking a text finds. */
export function diagnose(text: string, format: SourceText["format"] = "json"): readonly Diagnostic[] {
  const source: SourceText = { text, format };
  const { value, diagnostics } = readSource(source);
  return diagnostics.length > 0 ? diagnostics : checkDefinition(value, source).diagnostics;
}

/** A JSON machine of these states, given as JSON text without the outer braces; the first one is named `A`. */
export function machine(states: string): string {
  return `{\n  "StartAt": "A",\n  "States": {\n    ${states}\n  }\n}`;
}
