export type Severity = "error" | "warning";

/**
 * The codes of CreateStateMachine's refusals and of ValidateStateMachineDefinition's diagnostics, as AWS's API reference and its
 * answers have them.
 */
export type AwsCode =
  | "DUPLICATE_LABEL_NAME"
  | "DUPLICATE_STATE_NAME"
  | "INVALID_JSONATA_EXPRESSION"
  | "INVALID_JSON_DESCRIPTION"
  | "INVALID_LABEL_NAME"
  | "INVALID_STATE_NAME"
  | "INVALID_VARIABLE_NAME"
  | "MISSING_DESCRIPTION"
  | "MISSING_END_STATE"
  | "MISSING_TRANSITION_TARGET"
  | "NO_DOLLAR"
  | "PASS_RESULT_IS_STATIC"
  | "RESERVED_VARIABLE_NAME"
  | "SCHEMA_VALIDATION_FAILED"
  | "TOO_DEEPLY_NESTED"
  | "UNSUPPORTED_JSONATA_EXPRESSION";

/**
 * Every diagnostic there is, whether a definition that has it can run, and AWS's code for it where AWS would say it too;
 * each code has a page in `docs/diagnostics`.
 */
export const CODES = {
  EMPTY_SOURCE: { severity: "error", aws: "MISSING_DESCRIPTION" },
  INVALID_JSON: { severity: "error", aws: "INVALID_JSON_DESCRIPTION" },
  INVALID_YAML: { severity: "error", aws: "INVALID_JSON_DESCRIPTION" },
  DUPLICATE_KEY: { severity: "error", aws: "INVALID_JSON_DESCRIPTION" },
  EXCESSIVE_ALIASES: { severity: "error", aws: "INVALID_JSON_DESCRIPTION" },
  TOO_LARGE: { severity: "error", aws: "SCHEMA_VALIDATION_FAILED" },
  TOO_DEEPLY_NESTED: { severity: "error", aws: "TOO_DEEPLY_NESTED" },
  NOT_JSON: { severity: "error", aws: "INVALID_JSON_DESCRIPTION" },
  MISSING_FIELD: { severity: "error", aws: "SCHEMA_VALIDATION_FAILED" },
  UNKNOWN_FIELD: { severity: "error", aws: "SCHEMA_VALIDATION_FAILED" },
  WRONG_TYPE: { severity: "error", aws: "SCHEMA_VALIDATION_FAILED" },
  INVALID_VALUE: { severity: "error", aws: "SCHEMA_VALIDATION_FAILED" },
  CONFLICTING_FIELDS: { severity: "error", aws: "SCHEMA_VALIDATION_FAILED" },
  WRONG_QUERY_LANGUAGE: { severity: "error", aws: "SCHEMA_VALIDATION_FAILED" },
  UNKNOWN_STATE_TYPE: { severity: "error", aws: "SCHEMA_VALIDATION_FAILED" },
  INVALID_STATE_NAME: { severity: "error", aws: "INVALID_STATE_NAME" },
  DUPLICATE_STATE_NAME: { severity: "error", aws: "DUPLICATE_STATE_NAME" },
  INVALID_LABEL: { severity: "error", aws: "INVALID_LABEL_NAME" },
  DUPLICATE_LABEL: { severity: "error", aws: "DUPLICATE_LABEL_NAME" },
  MISSING_TRANSITION: { severity: "error", aws: "SCHEMA_VALIDATION_FAILED" },
  UNEXPECTED_TRANSITION: { severity: "error", aws: "SCHEMA_VALIDATION_FAILED" },
  NEXT_NOT_FOUND: { severity: "error", aws: "MISSING_TRANSITION_TARGET" },
  START_NOT_FOUND: { severity: "error", aws: "MISSING_TRANSITION_TARGET" },
  UNREACHABLE_STATE: { severity: "error", aws: "MISSING_TRANSITION_TARGET" },
  MISSING_END_STATE: { severity: "error", aws: "MISSING_END_STATE" },
  INVALID_CHOICE_RULE: { severity: "error", aws: "SCHEMA_VALIDATION_FAILED" },
  INVALID_TIMESTAMP: { severity: "error", aws: "SCHEMA_VALIDATION_FAILED" },
  INVALID_PATH: { severity: "error", aws: "SCHEMA_VALIDATION_FAILED" },
  INVALID_TEMPLATE: { severity: "error", aws: "SCHEMA_VALIDATION_FAILED" },
  INVALID_JSONATA: { severity: "error", aws: "INVALID_JSONATA_EXPRESSION" },
  UNSUPPORTED_JSONATA: { severity: "error", aws: "UNSUPPORTED_JSONATA_EXPRESSION" },
  INVALID_VARIABLE_NAME: { severity: "error", aws: "INVALID_VARIABLE_NAME" },
  OUTER_VARIABLE: { severity: "error", aws: "SCHEMA_VALIDATION_FAILED" },
  INVALID_RESOURCE: { severity: "error", aws: "SCHEMA_VALIDATION_FAILED" },
  EXPRESS_RESTRICTION: { severity: "error", aws: "SCHEMA_VALIDATION_FAILED" },
  INVALID_ERROR_EQUALS: { severity: "error", aws: "SCHEMA_VALIDATION_FAILED" },
  UNSUPPORTED_FEATURE: { severity: "error" },
  TOO_MANY_DIAGNOSTICS: { severity: "error" },
  NO_TERMINAL_STATE: { severity: "warning" },
  NO_DOLLAR: { severity: "warning", aws: "NO_DOLLAR" },
  PASS_RESULT_IS_STATIC: { severity: "warning", aws: "PASS_RESULT_IS_STATIC" },
  UNDOCUMENTED_PATH: { severity: "warning" },
} as const;

/** Stable name of a kind of diagnostic. */
export type DiagnosticCode = keyof typeof CODES;

export const severityOf = (code: DiagnosticCode): Severity => CODES[code].severity;

export function awsCodeOf(code: DiagnosticCode): AwsCode | undefined {
  const row: { readonly severity: Severity; readonly aws?: AwsCode } = CODES[code];
  return row.aws;
}
