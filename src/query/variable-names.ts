/** The variables that an expression reads, by name. */
import type { Argument } from "./intrinsic/grammar.ts";
import { parseIntrinsic } from "./intrinsic/grammar.ts";
import { isIntrinsicCall } from "./intrinsic/intrinsic.ts";
import { compilePath } from "./json-path/path-expression.ts";

/** Those of a path or an intrinsic call; throws a `QuerySyntaxError` for any other text. */
export function variablesInPath(text: string): readonly string[] {
  if (isIntrinsicCall(text)) return variablesInArguments([parseIntrinsic(text)]);
  const { variableName } = compilePath(text);
  return variableName === undefined ? [] : [variableName];
}

function variablesInArguments(args: readonly Argument[]): readonly string[] {
  return args.flatMap((argument) => {
    if (argument.kind === "call") return variablesInArguments(argument.args);
    return argument.kind === "path" && argument.path.variableName !== undefined ? [argument.path.variableName] : [];
  });
}
