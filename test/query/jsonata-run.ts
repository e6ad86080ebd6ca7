import { frozenJson } from "../../src/base/frozen-json.ts";
import type { Json } from "../../src/base/json.ts";
import type { Expected, Surroundings } from "../../src/query/index.ts";
import { compileJsonata, QueryFailure } from "../../src/query/index.ts";
import { surroundings } from "./surroundings.ts";

/** What an expression gives for an input. */
export async function evaluated(
  source: string,
  input: Json = {},
  around: Surroundings = surroundings(),
  expected?: Expected,
): Promise<Json> {
  return compileJsonata("Output", `{% ${source} %}`, expected)({ input: frozenJson(input) }, around);
}

/** What is said after "The JSONata expression '…' specified for the field 'Output' ". */
export async function complaint(
  source: string,
  input: Json = {},
  around: Surroundings = surroundings(),
  expected?: Expected,
): Promise<string> {
  const thrown = await failureOf(() => evaluated(source, input, around, expected));
  const start = `The JSONata expression '${source}' specified for the field 'Output' `;
  return thrown.text.startsWith(start) ? thrown.text.slice(start.length) : thrown.text;
}

/** The failure of an evaluation that must fail. */
export async function failureOf(evaluate: () => unknown): Promise<QueryFailure> {
  try {
    await evaluate();
  } catch (thrown) {
    if (thrown instanceof QueryFailure) return thrown;
    throw thrown;
  }
  throw new Error("The evaluation was to fail.");
}
