/** What the fields of a state make of its data, in both query languages. */
import type { Assignments, ChoiceState, MapState } from "../../asl/model.ts";
import type { Json } from "../../base/json.ts";
import type { Condition } from "./condition.ts";
import type { View } from "./json-path-terms.ts";
import { termOfTemplate } from "./json-path-terms.ts";
import type { JsonataView } from "./jsonata-terms.ts";
import type { Kind } from "./kinds.ts";
import type { Exit } from "./route.ts";
import type { Term } from "./term.ts";
import { constant, objectOf } from "./term.ts";

/** Where a line of states stands. */
export interface Stand {
  readonly data: Term;
  readonly context: Term;
  readonly variables: Map<string, Term>;
}

export interface JsonPathFields {
  readonly InputPath?: string | null;
  readonly Parameters?: Json;
  readonly ResultSelector?: Json;
  readonly ResultPath?: string | null;
  readonly OutputPath?: string | null;
  readonly Assign?: Assignments;
}

export interface JsonataFields {
  readonly Arguments?: Json;
  readonly Output?: Json;
  readonly Assign?: Assignments;
}

/** Fields that hold a path, and what it must find. */
export const NEEDED: readonly (readonly [field: string, kind: Kind])[] = [
  ["SecondsPath", "seconds"],
  ["TimestampPath", "timestamp"],
  ["TimeoutSecondsPath", "seconds"],
  ["HeartbeatSecondsPath", "seconds"],
  ["MaxConcurrencyPath", "seconds"],
  ["ToleratedFailureCountPath", "seconds"],
  ["ToleratedFailurePercentagePath", "seconds"],
  ["ErrorPath", "text"],
  ["CausePath", "text"],
];

/** Fields that may hold JSONata, and what is likely to be asked of the data in it. */
export const READ: readonly (readonly [field: string, kind: Kind])[] = [
  ["Arguments", "anything"],
  ["ItemSelector", "anything"],
  ["Items", "list"],
  ["Seconds", "seconds"],
  ["Timestamp", "timestamp"],
  ["TimeoutSeconds", "seconds"],
  ["HeartbeatSeconds", "seconds"],
  ["MaxConcurrency", "seconds"],
  ["ToleratedFailureCount", "seconds"],
  ["ToleratedFailurePercentage", "seconds"],
  ["ItemReader", "anything"],
  ["ItemBatcher", "anything"],
  ["ResultWriter", "anything"],
  ["Error", "text"],
  ["Cause", "text"],
];

export function jsonataView(
  { context, variables }: Pick<Stand, "context" | "variables">,
  members: readonly (readonly [string, Term])[],
): JsonataView {
  return { states: objectOf([...members, ["context", context]]), variables };
}

export function selectedItem({ ItemSelector, Parameters }: MapState & { readonly Parameters?: Json }, item: Term, view: View): Term {
  const template = ItemSelector ?? Parameters;
  return template === undefined ? item : termOfTemplate(template, view);
}

/** The rules before do not hold, and this one does. */
export function ruleConditions(
  { Choices }: ChoiceState,
  { rule }: Pick<Exit, "rule">,
  conditionOf: (rule: ChoiceState["Choices"][number]) => Condition,
): readonly Condition[] {
  const before = typeof rule === "number" ? rule : Choices.length;
  const refused = Choices.slice(0, before).map((other): Condition => ({ kind: "not", part: conditionOf(other) }));
  const taken = typeof rule === "number" ? Choices[rule] : undefined;
  return taken === undefined ? refused : [...refused, conditionOf(taken)];
}

/** The context object of an iteration. */
export function iterationContext(context: Term, item: Term, index: number): Term {
  const current = objectOf([
    ["Value", item],
    ["Index", constant(index)],
  ]);
  return objectOf([["Map", objectOf([["Item", current]])]], context);
}
