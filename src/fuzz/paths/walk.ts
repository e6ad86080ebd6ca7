/** Goes a route with terms instead of data: what must hold of the input and of what mocks answer for the machine to take it. */
import type { Assignments, ChoiceState, Definition, MapState, State, TaskState } from "../../asl/model.ts";
import { parseResource } from "../../aws/resource.ts";
import type { Json } from "../../base/json.ts";
import { isJsonArray } from "../../base/json.ts";
import type { AskedAnswer } from "./asked-answer.ts";
import { askedFailure } from "./asked-answer.ts";
import type { Condition } from "./condition.ts";
import { isDistributed } from "./exits.ts";
import type { View } from "./json-path-terms.ts";
import { conditionOfTest, neededAt, stepsOf, termOfField, termOfTemplate } from "./json-path-terms.ts";
import type { JsonataView } from "./jsonata-terms.ts";
import { conditionOfText, readIn, termOfValue } from "./jsonata-terms.ts";
import type { Kind } from "./kinds.ts";
import { needs, needsItems } from "./kinds.ts";
import { batchesOf, batchSize, needCalls } from "./map-fields.ts";
import { ObjectsAsked } from "./objects-asked.ts";
import type { Attempt, Exit, Line, Route, RouteStep } from "./route.ts";
import type { JsonataFields, JsonPathFields, Stand } from "./state-fields.ts";
import { iterationContext, jsonataView, NEEDED, READ, ruleConditions, selectedItem } from "./state-fields.ts";
import type { Term } from "./term.ts";
import { constant, insertAt, memberOf, objectOf, place, unknown } from "./term.ts";

export const INPUT = "input";

/** What a route asks of its surroundings. */
export class Walk {
  /** Must hold. */
  readonly conditions: Condition[] = [];
  /** Should hold, as expressions speak of it. */
  readonly wishes: Condition[] = [];
  /** By state, in the order of calls. */
  readonly answers: Map<string, AskedAnswer[]> = new Map();
  /** What its distributed Maps ask of Amazon S3. */
  readonly objects: ObjectsAsked = new ObjectsAsked();
  /** Why the route cannot be driven, whatever the data. */
  readonly obstacles: string[] = [];
  /** States gone through, each iteration for itself. */
  length = 0;
  readonly #definition: Definition;
  /** Does anything read the cause of a failure? */
  readonly #readsCause: boolean;

  constructor(definition: Definition, route: Route, input: Term = place(INPUT)) {
    this.#definition = definition;
    this.#readsCause = readsCause(definition);
    this.#execution(route, input);
  }

