/** ASL "ResultWriter": what a distributed Map asks for to put its results somewhere, or into shape. */

import type { QueryLanguageName, ResultWriter } from "../../asl/model.ts";
import type { Json } from "../../base/json.ts";
import type { Step } from "../../kernel/effect.ts";
import { ready } from "../data-flow.ts";
import type { WriteRequest } from "../ports.ts";
import type { Scope } from "../scope.ts";
import { linkParameters } from "./item-reader.ts";

export type WriterSettings = Pick<WriteRequest, "resource" | "parameters" | "config">;

/** How the results of a Map without ResultWriter are told: children that failed stand among the outputs of the others. */
export const COMPACT: WriterSettings = { resource: undefined, parameters: {}, config: { Transformation: "COMPACT" } };

export function linkResultWriter(writer: ResultWriter, language: QueryLanguageName): (input: Json, scope: Scope) => Step<WriterSettings> {
  const parameters = linkParameters(writer, "ResultWriter", language);
  return function* settings(input, scope) {
    return { resource: writer.Resource, parameters: yield* ready(parameters(input, scope)), config: writer.WriterConfig ?? {} };
  };
}
