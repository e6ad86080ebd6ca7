import type { Json } from "../base/json.ts";
import { isJsonArray, isJsonObject } from "../base/json.ts";
import type { Pointer } from "../base/pointer.ts";
import { ROOT, stepsOf } from "../base/pointer.ts";
import type { AwsCode, DiagnosticCode, Severity } from "./diagnostic-codes.ts";
import { awsCodeOf, severityOf } from "./diagnostic-codes.ts";
import type { QueryLanguageName } from "./model.ts";

/** One thing that is wrong, or looks wrong, in a definition. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly pointer: Pointer;
  /** AWS's own words where they are known. */
  readonly message: string;
  readonly hint?: string;
  /** Line and column, counted from 1, where there is source text. */
  readonly line?: number;
  readonly column?: number;
  readonly codeFrame?: string;
  /** The code under which AWS refuses it; absent where AWS would say nothing. */
  readonly awsCode?: AwsCode;
  /** Where AWS says it is, as AWS writes places: `/States/Fork/Branches[0]/States/Step`; absent where AWS tells none. */
  readonly awsLocation?: string;
}

export function diagnostic(code: DiagnosticCode, pointer: Pointer, message: string, hint?: string): Diagnostic {
  const awsCode = awsCodeOf(code);
  return {
    code,
    severity: severityOf(code),
    pointer,
    message,
    ...(hint !== undefined && { hint }),
    ...(awsCode !== undefined && { awsCode }),
  };
}

export const isError = (found: Diagnostic): boolean => found.severity === "error";

/** Looking for what was meant can cost; it is done only for what will be shown. */
export type Hint = string | undefined | (() => string | undefined);

/** Where AWS's answer differs from what is usual for the code. */
interface AwsView {
  readonly code?: AwsCode;
  /** Another place than the diagnostic's own; `undefined` for none. */
  readonly at?: Pointer | undefined;
}

interface Finding {
  readonly code: DiagnosticCode;
  readonly pointer: Pointer;
  readonly message: string;
  readonly hint: Hint;
  readonly aws: AwsView;
}

const LIMIT = 100;

/** What the rules write their findings into, and what holds for the whole machine. */
export class Report {
  /** Of the machine; states that name none have it too, at any depth. */
  readonly queryLanguage: QueryLanguageName;
  readonly #definition: Json | undefined;
  readonly #found: Finding[] = [];

  constructor(definition?: Json) {
    this.#definition = definition;
    this.queryLanguage = languageOf(definition);
  }

  add(code: DiagnosticCode, pointer: Pointer, message: string, hint?: Hint, aws: AwsView = {}): void {
    this.#found.push({ code, pointer, message, hint, aws });
  }

  /** The errors, then the warnings, each in the order they were found; the hundred first. */
  diagnostics(): readonly Diagnostic[] {
    const sorted = [...this.#found.filter(isErrorCode), ...this.#found.filter((found) => !isErrorCode(found))];
    const shown = sorted.slice(0, LIMIT).map((found) => this.#diagnosticOf(found));
    return sorted.length <= LIMIT ? shown : [...shown, andMore(sorted.slice(LIMIT))];
  }

  #diagnosticOf({ code, pointer, message, hint, aws }: Finding): Diagnostic {
    const found = diagnostic(code, pointer, message, typeof hint === "function" ? hint() : hint);
    const awsCode = aws.code ?? found.awsCode;
    const at = "at" in aws ? aws.at : pointer;
    if (awsCode === undefined) return found;
    return { ...found, awsCode, ...(at !== undefined && { awsLocation: awsLocation(this.#definition, at) }) };
  }
}

/** As AWS resolves it: whatever is not exactly JSONPath counts as JSONata. */
function languageOf(definition: Json | undefined): QueryLanguageName {
  if (!isJsonObject(definition) || !Object.hasOwn(definition, "QueryLanguage")) return "JSONPath";
  return definition["QueryLanguage"] === "JSONPath" ? "JSONPath" : "JSONata";
}

/** AWS writes indexes in brackets and names as they are. */
function awsLocation(definition: Json | undefined, pointer: Pointer): string {
  let place: Json | undefined = definition;
  let location = "";
  for (const step of stepsOf(pointer)) {
    location += isJsonArray(place) ? `[${step}]` : `/${step}`;
    place = memberOf(place, step);
  }
  return location === "" ? "/" : location;
}

function memberOf(value: Json | undefined, step: string): Json | undefined {
  if (isJsonArray(value)) return value[Number(step)];
  return isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

const isErrorCode = ({ code }: Finding): boolean => severityOf(code) === "error";

function andMore(left: readonly Finding[]): Diagnostic {
  const rest = diagnostic("TOO_MANY_DIAGNOSTICS", ROOT, `… and ${left.length} more.`);
  return left.some(isErrorCode) ? rest : { ...rest, severity: "warning" };
}
