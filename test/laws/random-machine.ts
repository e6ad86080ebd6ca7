import fc from "fast-check";
import type { MockContext, Mocks } from "sfn-testkit";
import { after, fails, hangs } from "sfn-testkit";

/** A machine, and what its Tasks are answered. */
export interface Scenario {
  readonly definition: Graph;
  readonly input: object;
  readonly variables: { readonly [name: string]: unknown };
  readonly scripts: Scripts;
  readonly seed: number;
}

/** What the Tasks are answered: by state, call by call, over and over. */
export type Scripts = { readonly [state: string]: readonly Answer[] };

interface Answer {
  readonly kind: "value" | "E" | "F" | "hangs";
  /** Virtual. */
  readonly seconds: number;
  /** How the answer really comes. */
  readonly delay: Delay;
}

type Delay = { readonly kind: "microtasks" | "turns" | "milliseconds"; readonly count: number };

interface Graph {
  readonly QueryLanguage?: "JSONata";
  readonly StartAt: string;
  readonly States: { readonly [name: string]: object };
  readonly TimeoutSeconds?: number;
}

/** A line of states before they have names: names are given when it is built, so that no two are the same. */
interface Plan {
  readonly states: readonly StatePlan[];
  readonly last: "Pass" | "Fail" | "Succeed";
}
type StatePlan =
  | { readonly kind: "Pass"; readonly draws: boolean }
  | { readonly kind: "Task"; readonly answers: readonly Answer[]; readonly timeout: number; readonly errors: Errors }
  | { readonly kind: "Wait"; readonly seconds: number | "$.n" }
  | { readonly kind: "Choice"; readonly above: number; readonly skip: number }
  | { readonly kind: "Parallel"; readonly branches: readonly Plan[]; readonly errors: Errors }
  | { readonly kind: "Map"; readonly inner: Plan; readonly concurrency: number; readonly errors: Errors };

interface Errors {
  readonly retriers: readonly Retrier[];
  readonly catches: boolean;
}

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly JitterStrategy: "FULL" | "NONE";
}

const delay: fc.Arbitrary<Delay> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant("microtasks" as const), count: fc.nat(12) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("turns" as const), count: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("milliseconds" as const), count: fc.nat(3) }) },
);

const answer: fc.Arbitrary<Answer> = fc.record({
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constant("value" as const) },
    { weight: 3, arbitrary: fc.constantFrom("E" as const, "F" as const) },
    { weight: 1, arbitrary: fc.constant("hangs" as const) },
  ),
  seconds: fc.constantFrom(0, 0, 0, 1, 2, 5),
  delay,
});

const errors: fc.Arbitrary<Errors> = fc.record({
  retriers: fc.array(
    fc.record({
      ErrorEquals: fc.constantFrom(["E"], ["F"], ["E", "F"], ["States.Timeout"], ["States.TaskFailed"]),
      IntervalSeconds: fc.integer({ min: 1, max: 4 }),
      MaxAttempts: fc.nat(2),
      BackoffRate: fc.constantFrom(1, 1.5, 2),
      JitterStrategy: fc.constantFrom("FULL" as const, "NONE" as const),
    }),
    { maxLength: 2 },
  ),
  catches: fc.boolean(),
});

const leaf: fc.Arbitrary<StatePlan> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("Pass" as const), draws: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("Task" as const),
      answers: fc.array(answer, { minLength: 1, maxLength: 4 }),
      timeout: fc.integer({ min: 1, max: 6 }),
      errors,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("Wait" as const), seconds: fc.oneof(fc.nat(4), fc.constant("$.n" as const)) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("Choice" as const), above: fc.nat(9), skip: fc.integer({ min: 1, max: 3 }) }) },
);

function planOf(depth: number): fc.Arbitrary<Plan> {
  const state = depth === 0 ? leaf : fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 2, arbitrary: forkOf(depth) });
  return fc.record({
    states: fc.array(state, { minLength: 1, maxLength: 3 }),
    last: fc.constantFrom("Pass" as const, "Pass" as const, "Succeed" as const, "Succeed" as const, "Fail" as const),
  });
}

function forkOf(depth: number): fc.Arbitrary<StatePlan> {
  const inner = planOf(depth - 1);
  return fc.oneof(
    fc.record({ kind: fc.constant("Parallel" as const), branches: fc.array(inner, { minLength: 1, maxLength: 3 }), errors }),
    fc.record({ kind: fc.constant("Map" as const), inner, concurrency: fc.nat(3), errors }),
  );
}

/** How many of a machine's states are in JSONata; "some": every other one. */
type InJsonata = "none" | "some" | "all";

