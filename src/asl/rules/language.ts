/** ASL "QueryLanguage": what the checks of fields need to know of the language that their state is written in. */

import type { QueryLanguageName } from "../model.ts";
import { template } from "./expressions.ts";
import type { FieldCheck, Fields, Shape } from "./field-check.ts";
import { anyJson } from "./field-check.ts";
import { jsonataOr, jsonataTemplate } from "./jsonata.ts";

export interface Language {
  readonly name: QueryLanguageName;
  /** Any JSON with computed parts. */
  readonly template: FieldCheck;
  /** The same in a catcher, which has an error output to read. */
  readonly catcherTemplate: FieldCheck;
  /** A literal, or what may stand in its place. */
  readonly orExpression: (literal: FieldCheck) => FieldCheck;
  /** Fields of the other language are not refused: something greater is wrong. */
  readonly lenient?: true;
}

const JSONPATH: Language = { name: "JSONPath", template, catcherTemplate: template, orExpression: (literal) => literal };

const JSONATA: Language = {
  name: "JSONata",
  template: jsonataTemplate({ errorOutput: false }),
  catcherTemplate: jsonataTemplate({ errorOutput: true }),
  orExpression: (literal) => jsonataOr(literal, { errorOutput: false }),
};

/** Of a state that is refused as a whole for its language, the fields of neither language are. */
const DOWNGRADED: Language = { ...JSONPATH, lenient: true };

/** A thing for each language that a state can be in. */
export interface PerLanguage<T> {
  readonly JSONPath: T;
  readonly JSONata: T;
  readonly downgraded: T;
}

export function perLanguage<T>(make: (language: Language) => T): PerLanguage<T> {
  return { JSONPath: make(JSONPATH), JSONata: make(JSONATA), downgraded: make(DOWNGRADED) };
}

/** Fields of both languages, and of each one. */
interface LanguageFields {
  readonly required?: readonly string[];
  readonly fields: Fields;
  readonly JSONPath?: Fields;
  readonly JSONata?: Fields;
}

export function shapeIn(language: Language, { required = [], fields, JSONPath = {}, JSONata = {} }: LanguageFields): Shape {
  const [own, other] = language.name === "JSONPath" ? [JSONPath, JSONata] : [JSONata, JSONPath];
  const names = Object.keys(other);
  if (language.lenient) return { required, fields: { ...fields, ...Object.fromEntries(names.map((name) => [name, anyJson])), ...own } };
  return { required, fields: { ...fields, ...own }, foreign: { language: language.name === "JSONPath" ? "JSONata" : "JSONPath", names } };
}
