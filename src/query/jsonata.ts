// TEMPORARY placeholder, to be overwritten: keeps the interpreter compiling meanwhile.
import type { Json } from "../base/json.ts";
import type { Answer } from "./answer.ts";
import type { Surroundings } from "./surroundings.ts";

export interface States { readonly input: Json; readonly result?: Json; readonly errorOutput?: Json }
export type JsonataEvaluator = (states: States, around: Surroundings) => Answer;
export type Expected = "array" | "boolean" | "number" | "string" | "object";
export function isJsonata(text: string): boolean { return text.startsWith("{%") && text.endsWith("%}"); }
export function compileJsonata(_field: string, _text: string, _expected?: Expected): JsonataEvaluator { throw new Error("not yet"); }
export function compileJsonataTemplate(_field: string, _template: Json): JsonataEvaluator { throw new Error("not yet"); }