/** Machines of all eight types and both query languages, nested twice, with retries, jitter, catchers, timeouts, variables and random values. */
export const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    plan: planOf(2),
    items: fc.array(fc.nat(9), { maxLength: 4 }),
    n: fc.nat(9),
    inJsonata: fc.constantFrom<InJsonata>("none", "some", "all"),
    seed: fc.nat(1_000_000),
    timeout: fc.option(fc.integer({ min: 3, max: 60 }), { nil: undefined, freq: 4 }),
  })
  .map(({ plan, items, n, inJsonata, seed, timeout }) => {
    const builder = new Builder(inJsonata);
    const graph = builder.graph(plan);
    return {
      definition: {
        ...(inJsonata === "all" && { QueryLanguage: "JSONata" as const }),
        ...graph,
        ...(timeout !== undefined && { TimeoutSeconds: timeout }),
      },
      input: { n, items },
      variables: { n },
      scripts: builder.scripts,
      seed,
    };
  });

class Builder {
  readonly scripts: { [state: string]: readonly Answer[] } = {};
  readonly #inJsonata: InJsonata;
  #count = 0;

  constructor(inJsonata: InJsonata) {
    this.#inJsonata = inJsonata;
  }

  graph({ states, last }: Plan): Graph {
    const names = states.map(({ kind }) => `${kind}${++this.#count}`);
    const end = `${last}${++this.#count}`;
    const States: { [name: string]: object } = {};
    states.forEach((state, index) => {
      States[names[index] as string] = this.#state(state, names[index] as string, [...names.slice(index + 1), end]);
    });
    return { StartAt: names[0] as string, States: { ...States, [end]: { Type: last, ...ENDINGS[last] } } };
  }

  /** `rest`: the names of the states that follow, never empty. */
  #state(plan: StatePlan, name: string, rest: readonly string[]): object {
    const number = Number(/\d+$/.exec(name)?.[0]);
    if (plan.kind === "Task") this.scripts[name] = plan.answers;
    const isJsonata = this.#inJsonata === "all" || (this.#inJsonata === "some" && number % 2 === 0);
    const inner = { name, rest, graph: (inside: Plan) => this.graph(inside) };
    const state = isJsonata ? jsonataState(plan, inner) : jsonPathState(plan, inner);
    const Assign = isJsonata ? ASSIGNS.JSONata(number) : ASSIGNS.JSONPath(number);
    return {
      Type: plan.kind,
      ...(isJsonata && this.#inJsonata === "some" && { QueryLanguage: "JSONata" }),
      ...state,
      ...(number % 3 !== 0 && { Assign }),
      ...(plan.kind !== "Choice" && { Next: rest[0] }),
    };
  }
}

/** Where a state stands. */
interface Standing {
  readonly name: string;
  readonly rest: readonly string[];
  readonly graph: (plan: Plan) => Graph;
}

function jsonPathState(plan: StatePlan, { name, rest, graph }: Standing): object {
  switch (plan.kind) {
    case "Pass":
      return plan.draws ? { Parameters: DRAWS } : {};
    case "Task":
      return { Resource: functionOf(name), TimeoutSeconds: plan.timeout, ResultPath: "$.task", ...errorFields(plan.errors, rest, CAUGHT) };
    case "Wait":
      return plan.seconds === "$.n" ? { SecondsPath: "$.n" } : { Seconds: plan.seconds };
    case "Choice":
      return choiceOf(plan, rest, { Variable: "$.n", NumericGreaterThan: plan.above });
    case "Parallel":
      return { Branches: plan.branches.map(graph), ResultPath: "$.branches", ...errorFields(plan.errors, rest, CAUGHT) };
    case "Map":
      return {
        ItemsPath: "$.items",
        ItemSelector: ITEM,
        ItemProcessor: graph(plan.inner),
        MaxConcurrency: plan.concurrency,
        ResultPath: "$.mapped",
        ...errorFields(plan.errors, rest, CAUGHT),
      };
  }
}

/** The same, some of it so that it can be told at once, some so that it has to be waited for. */
function jsonataState(plan: StatePlan, { name, rest, graph }: Standing): object {
  switch (plan.kind) {
    case "Pass":
      return plan.draws ? { Output: JSONATA_DRAWS } : {};
    case "Task":
      return {
        Resource: functionOf(name),
        TimeoutSeconds: `{% ${plan.timeout} + 0 %}`,
        Arguments: { n: "{% $states.input.n %}", at: "{% $millis() %}" },
        Output: resultAs("task"),
        ...errorFields(plan.errors, rest, JSONATA_CAUGHT),
      };
    case "Wait":
      return { Seconds: plan.seconds === "$.n" ? "{% $states.input.n %}" : `{% ${plan.seconds} * 1 %}` };
    case "Choice":
      return choiceOf(plan, rest, { Condition: `{% $states.input.n > ${plan.above} %}` });
    case "Parallel":
      return { Branches: plan.branches.map(graph), Output: resultAs("branches"), ...errorFields(plan.errors, rest, JSONATA_CAUGHT) };
    case "Map":
      return {
        Items: "{% $states.input.items %}",
        ItemSelector: JSONATA_ITEM,
        ItemProcessor: graph(plan.inner),
        MaxConcurrency: `{% $abs(-${plan.concurrency}) %}`,
        Output: resultAs("mapped"),
        ...errorFields(plan.errors, rest, JSONATA_CAUGHT),
      };
  }
}

