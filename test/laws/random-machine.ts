import fc from "fast-check";
import type { MockContext, Mocks } from "sfn-testkit";
import { after, fails, hangs } from "sfn-testkit";

/** A machine, and what its Tasks are answered. */
export interface Scenario {
  readonly definition: Graph;
  readonly input: object;
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

/** Machines of all eight types, nested twice, with retries, jitter, catchers, timeouts and random values. */
export const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    plan: planOf(2),
    items: fc.array(fc.nat(9), { maxLength: 4 }),
    n: fc.nat(9),
    seed: fc.nat(1_000_000),
    timeout: fc.option(fc.integer({ min: 3, max: 60 }), { nil: undefined, freq: 4 }),
  })
  .map(({ plan, items, n, seed, timeout }) => {
    const builder = new Builder();
    const graph = builder.graph(plan);
    return {
      definition: { ...graph, ...(timeout !== undefined && { TimeoutSeconds: timeout }) },
      input: { n, items },
      scripts: builder.scripts,
      seed,
    };
  });

class Builder {
  readonly scripts: { [state: string]: readonly Answer[] } = {};
  #count = 0;

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
    const Next = rest[0] as string;
    switch (plan.kind) {
      case "Pass":
        return plan.draws ? { Type: "Pass", Parameters: DRAWS, Next } : { Type: "Pass", Next };
      case "Task":
        this.scripts[name] = plan.answers;
        return {
          Type: "Task",
          Resource: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
          TimeoutSeconds: plan.timeout,
          ResultPath: "$.task",
          ...errorFields(plan.errors, rest),
          Next,
        };
      case "Wait":
        return plan.seconds === "$.n" ? { Type: "Wait", SecondsPath: "$.n", Next } : { Type: "Wait", Seconds: plan.seconds, Next };
      case "Choice":
        return {
          Type: "Choice",
          Choices: [{ Variable: "$.n", NumericGreaterThan: plan.above, Next: rest.at(plan.skip) ?? Next }],
          Default: Next,
        };
      case "Parallel":
        return {
          Type: "Parallel",
          Branches: plan.branches.map((branch) => this.graph(branch)),
          ResultPath: "$.branches",
          ...errorFields(plan.errors, rest),
          Next,
        };
      case "Map":
        return {
          Type: "Map",
          ItemsPath: "$.items",
          ItemSelector: ITEM,
          ItemProcessor: this.graph(plan.inner),
          MaxConcurrency: plan.concurrency,
          ResultPath: "$.mapped",
          ...errorFields(plan.errors, rest),
          Next,
        };
    }
  }
}

const ENDINGS = { Pass: { End: true }, Succeed: {}, Fail: { Error: "E", Cause: "the end" } };
/** Every state passes `n` and `items` on. */
const DRAWS = { "n.$": "States.MathRandom(0, 10)", "id.$": "States.UUID()", "items.$": "$.items" };
const ITEM = { "n.$": "$$.Map.Item.Value", "items.$": "$.items", "index.$": "$$.Map.Item.Index" };

function errorFields({ retriers, catches }: Errors, rest: readonly string[]): object {
  const Catch = [{ ErrorEquals: ["States.ALL"], Next: rest.at(-1), ResultPath: "$.caught" }];
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
