/** ASL "States": the fields of the eight types, and the graphs that states stand in. */

import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child } from "../../base/pointer.ts";
import type { Report } from "../diagnostics.ts";
import type { StateType } from "../model.ts";
import { choiceRules } from "./choices.ts";
import { catchers, retriers } from "./error-handling.ts";
import { numberPath, path, pathOrIntrinsic, referencePath, singlePath, staticResult, timestamp } from "./expressions.ts";
import type { FieldCheck, Fields, ObjectCheck, Shape } from "./field-check.ts";
import {
  atMostOneOf,
  bracketed,
  checkRequired,
  checkShape,
  emptyValue,
  exactlyOneOf,
  flag,
  kindOf,
  listOf,
  notAnObject,
  nullOr,
  object,
  oneOf,
  quoted,
  shown,
  suggestion,
  text,
  wholeNumber,
  wrongType,
} from "./field-check.ts";
import type { Language, PerLanguage } from "./language.ts";
import { perLanguage, shapeIn } from "./language.ts";
import { distributedFields, items, processorConfig, toleratedPaths } from "./maps.ts";
import { checkCredentials, checkHeartbeat, credentials, resource } from "./tasks.ts";
import { checkNextOrEnd, checkNoTransition } from "./transitions.ts";
import { assign } from "./variables.ts";

/** What a state of a type may have, and what its fields must be together. */
interface StateRules {
  readonly shape: Shape;
  readonly checks: readonly ObjectCheck[];
}

export const queryLanguage: FieldCheck = oneOf("JSONPath", "JSONata");

const common = { Type: text, Comment: text, QueryLanguage: queryLanguage };
const paths = { InputPath: nullOr(path), OutputPath: nullOr(path) };
const transition = { Next: text, End: flag };
/** Choice, Succeed and Fail: reported by {@link checkNoTransition}, not as unknown. */
const noTransition = { Next: () => undefined, End: () => undefined };

/** What a machine, a branch and an item processor have in common. */
export const graphFields: Fields = { StartAt: text, States: checkStates, Comment: text };
export const graphRequired: readonly string[] = ["States", "StartAt"];

const branch = object({ required: graphRequired, fields: graphFields });
const itemProcessor = object({ required: graphRequired, fields: { ...graphFields, ProcessorConfig: processorConfig } });

/** Fields that several types have, in a language. */
function sharedFields(language: Language) {
  const { template } = language;
  const result = { Parameters: template, ResultPath: nullOr(referencePath) };
  return {
    assigned: { Assign: assign(template) },
    output: { Output: template },
    result,
    selectedResult: { ...result, ResultSelector: template },
    errors: { Retry: retriers, Catch: catchers(language) },
  };
}

const numberChecks: readonly ObjectCheck[] = [
  atMostOneOf("MaxConcurrency", "MaxConcurrencyPath"),
  atMostOneOf("ToleratedFailureCount", "ToleratedFailureCountPath"),
  atMostOneOf("ToleratedFailurePercentage", "ToleratedFailurePercentagePath"),
];

const RULES: { readonly [T in StateType]: PerLanguage<StateRules> } = {
  Pass: perLanguage((language) => {
    const { assigned, output, result } = sharedFields(language);
    const fields = { ...common, ...transition, ...assigned };
    const shape = shapeIn(language, { fields, JSONPath: { ...paths, ...result, Result: staticResult }, JSONata: output });
    return { shape, checks: [checkNextOrEnd] };
  }),
  Task: perLanguage(taskRules),
  Choice: perLanguage((language) => {
    const { assigned, output } = sharedFields(language);
    const fields = { ...common, ...noTransition, ...assigned, Choices: choiceRules(language), Default: text };
    return { shape: shapeIn(language, { required: ["Choices"], fields, JSONPath: paths, JSONata: output }), checks: [checkNoTransition] };
  }),
  Wait: perLanguage((language) => {
    const { assigned, output } = sharedFields(language);
    const times = { Seconds: language.orExpression(wholeNumber(0)), Timestamp: language.orExpression(timestamp) };
    const timePaths = { SecondsPath: singlePath, TimestampPath: singlePath };
    const fields = { ...common, ...transition, ...assigned, ...times };
    const shape = shapeIn(language, { fields, JSONPath: { ...paths, ...timePaths }, JSONata: output });
    return { shape, checks: [exactlyOneOf("SecondsPath", "Seconds", "TimestampPath", "Timestamp"), checkNextOrEnd] };
  }),
  Succeed: perLanguage((language) => {
    const { output } = sharedFields(language);
    const shape = shapeIn(language, { fields: { ...common, ...noTransition }, JSONPath: paths, JSONata: output });
    return { shape, checks: [checkNoTransition] };
  }),
  Fail: perLanguage((language) => {
    const word = language.orExpression(text);
    const fields = { ...common, ...noTransition, Error: word, Cause: word };
    const shape = shapeIn(language, { fields, JSONPath: { ErrorPath: pathOrIntrinsic, CausePath: pathOrIntrinsic } });
    return { shape, checks: [checkNoTransition, atMostOneOf("Error", "ErrorPath"), atMostOneOf("Cause", "CausePath")] };
  }),
  Parallel: perLanguage((language) => {
    const { assigned, output, selectedResult, errors } = sharedFields(language);
    const shape = shapeIn(language, {
      required: ["Branches"],
      fields: { ...common, ...transition, ...assigned, ...errors, Branches: listOf(branch) },
      JSONPath: { ...paths, ...selectedResult },
      JSONata: { ...output, Arguments: language.template },
    });
    return { shape, checks: [checkNextOrEnd] };
  }),
  Map: perLanguage(mapRules),
};