  #execution(route: Route, input: Term): Term {
    const context = objectOf([["Execution", objectOf([["Input", input]], UNKNOWN_CONTEXT)]], UNKNOWN_CONTEXT);
    return this.#line(route, { data: input, context, variables: new Map() });
  }

  #line(route: Route, { data, context, variables }: Stand): Term {
    let passed = data;
    for (const step of route.steps) passed = this.#step(step, { data: passed, context, variables });
    return passed;
  }

  #step({ name, state, exit }: RouteStep, stand: Stand): Term {
    if (++this.length > MOST_STATES) return this.#giveUp(name);
    if (exit.obstacle !== undefined) this.obstacles.push(`${name}: ${exit.obstacle}`);
    const isJsonata = (state.QueryLanguage ?? this.#definition.QueryLanguage) === "JSONata";
    return isJsonata ? this.#jsonataStep(name, state, exit, stand) : this.#jsonPathStep(name, state, exit, stand);
  }

  #giveUp(name: string): Term {
    const why = `${name}: the Maps around it have too many iterations to go through`;
    if (this.length === MOST_STATES + 1) this.obstacles.push(why);
    return unknown(why);
  }

  // JSONPath

  #jsonPathStep(name: string, state: State, exit: Exit, stand: Stand): Term {
    const fields = state as JsonPathFields;
    const raw = stand.data;
    const input = this.#selected(fields.InputPath, stand);
    const view = this.#view(input, stand);
    if (state.Type === "Choice")
      for (const condition of ruleConditions(state, exit, (rule) => conditionOfTest(rule, view))) this.conditions.push(condition);
    const sent = fields.Parameters === undefined || state.Type === "Map" ? input : termOfTemplate(fields.Parameters, view);
    this.#needFields(state, this.#view(raw, stand));
    const items = state.Type === "Map" && state.ItemReader === undefined ? neededAt(state.ItemsPath ?? "$", view, "list") : undefined;
    if (state.Type === "Map") needCalls(state, view);
    const result = this.#result(name, state, exit, { ...stand, data: sent }, items, (item, context) =>
      selectedItem(state as MapState, item, this.#view(input, { ...stand, context })),
    );
    if (exit.catcher !== undefined) return this.#caught(state, exit, stand, name);
    const rule = typeof exit.rule === "number" ? (state as ChoiceState).Choices[exit.rule] : undefined;
    const selected = fields.ResultSelector === undefined ? result : termOfTemplate(fields.ResultSelector, this.#view(result, stand));
    this.#assign(
      rule?.Assign ?? (rule === undefined ? fields.Assign : undefined),
      (value) => termOfTemplate(value, this.#view(selected, stand)),
      stand,
    );
    return this.#selected(fields.OutputPath, { ...stand, data: this.#placed(raw, fields.ResultPath, selected) });
  }

  #view(data: Term, { context, variables }: Pick<Stand, "context" | "variables">): View {
    return { data, context, variables, need: (condition) => this.conditions.push(condition) };
  }

  #selected(path: string | null | undefined, stand: Stand): Term {
    if (path === null) return constant({});
    return path === undefined || path === "$" ? stand.data : neededAt(path, this.#view(stand.data, stand));
  }

  #placed(raw: Term, path: string | null | undefined, result: Term): Term {
    if (path === null) return raw;
    const steps = path === undefined ? [] : (stepsOf(path) ?? []);
    if (steps.length > 0 && raw.kind === "place") this.conditions.push(needs(raw, "object"));
    return insertAt(raw, steps, result);
  }

  #needFields(state: State, view: View): void {
    for (const [field, kind] of NEEDED) {
      const path = (state as unknown as { readonly [field: string]: unknown })[field];
      if (typeof path === "string" && path.startsWith("$")) neededAt(path, view, kind);
      else if (typeof path === "string" && field.endsWith("Path")) termOfField(path, view, kind);
    }
  }

  // JSONata

  #jsonataStep(name: string, state: State, exit: Exit, stand: Stand): Term {
    const fields = state as JsonataFields;
    const view = jsonataView(stand, [["input", stand.data]]);
    if (state.Type === "Choice")
      for (const condition of ruleConditions(state, exit, (rule) => conditionOfText(rule.Condition, view))) this.conditions.push(condition);
    for (const [field, kind] of READ) this.#wish((state as unknown as { readonly [field: string]: Json | undefined })[field], kind, view);
    const items =
      state.Type === "Map" && state.ItemReader === undefined
        ? state.Items === undefined
          ? stand.data
          : termOfValue(state.Items, view)
        : undefined;
    const sent = fields.Arguments === undefined ? stand.data : termOfValue(fields.Arguments, view);
    const result = this.#result(name, state, exit, { ...stand, data: sent }, items, (item, context) => {
      const selector = (state as MapState).ItemSelector;
      return selector === undefined ? item : termOfValue(selector, jsonataView({ ...stand, context }, [["input", stand.data]]));
    });
    if (exit.catcher !== undefined) return this.#caught(state, exit, stand, name);
    const rule = typeof exit.rule === "number" ? (state as ChoiceState).Choices[exit.rule] : undefined;
    const { Output, Assign } = rule ?? fields;
    const after = jsonataView(
      stand,
      exit.attempts.length > 0
        ? [
            ["input", stand.data],
            ["result", result],
          ]
        : [["input", stand.data]],
    );
    this.#wish(Output, "anything", after);
    this.#assign(Assign, (value) => termOfValue(value, after), stand);
    return Output === undefined ? result : termOfValue(Output, after);
  }

  #wish(value: Json | undefined, kind: Kind, view: JsonataView): void {
    if (value !== undefined) for (const term of readIn(value, view)) this.wishes.push(needs(term, kind));
  }

  // Both

  #assign(assignments: Assignments | undefined, termOf: (value: Json) => Term, { variables }: Stand): void {
    if (assignments === undefined) return;
    const assigned = termOf(assignments);
    if (assigned.kind === "object") for (const [name, term] of assigned.members) variables.set(name, term);
    else if (assigned.kind === "constant")
      for (const [name, value] of Object.entries(assigned.value ?? {})) variables.set(name, constant(value as Json));
  }

  #caught(state: State, { catcher = 0, failure, attempts }: Exit, stand: Stand, name: string): Term {
    const handler = (state as TaskState).Catch?.[catcher];
    const last = this.answers.get(name)?.at(-1);
    const cause =
      state.Type === "Task" && attempts[0]?.kind === "fails" && last?.kind === "fails"
        ? constant(last.cause ?? null)
        : unknown("The cause of a failure");
    const error = objectOf([
      ["Error", failure?.error === undefined ? unknown("The error") : constant(failure.error)],
      ["Cause", cause],
    ]);
    const isJsonata = (state.QueryLanguage ?? this.#definition.QueryLanguage) === "JSONata";
    const view = jsonataView(stand, [
      ["input", stand.data],
      ["errorOutput", error],
    ]);
    this.#assign(
      handler?.Assign,
      (value) => (isJsonata ? termOfValue(value, view) : termOfTemplate(value, this.#view(error, stand))),
      stand,
    );
    if (!isJsonata) return this.#placed(stand.data, handler?.ResultPath, error);
    return handler?.Output === undefined ? error : termOfValue(handler.Output, view);
  }

  #result(name: string, state: State, exit: Exit, stand: Stand, items: Term | undefined, select: Select): Term {
    if (state.Type === "Pass" && state.Result !== undefined) return constant(state.Result);
    let result = stand.data;
    for (const attempt of exit.attempts) {
      if (attempt.kind !== "runs") result = this.#call(name, state as TaskState, attempt);
      else if (state.Type !== "Map") result = this.#lines(attempt.lines, stand);
      else if (isDistributed(state)) result = this.#mapRun(name, state, attempt, items, select, stand);
      else result = this.#iterations(attempt.lines, stand, items ?? stand.data, select);
    }
    return result;
  }

  #call(name: string, { Resource }: TaskState, attempt: Exclude<Attempt, { kind: "runs" }>): Term {
    const asked = this.answers.get(name) ?? [];
    this.answers.set(name, asked);
    const resource = parseResource(Resource);
    const document = `answer ${asked.length + 1} of ${name}`;
    if (attempt.kind === "answers") asked.push({ kind: "answers", document, resource: Resource });
    else if (attempt.kind === "hangs") asked.push(attempt);
    else asked.push(askedFailure(resource, attempt.error, this.#readsCause));
    const answer = place(document);
    const isObject = resource.kind === "service" && resource.pattern !== "waitForTaskToken";
    if (isObject && attempt.kind === "answers") this.wishes.push(needs(answer, "object"));
    return answer;
  }

  #lines(lines: readonly Line[], stand: Stand): Term {
    return { kind: "array", items: lines.map(({ route }) => this.#line(route, { ...stand, variables: new Map(stand.variables) })) };
  }

  /** Each child is an execution of its own, with nothing of what is around but its input. */
  #mapRun(name: string, state: MapState, { lines, fault }: Runs, given: Term | undefined, select: Select, stand: Stand): Term {
    const { ItemReader, ItemBatcher, ResultWriter } = state;
    if (fault?.field === "ItemReader" && ItemReader !== undefined) {
      this.objects.readFails(ItemReader, fault.error);
      return unknown(`${name} fails`);
    }
    const items = ItemReader === undefined ? (given ?? stand.data) : this.objects.read(name, ItemReader);
    const size = ItemBatcher === undefined ? 1 : batchSize(ItemBatcher);
    const count = this.#countOf(items, lines.length === 0 ? 0 : (lines.length - 1) * size + 1, lines.length === 1);
    const inputs = Array.from({ length: Math.min(count, MOST_STATES) }, (_none, index) => {
      const item = memberOf(items, index);
      return select(item, iterationContext(stand.context, item, index));
    });
    const outputs = (ItemBatcher === undefined ? inputs : batchesOf(inputs, size)).map((input, index) => {
      const route = (lines[index] ?? lines[0])?.route;
      return route === undefined ? constant(null) : this.#execution(route, input);
    });
    if (ResultWriter?.Resource === undefined) return ResultWriter === undefined ? { kind: "array", items: outputs } : unknown(WRITTEN);
    if (fault?.field === "ResultWriter") this.objects.writeFails(fault.error);
    else this.objects.written(new Set(lines.map(({ route }) => route.failure === undefined)).size);
    return unknown(WRITTEN);
  }

  /** How many items there are; as many as are wanted, where that can be chosen. */
  #countOf(items: Term, wanted: number, isAny: boolean): number {
    const known =
      items.kind === "array" ? items.items.length : items.kind === "constant" && isJsonArray(items.value) ? items.value.length : undefined;
    const count = known !== undefined && isAny ? known : wanted;
    if (items.kind === "unknown") this.conditions.push({ kind: "opaque", terms: [], values: [], why: items.why });
    else this.conditions.push(needsItems(items, count));
    return count;
  }

  #iterations(lines: readonly Line[], stand: Stand, items: Term, select: Select): Term {
    const count = this.#countOf(items, lines.length, lines.length === 1);
    const outputs = Array.from({ length: this.length > MOST_STATES ? 0 : Math.min(count, MOST_STATES) }, (_none, index) => {
      const item = memberOf(items, index);
      const context = iterationContext(stand.context, item, index);
      const route = (lines[index] ?? lines[0])?.route;
      return route === undefined
        ? constant(null)
        : this.#line(route, { context, data: select(item, context), variables: new Map(stand.variables) });
    });
    return { kind: "array", items: outputs };
  }
}

const MOST_STATES = 300;
const WRITTEN = "The result of a Map is what its ResultWriter makes of it";

type Runs = Extract<Attempt, { kind: "runs" }>;
/** What an iteration gets, of its item and the context object. */
type Select = (item: Term, context: Term) => Term;

const causesRead = new WeakMap<Definition, boolean>();

function readsCause(definition: Definition): boolean {
  const known = causesRead.get(definition) ?? /\bCause\b(?!":|Path)/.test(JSON.stringify(definition));
  causesRead.set(definition, known);
  return known;
}

const UNKNOWN_CONTEXT: Term = unknown("The context object is made while the machine runs");
