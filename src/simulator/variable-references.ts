import type { VariableReferences } from "../asl/index.ts";
import { InvalidDefinitionError, variableReferences as referencesIn } from "../asl/index.ts";
import { findDefinition } from "./read-definition.ts";
import type { StateMachineSource } from "./state-machine.ts";
import { isStateMachine } from "./state-machine.ts";

/**
 * The variables that each state reads, by the state's name, as DescribeStateMachine tells them in `variableReferences`. Throws
 * an InvalidDefinitionError for a definition that AWS would refuse.
 *
 * @example const references = await variableReferences("order.asl.json"); // { Ship: ["address", "orderId"] }
 */
export async function variableReferences(source: StateMachineSource): Promise<VariableReferences> {
  const { definition, diagnostics } = await findDefinition(isStateMachine(source) ? source.definition : source);
  if (definition === undefined) throw new InvalidDefinitionError(diagnostics);
  return referencesIn(definition);
}
