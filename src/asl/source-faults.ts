import type { Pointer } from "../base/pointer.ts";
import { ROOT, stepsOf } from "../base/pointer.ts";
import type { DiagnosticCode } from "./diagnostic-codes.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { diagnostic } from "./diagnostics.ts";
import { TextLines } from "./text-lines.ts";

/** What a text holds, or what is wrong with it. */
export interface ReadSource {
  readonly value: unknown;
  readonly diagnostics: readonly Diagnostic[];
}

/** A thing wrong at an offset. */
export interface Fault {
  readonly code: DiagnosticCode;
  readonly pointer?: Pointer;
  readonly offset: number;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** A text that cannot be read. */
export function refused(text: string, faults: readonly Fault[]): ReadSource {
  const lines = new TextLines(text);
  return {
    value: undefined,
    diagnostics: faults
      .slice(0, 20)
      .map(({ code, pointer = ROOT, offset, message, hint }) => lines.located(diagnostic(code, pointer, message, hint), offset)),
  };
}

/** The same key twice in one object; offsets of both. */
export interface Duplicate {
  readonly pointer: Pointer;
  readonly first: number;
  readonly second: number;
}

/** What is said of keys that come twice. */
export function duplicateFaults(text: string, duplicates: readonly Duplicate[]): readonly Fault[] {
  const lines = new TextLines(text);
  return duplicates.map(({ pointer, first, second }) => {
    const { line, column } = lines.position(first);
    const message = `The key ${JSON.stringify(stepsOf(pointer).at(-1))} is there twice; the first is at line ${line}, column ${column}.`;
    return { code: "DUPLICATE_KEY", pointer, offset: second, message, hint: "Only one of the two would count." };
  });
}
