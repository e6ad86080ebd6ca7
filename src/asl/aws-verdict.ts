/** AWS's own answers to a definition: CreateStateMachine's refusal and ValidateStateMachineDefinition's result. */

import type { AwsCode } from "./diagnostic-codes.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { isError } from "./diagnostics.ts";

/** What CreateStateMachine says of a definition that it refuses; `undefined` where it would accept it. */
export function createStateMachineMessage(diagnostics: readonly Diagnostic[]): string | undefined {
  const refusals = diagnostics.filter((found) => isError(found) && found.awsCode !== undefined);
  if (refusals.length === 0) return undefined;
  // A place that AWS does not know it writes as null.
  const parts = refusals.map(({ awsCode, message, awsLocation = "null" }) => `${awsCode}: ${message} at ${awsLocation}`);
  return `Invalid State Machine Definition: '${parts.join(", ")}'`;
}

/** A diagnostic as ValidateStateMachineDefinition tells it. */
export interface AwsDiagnostic {
  readonly severity: "ERROR" | "WARNING";
  readonly code: AwsCode;
  readonly message: string;
  readonly location?: string;
}

export interface ValidationResult {
  readonly result: "OK" | "FAIL";
  readonly diagnostics: readonly AwsDiagnostic[];
  readonly truncated: boolean;
}

interface ValidationRequest {
  /** The least that is told. */
  readonly severity?: "ERROR" | "WARNING";
  readonly maxResults?: number;
}

const MAX_RESULTS = 100;

/** The answer of ValidateStateMachineDefinition. */
export function validationResult(
  diagnostics: readonly Diagnostic[],
  { severity = "ERROR", maxResults = MAX_RESULTS }: ValidationRequest = {},
): ValidationResult {
  const told = diagnostics.flatMap(awsDiagnosticOf).filter((found) => severity === "WARNING" || found.severity === "ERROR");
  // 0 asks for as many as usual.
  const most = maxResults === 0 ? MAX_RESULTS : maxResults;
  return {
    result: told.some((found) => found.severity === "ERROR") ? "FAIL" : "OK",
    diagnostics: told.slice(0, most),
    truncated: told.length > most,
  };
}

function awsDiagnosticOf({ awsCode, awsLocation, severity, message }: Diagnostic): readonly AwsDiagnostic[] {
  if (awsCode === undefined) return [];
  return [
    {
      severity: severity === "error" ? "ERROR" : "WARNING",
      code: awsCode,
      message,
      ...(awsLocation !== undefined && { location: awsLocation }),
    },
  ];
}
