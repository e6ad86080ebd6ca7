/** Definitions as CreateStateMachine, UpdateStateMachine and ValidateStateMachineDefinition take them: JSON text. */

import type { Definition, Diagnostic } from "../../asl/index.ts";
import {
  checkDefinition,
  checkSupported,
  createStateMachineMessage,
  InvalidDefinitionError,
  isError,
  readSource,
} from "../../asl/index.ts";
import { ApiException } from "../../aws/stand-ins/stand-in.ts";
import type { Json } from "../../base/json.ts";
import type { ExecutionType } from "../execution.ts";
import { once } from "../once.ts";
import { fillPlaceholders } from "../placeholders.ts";
import { StateMachine } from "../state-machine.ts";

/** What is wrong with a definition, or looks wrong. */
export function diagnosticsOf(text: string, type: ExecutionType): readonly Diagnostic[] {
  return checked(text, type).diagnostics;
}

/** A definition that AWS accepts. */
export interface AcceptedDefinition {
  readonly definition: Definition;
  /** The machine, made when it is first run. Throws an InvalidDefinitionError for what cannot run here. */
  readonly machine: () => StateMachine;
}

/** Throws AWS's InvalidDefinition. */
export function acceptedDefinition(text: string, type: ExecutionType, name: string): AcceptedDefinition {
  const { definition, diagnostics } = checked(text, type);
  const refusal = createStateMachineMessage(diagnostics);
  if (refusal !== undefined) throw new ApiException("InvalidDefinition", refusal);
  if (definition === undefined) throw new InvalidDefinitionError(diagnostics);
  return { definition, machine: once(() => runnable(definition, name)) };
}

function checked(
  text: string,
  type: ExecutionType,
): { readonly definition?: Definition | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const source = { text, format: "json" } as const;
  const { value, diagnostics } = readSource(source);
  return diagnostics.some(isError) ? { diagnostics } : checkDefinition(value, source, { type });
}

function runnable(definition: Definition, name: string): StateMachine {
  const missing = checkSupported(definition);
  if (missing.length > 0) throw new InvalidDefinitionError(missing);
  return new StateMachine(fillPlaceholders(definition as unknown as Json) as unknown as Definition, name);
}
