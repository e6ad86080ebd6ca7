/** What it takes to validate a definition; loaded when it is first asked for. */
import { InvalidDefinitionError, isError } from "../src/asl/index.ts";
import { plural } from "../src/base/text.ts";
import { validateStateMachine } from "../src/simulator/validate.ts";

/** What became of checking a definition, in words. */
export interface Verified {
  readonly valid: boolean;
  /** `a valid definition, with 1 warning`; `2 errors`. */
  readonly found: string;
  /** All errors, each with its place. */
  readonly errors: string;
}

/** Checks a definition as AWS does when a state machine is created. */
export async function verified(source: string | object): Promise<Verified> {
  const { valid, diagnostics } = await validateStateMachine(source);
  const errors = diagnostics.filter(isError).length;
  const warnings = diagnostics.length - errors;
  return {
    valid,
    found: valid ? `a valid one${warnings === 0 ? "" : `, with ${plural(warnings, "warning")}`}` : plural(errors, "error"),
    errors: valid ? "" : new InvalidDefinitionError(diagnostics, fileOf(source)).message,
  };
}

/** The path as it was given; JSON text begins with a brace. */
function fileOf(source: string | object): string | undefined {
  return typeof source === "string" && !/^\s*\{/.test(source) ? source : undefined;
}
