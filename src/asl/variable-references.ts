import type { Json } from "../base/json.ts";
import { isJsonArray, isJsonObject } from "../base/json.ts";
import { isJsonata, referencedVariables, variablesInPath } from "../query/index.ts";
import type { Definition, QueryLanguageName } from "./model.ts";
import { statesOf } from "./walk.ts";

/** Names of variables by the state that reads them; a state that reads none is not there. */
export interface VariableReferences {
  readonly [state: string]: readonly string[];
}

/** The variables that each state of a valid definition reads, sorted, as DescribeStateMachine tells them. */
export function variableReferences(definition: Definition): VariableReferences {
  const references: { [state: string]: readonly string[] } = {};
  for (const { name, state } of statesOf(definition)) {
    const language = state.QueryLanguage ?? definition.QueryLanguage ?? "JSONPath";
    const fields = Object.entries(state as unknown as { readonly [field: string]: Json }).filter(([field]) => !GRAPHS.has(field));
    const names = new Set(fields.flatMap(([field, value]) => [...namesIn(value, language, field)]));
    if (names.size > 0) references[name] = [...names].sort();
  }
  return references;
}

/** The states inside have entries of their own. */
const GRAPHS: ReadonlySet<string> = new Set(["Branches", "ItemProcessor", "Iterator"]);

function* namesIn(value: Json, language: QueryLanguageName, key: string): Iterable<string> {
  if (typeof value === "string") yield* namesInText(value, language, key);
  else if (isJsonArray(value)) for (const item of value) yield* namesIn(item, language, "");
  else if (isJsonObject(value)) for (const [member, inner] of Object.entries(value)) yield* namesIn(inner, language, member);
}

function namesInText(text: string, language: QueryLanguageName, key: string): readonly string[] {
  if (language === "JSONata") return isJsonata(text) ? referencedVariables(text) : [];
  return isExpression(text, key) ? variablesInPath(text) : [];
}

/** Only what is evaluated counts: `Variable`, a `…Path` other than where a result goes, and what a key with `.$` holds. */
function isExpression(text: string, key: string): boolean {
  const evaluated = key.endsWith(".$") || key === "Variable" || (key.endsWith("Path") && key !== "ResultPath");
  return evaluated && /^\s*(?:\$|States\.)/.test(text);
}
