/** Intrinsic function calls, compiled (ASL "Intrinsic Functions"). */
import type { Json } from "../../base/json.ts";
import { QueryFailure } from "../failure.ts";
import { MISSING } from "../json-path/missing.ts";
import type { PathExpression } from "../json-path/path-expression.ts";
import type { Evaluator } from "../payload-template.ts";
import { IntrinsicArguments } from "./arguments.ts";
import { formatWith, intrinsicFunctions } from "./functions.ts";
import type { Argument, IntrinsicCall } from "./grammar.ts";
import { parseIntrinsic } from "./grammar.ts";

const CALL = /^\s*States\./;

/** Is this text meant as a call of an intrinsic function? */
export function isIntrinsicCall(text: string): boolean {
  return CALL.test(text);
}

/** Compiles a call with all calls in it; throws a `QuerySyntaxError` if it is none. */
export function compileIntrinsic(text: string, warn: (warning: string) => void = () => {}): Evaluator {
  return compileCall(parseIntrinsic(text), warn);
}

function compileCall(call: IntrinsicCall, warn: (warning: string) => void): Evaluator {
  const args = call.args.map((argument) => compileArgument(argument, call, warn));
  const evaluate = implementationOf(call);
  return (input, around) => {
    const values: Json[] = [];
    for (const argument of args) values.push(argument(input, around));
    return evaluate(new IntrinsicArguments(call, values, around));
  };
}

/** A template of States.Format that is written out is taken apart once. */
function implementationOf(call: IntrinsicCall): (args: IntrinsicArguments) => Json {
  const [template] = call.args;
  if (call.name !== "States.Format" || template === undefined) return intrinsicFunctions[call.name].evaluate;
  if (template.kind === "format") return (args) => formatWith(template.pieces, args);
  if (template.kind !== "literal" || typeof template.value !== "string") return intrinsicFunctions[call.name].evaluate;
  // Braces in it were escaped, and are no places for arguments.
  const pieces = [template.value];
  return (args) => formatWith(pieces, args);
}

function compileArgument(argument: Argument, call: IntrinsicCall, warn: (warning: string) => void): Evaluator {
  switch (argument.kind) {
    case "literal":
    case "format":
      return () => argument.value;
    case "call":
      return compileCall(argument, warn);
    case "path":
      argument.path.warnings.forEach(warn);
      return pathArgument(argument.path, call);
  }
}

function pathArgument(path: PathExpression, call: IntrinsicCall): Evaluator {
  return (input, around) => {
    const value = path.read(input, around);
    if (value !== MISSING) return value;
    const document = JSON.stringify(path.document(input, around));
    const reason = `The JsonPath argument for the field '${path.text}' could not be found in the input '${document}'`;
    throw new QueryFailure("States.Runtime", `The function '${call.text}' had the following error: ${reason}`);
  };
}
