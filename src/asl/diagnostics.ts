import type { Pointer } from "../base/pointer.ts";
import { ROOT } from "../base/pointer.ts";

export type Severity = "error" | "warning";

/** Every diagnostic there is, and whether a definition that has it can run; each code has a page in `docs/diagnostics`. */
export const SEVERITIES = {
  EMPTY_SOURCE: "error",
  INVALID_JSON: "error",
  INVALID_YAML: "error",
  DUPLICATE_KEY: "error",
  EXCESSIVE_ALIASES: "error",
  TOO_LARGE: "error",
  TOO_DEEPLY_NESTED: "error",
  NOT_JSON: "error",
  MISSING_FIELD: "error",
  WRONG_TYPE: "error",
  INVALID_VALUE: "error",
  CONFLICTING_FIELDS: "error",
  UNKNOWN_STATE_TYPE: "error",
  INVALID_STATE_NAME: "error",
  DUPLICATE_STATE_NAME: "error",
  MISSING_TRANSITION: "error",
  UNEXPECTED_TRANSITION: "error",
  NEXT_NOT_FOUND: "error",
  START_NOT_FOUND: "error",
  UNREACHABLE_STATE: "error",
  INVALID_CHOICE_RULE: "error",
  INVALID_TIMESTAMP: "error",
  INVALID_PATH: "error",
  INVALID_TEMPLATE: "error",
  INVALID_RESOURCE: "error",
  INVALID_ERROR_EQUALS: "error",
  UNSUPPORTED_FEATURE: "error",
  TOO_MANY_DIAGNOSTICS: "error",
  UNKNOWN_FIELD: "warning",
  NO_TERMINAL_STATE: "warning",
  NO_DOLLAR: "warning",
  PASS_RESULT_IS_STATIC: "warning",
  UNDOCUMENTED_PATH: "warning",
} as const;

/** Stable name of a kind of diagnostic. */
export type DiagnosticCode = keyof typeof SEVERITIES;

/** One thing that is wrong, or looks wrong, in a definition. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly pointer: Pointer;
  readonly message: string;
  readonly hint?: string;
  /** Line and column, counted from 1, where there is source text. */
  readonly line?: number;
  readonly column?: number;
  readonly codeFrame?: string;
}

export function diagnostic(code: DiagnosticCode, pointer: Pointer, message: string, hint?: string): Diagnostic {
  return { code, severity: SEVERITIES[code], pointer, message, ...(hint !== undefined && { hint }) };
}

export const isError = (found: Diagnostic): boolean => found.severity === "error";

/** Looking for what was meant can cost; it is done only for what will be shown. */
export type Hint = string | undefined | (() => string | undefined);

interface Finding {
  readonly code: DiagnosticCode;
  readonly pointer: Pointer;
  readonly message: string;
  readonly hint: Hint;
}

const LIMIT = 100;

/** What the rules write their findings into. */
export class Report {
  readonly #found: Finding[] = [];

  add(code: DiagnosticCode, pointer: Pointer, message: string, hint?: Hint): void {
    this.#found.push({ code, pointer, message, hint });
  }

  /** The errors, then the warnings, each in the order they were found; the hundred first. */
  diagnostics(): readonly Diagnostic[] {
    const sorted = [...this.#found.filter(isErrorCode), ...this.#found.filter((found) => !isErrorCode(found))];
    const shown = sorted.slice(0, LIMIT).map(diagnosticOf);
    return sorted.length <= LIMIT ? shown : [...shown, andMore(sorted.slice(LIMIT))];
  }
}

const isErrorCode = ({ code }: Finding): boolean => SEVERITIES[code] === "error";

function diagnosticOf({ code, pointer, message, hint }: Finding): Diagnostic {
  return diagnostic(code, pointer, message, typeof hint === "function" ? hint() : hint);
}

function andMore(left: readonly Finding[]): Diagnostic {
  const rest = diagnostic("TOO_MANY_DIAGNOSTICS", ROOT, `… and ${left.length} more.`);
  return left.some(isErrorCode) ? rest : { ...rest, severity: "warning" };
}
