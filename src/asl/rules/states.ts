/** ASL "States": the fields of the eight types, and the graphs that states stand in. */

import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child } from "../../base/pointer.ts";
import type { Report } from "../diagnostics.ts";
import type { StateType } from "../model.ts";
import { choiceRules } from "./choices.ts";
import { catchers, retriers } from "./error-handling.ts";
import { path, pathOrIntrinsic, referencePath, staticResult, template, timestamp } from "./expressions.ts";
import type { FieldCheck, Shape } from "./field-check.ts";
import {
  checkShape,
  flag,
  kindOf,
  list,
  listOf,
  missingField,
  nullOr,
  object,
  oneOf,
  presentOf,
  quoted,
  shown,
  suggestion,
  text,
  wholeNumber,
  wrongType,
} from "./field-check.ts";
import { checkMap, isDistributed, processorConfig } from "./maps.ts";
import { unsupported, withoutUnsupportedFields } from "./supported.ts";
import { checkTask, credentials, resource } from "./tasks.ts";
import { checkNextOrEnd, checkNoTransition } from "./transitions.ts";

type StateCheck = (state: JsonObject, what: string, at: Pointer, report: Report) => void;

/** What a state of a type may have, and what its fields must be together. */
interface StateRules extends Shape {
  readonly what: string;
  readonly checks: readonly StateCheck[];
}

const common = { Type: text, Comment: text, QueryLanguage: oneOf("JSONPath", "JSONata") };
const paths = { InputPath: nullOr(path), OutputPath: nullOr(path) };
const result = { Parameters: template, ResultPath: nullOr(referencePath) };
const selectedResult = { ...result, ResultSelector: template };
const transition = { Next: text, End: flag };
const errors = { Retry: retriers, Catch: catchers };
/** Choice, Succeed and Fail: reported by {@link checkNoTransition}, not as unknown. */
const noTransition = { Next: () => undefined, End: () => undefined };

const WAITS = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"];

/** What a machine, a branch and an item processor have in common. */
export const graphFields: { readonly [field: string]: FieldCheck } = { StartAt: text, States: checkStates, Comment: text };
export const graphRequired: readonly string[] = ["StartAt", "States"];

const branch = object({ required: graphRequired, fields: graphFields }, "A branch");
const itemProcessor = object(
  { required: graphRequired, fields: { ...graphFields, ProcessorConfig: processorConfig } },
  "An item processor",
);

const RULES = {
  Pass: {
    what: "A Pass state",
    fields: { ...common, ...paths, ...result, ...transition, Result: staticResult },
    checks: [checkNextOrEnd],
  },
  Task: {
    what: "A Task state",
    required: ["Resource"],
    fields: {
      ...common,
      ...paths,
      ...selectedResult,
      ...transition,
      ...errors,
      Resource: resource,
      Credentials: credentials,
      TimeoutSeconds: wholeNumber(1),
      TimeoutSecondsPath: path,
      HeartbeatSeconds: wholeNumber(1),
      HeartbeatSecondsPath: path,
    },
    checks: [(state, _, at, report) => checkTask(state, at, report), checkNextOrEnd],
  },
  Choice: {
    what: "A Choice state",
    required: ["Choices"],
    fields: { ...common, ...paths, ...noTransition, Choices: choiceRules, Default: text },
    checks: [checkNoTransition],
  },
  Wait: {
    what: "A Wait state",
    fields: { ...common, ...paths, ...transition, Seconds: wholeNumber(0), SecondsPath: path, Timestamp: timestamp, TimestampPath: path },
    checks: [checkWait, checkNextOrEnd],
  },
  Succeed: { what: "A Succeed state", fields: { ...common, ...paths, ...noTransition }, checks: [checkNoTransition] },
  Fail: {
    what: "A Fail state",
    fields: { ...common, ...noTransition, Error: text, ErrorPath: pathOrIntrinsic, Cause: text, CausePath: pathOrIntrinsic },
    checks: [checkNoTransition, exclusive("Error", "ErrorPath"), exclusive("Cause", "CausePath")],
  },
  Parallel: {
    what: "A Parallel state",
    required: ["Branches"],
    fields: { ...common, ...paths, ...selectedResult, ...transition, ...errors, Branches: listOf(branch) },
    checks: [checkNextOrEnd],
  },
  Map: {
    what: "A Map state",
    fields: {
      ...common,
      ...paths,
      ...selectedResult,
      ...transition,
      ...errors,
      ItemProcessor: itemProcessor,
      Iterator: itemProcessor,
      ItemsPath: path,
      ItemSelector: template,
      MaxConcurrency: wholeNumber(0),
      MaxConcurrencyPath: path,
    },
    checks: [(state, _, at, report) => checkMap(state, at, report), checkNextOrEnd],
  },
} satisfies { readonly [T in StateType]: StateRules };

const TYPES = Object.keys(RULES) as readonly StateType[];

function checkStates(states: Json, at: Pointer, report: Report): void {
  if (!isJsonObject(states)) {
    wrongType(states, at, report, "an object");
    return;
  }
  const names = Object.keys(states);
  if (names.length === 0) report.add("INVALID_VALUE", at, '"States" must have at least one state.');
  for (const name of names) checkState(states[name] as Json, child(at, name), report);
}

function checkState(state: Json, at: Pointer, report: Report): void {
  if (!isJsonObject(state)) {
    report.add("WRONG_TYPE", at, `State ${quoted(at)} must be an object, but was ${kindOf(state)}.`);
    return;
  }
  const type = typeOf(state, at, report);
  if (type === undefined) return;
  if (state["QueryLanguage"] === "JSONata") unsupported("jsonata", child(at, "QueryLanguage"), report);
  else checkFields(state, RULES[type], at, report);
}

function checkFields(state: JsonObject, rules: StateRules, at: Pointer, report: Report): void {
  const known = withoutUnsupportedFields(state, at, report, isDistributed(state) ? "distributed" : undefined);
  checkShape(known, rules, rules.what, at, report);
  for (const check of rules.checks) check(known, rules.what, at, report);
}

/** Without its type nothing else can be said of a state, so that there is one finding and not ten. */
function typeOf(state: JsonObject, at: Pointer, report: Report): StateType | undefined {
  if (!Object.hasOwn(state, "Type")) {
    missingField("Type", state, `State ${quoted(at)}`, at, report);
    return undefined;
  }
  const type = state["Type"] as Json;
  const found = TYPES.find((known) => known === type);
  if (typeof type !== "string") wrongType(type, child(at, "Type"), report, "text");
  else if (found === undefined) {
    const hint = (): string => suggestion(type, TYPES)() ?? `The types are ${TYPES.join(", ")}.`;
    report.add("UNKNOWN_STATE_TYPE", child(at, "Type"), `${shown(type)} is no type of state.`, hint);
  }
  return found;
}

function exclusive(...names: readonly string[]): StateCheck {
  return (state, what, at, report) => {
    presentOf(state, names, what, at, report);
  };
}

/** ASL "Wait State": exactly one of the four. */
function checkWait(state: JsonObject, what: string, at: Pointer, report: Report): void {
  if (presentOf(state, WAITS, what, at, report).length > 0) return;
  const misspelt = WAITS.find((name) => Object.keys(state).some((key) => key.toLowerCase() === name.toLowerCase()));
  if (misspelt === undefined) report.add("MISSING_FIELD", at, `${what} must have one of ${list(WAITS)}.`);
  else missingField(misspelt, state, what, at, report);
}