const functionOf = (name: string): string => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;

const choiceOf = ({ skip }: { readonly skip: number }, rest: readonly string[], test: object): object => ({
  Choices: [{ ...test, Next: rest.at(skip) ?? rest[0] }],
  Default: rest[0],
});

/** Each state assigns variables of its own, as an outer one cannot be assigned inside; they read `n`, which the run begins with. */
const ASSIGNS = {
  JSONPath: (number: number): object => ({ [`v${number}.$`]: "States.Array($n, $$.State.Name, States.UUID())" }),
  JSONata: (number: number): object => ({ [`v${number}`]: [`{% $exists($v${number - 1}) ? $v${number - 1}[0] : $n %}`, "{% $uuid() %}"] }),
};

const ENDINGS = { Pass: { End: true }, Succeed: {}, Fail: { Error: "E", Cause: "the end" } };
/** Every state passes `n` and `items` on. */
const DRAWS = { "n.$": "States.MathRandom(0, 10)", "id.$": "States.UUID()", "items.$": "$.items" };
const ITEM = { "n.$": "$$.Map.Item.Value", "items.$": "$.items", "index.$": "$$.Map.Item.Index" };

const JSONATA_DRAWS = { n: "{% $floor($random() * 10) %}", id: "{% $uuid() %}", items: "{% $states.input.items %}" };
const JSONATA_ITEM = {
  n: "{% $states.context.Map.Item.Value %}",
  items: "{% $states.input.items %}",
  index: "{% $string($states.context.Map.Item.Index) %}",
};
const resultAs = (member: string): string => `{% $merge([$states.input, { '${member}': $states.result }]) %}`;
const CAUGHT = { ResultPath: "$.caught" };
const JSONATA_CAUGHT = { Output: "{% $merge([$states.input, { 'caught': $states.errorOutput }]) %}" };

/** `passesOn`: what the catcher makes of the error. */
function errorFields({ retriers, catches }: Errors, rest: readonly string[], passesOn: object): object {
  const Catch = [{ ErrorEquals: ["States.ALL"], Next: rest.at(-1), ...passesOn }];
  return { ...(retriers.length > 0 && { Retry: retriers }), ...(catches && { Catch }) };
}

/** Answers at once. */
export function mocksAtOnce(scripts: Scripts): Mocks {
  return mocksOf(scripts, replyOf);
}

/** Answers the same, each after its own real delay. */
export function mocksInTime(scripts: Scripts): Mocks {
  return mocksOf(scripts, async (answer, context) => {
    await pass(answer.delay);
    return replyOf(answer, context);
  });
}

/** Sleeps for the virtual time an answer takes, and really passes time before and after when it is slow. */
export function mocksAsleep(scripts: Scripts, isSlow: boolean): Mocks {
  return mocksOf(scripts, async (answer, context) => {
    if (isSlow) await pass(answer.delay);
    await Promise.all([context.sleep(answer.seconds), context.sleep(0)]);
    if (isSlow) await pass(answer.delay);
    return replyOf({ ...answer, seconds: 0 }, context);
  });
}

async function pass({ kind, count }: Delay): Promise<void> {
  if (kind === "milliseconds") await new Promise((resolve) => setTimeout(resolve, count));
  for (let turn = 0; kind === "turns" && turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
  for (let step = 0; kind === "microtasks" && step < count; step++) await undefined;
}

function mocksOf(scripts: Scripts, give: (answer: Answer, context: MockContext) => unknown): Mocks {
  const handler = (answers: readonly Answer[]) => (_input: unknown, context: MockContext) =>
    give(answers[(context.call - 1) % answers.length] as Answer, context);
  return { states: Object.fromEntries(Object.entries(scripts).map(([state, answers]) => [state, handler(answers)])) };
}

function replyOf({ kind, seconds }: Answer, { state, call }: MockContext): unknown {
  switch (kind) {
    case "value":
      return after(seconds, { state, call });
    case "hangs":
      return hangs();
    default:
      return after(seconds, fails(kind, `call ${call}`));
  }
}
