import { UsageError } from "../base/errors.ts";
import { printable } from "../base/printable.ts";
import { abbreviate, plural } from "../base/text.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { isError } from "./diagnostics.ts";

const FRAMES = 10;
const MESSAGE = 500;

/** A definition cannot run; `diagnostics` holds all that was found, each with its place. */
export class InvalidDefinitionError extends UsageError {
  override readonly name: string = "InvalidDefinitionError";
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[], file?: string) {
    super(messageOf(diagnostics.filter(isError), file), { code: "INVALID_DEFINITION" });
    this.diagnostics = diagnostics;
  }
}

function messageOf(errors: readonly Diagnostic[], file: string | undefined): string {
  const subject = file === undefined ? "The definition" : `The definition ${file}`;
  const cut = errors.some(({ code }) => code === "TOO_MANY_DIAGNOSTICS");
  const count = cut ? `more than ${errors.length - 1} errors` : plural(errors.length, "error");
  const parts = errors.map((error, index) => describe(error, file, index < FRAMES));
  return [`${subject} has ${count}.`, ...parts].join("\n\n");
}

function describe(error: Diagnostic, file: string | undefined, withFrame: boolean): string {
  if (error.code === "TOO_MANY_DIAGNOSTICS") return error.message;
  // AWS's words hold names as they are: any character, and any length.
  const lines = [`${placeOf(error, file)} ${error.code}: ${printable(abbreviate(error.message, MESSAGE))}`];
  if (withFrame && error.codeFrame !== undefined) lines.push(indented(error.codeFrame));
  if (error.hint !== undefined) lines.push(indented(error.hint));
  return lines.join("\n");
}

/** `order.asl.json:4:15`, so that terminals and editors make it a link; without source text the pointer. */
function placeOf({ line, column, pointer }: Diagnostic, file: string | undefined): string {
  if (line === undefined || column === undefined) return pointer === "" ? "/" : pointer;
  return file === undefined ? `${line}:${column}` : `${file}:${line}:${column}`;
}

const indented = (text: string): string => text.replace(/^(?=.)/gm, "  ");