function taskRules(language: Language): StateRules {
  const { assigned, output, selectedResult, errors } = sharedFields(language);
  const seconds = language.orExpression(wholeNumber(1));
  const own = { Resource: resource, Credentials: credentials(language.template), TimeoutSeconds: seconds, HeartbeatSeconds: seconds };
  const shape = shapeIn(language, {
    required: ["Resource"],
    fields: { ...common, ...transition, ...assigned, ...errors, ...own },
    JSONPath: { ...paths, ...selectedResult, TimeoutSecondsPath: singlePath, HeartbeatSecondsPath: singlePath },
    JSONata: { ...output, Arguments: language.template },
  });
  const timeouts = [atMostOneOf("TimeoutSeconds", "TimeoutSecondsPath"), atMostOneOf("HeartbeatSeconds", "HeartbeatSecondsPath")];
  return { shape, checks: [...timeouts, checkHeartbeat, checkCredentials, checkNextOrEnd] };
}

function mapRules(language: Language): StateRules {
  const { assigned, output, selectedResult, errors } = sharedFields(language);
  const { template, orExpression } = language;
  const iteration = {
    ItemProcessor: itemProcessor,
    Iterator: itemProcessor,
    ItemSelector: template,
    // Whatever is more than AWS runs at once is the same as no limit.
    MaxConcurrency: orExpression(wholeNumber(0, Number.POSITIVE_INFINITY)),
  };
  const shape = shapeIn(language, {
    fields: { ...common, ...transition, ...assigned, ...errors, ...iteration, ...distributedFields(language) },
    JSONPath: { ...paths, ...selectedResult, ItemsPath: path, MaxConcurrencyPath: numberPath, ...toleratedPaths },
    JSONata: { ...output, Items: items(template) },
  });
  return {
    shape,
    checks: [exactlyOneOf("ItemProcessor", "Iterator"), atMostOneOf("ItemSelector", "Parameters"), ...numberChecks, checkNextOrEnd],
  };
}

const TYPES: readonly StateType[] = ["Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map"];

function checkStates(states: Json, at: Pointer, report: Report): void {
  if (!isJsonObject(states)) return notAnObject(states, at, report);
  const names = Object.keys(states);
  if (names.length === 0) emptyValue(at, report);
  for (const name of names) checkState(states[name] as Json, child(at, name), report);
}

function checkState(state: Json, at: Pointer, report: Report): void {
  if (!isJsonObject(state)) {
    report.add("WRONG_TYPE", at, "Expected value of type Object", `State ${quoted(at)} must be an object, but was ${kindOf(state)}.`);
    return;
  }
  const type = typeOf(state, at, report);
  if (type === undefined) return;
  const { shape, checks } = RULES[type][languageOf(state, at, report)];
  checkShape(state, shape, at, report);
  for (const check of checks) check(state, at, report);
}

/** A state has the machine's language, whatever is around it; it can go from JSONPath to JSONata, not back. */
function languageOf(state: JsonObject, at: Pointer, report: Report): keyof PerLanguage<unknown> {
  if (!Object.hasOwn(state, "QueryLanguage")) return report.queryLanguage;
  if (state["QueryLanguage"] !== "JSONPath") return "JSONata";
  if (report.queryLanguage === "JSONPath") return "JSONPath";
  const message = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
  report.add("WRONG_QUERY_LANGUAGE", child(at, "QueryLanguage"), message, undefined, { at });
  return "downgraded";
}

/** Without its type nothing else can be said of a state, so that there is one finding and not ten. */
function typeOf(state: JsonObject, at: Pointer, report: Report): StateType | undefined {
  checkRequired(state, ["Type"], at, report);
  if (!Object.hasOwn(state, "Type")) return undefined;
  const type = state["Type"] as Json;
  const found = TYPES.find((known) => known === type);
  if (typeof type !== "string") wrongType(type, child(at, "Type"), report, "String", "text");
  else if (found === undefined) {
    const hint = (): string => suggestion(type, TYPES)() ?? `${shown(type)} is no type of state.`;
    report.add("UNKNOWN_STATE_TYPE", child(at, "Type"), `The field 'Type' should have one of these values: ${bracketed(TYPES)}`, hint);
  }
  return found;
}
