import type { Diagnostic, MachineType } from "../asl/index.ts";
import { findDefinition } from "./read-definition.ts";
import type { StateMachineSource } from "./state-machine.ts";
import { isStateMachine } from "./state-machine.ts";

/** What is wrong in a definition, or looks wrong. */
export interface Validation {
  /** Would AWS accept it? Warnings do not count. */
  readonly valid: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a definition itself does not tell. */
export interface ValidateOptions {
  /** STANDARD where nothing is said; an Express machine may do less. */
  readonly type?: MachineType;
}

/**
 * Checks a definition as AWS does when a state machine is created. It resolves for an invalid definition too; a file that does
 * not exist is a UsageError.
 *
 * @example const { valid, diagnostics } = await validateStateMachine("order.asl.json");
 */
export async function validateStateMachine(source: StateMachineSource, options: ValidateOptions = {}): Promise<Validation> {
  const found = await findDefinition(isStateMachine(source) ? source.definition : source, options);
  return { valid: found.definition !== undefined, diagnostics: found.diagnostics };
}
