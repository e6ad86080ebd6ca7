import type fc from "fast-check";
import type { MockAws } from "../aws/mock-aws.ts";
import type { Mocks } from "../aws/mocks.ts";
import type { OptionCheck, OptionSet } from "../base/check-options.ts";
import { checkOptions, objectOf, optionSet } from "../base/check-options.ts";
import { UsageError } from "../base/errors.ts";
import { shownValue } from "../base/shown-value.ts";
import { checkMockedStates, checkRunOptions } from "../simulator/run-options.ts";
import type { StateMachine } from "../simulator/state-machine.ts";
import type { FaultOptions } from "./fault-options.ts";
import type { FaultPlan } from "./fault-plan.ts";
import type { Invariant } from "./invariant.ts";
import type { PlannedRunOptions, RunPlan } from "./planned-run.ts";

/** What the runs of a fuzzed machine are made with. */
export interface FuzzedRunOptions extends PlannedRunOptions {
  /** What answers the machine's calls: mocks for all runs, or a function that makes them anew for each. */
  readonly mocks?: Mocks | (() => Mocks);
  /** Makes the world of each run. */
  readonly aws?: () => MockAws;
}

/** Told now and then how far fuzzing has got. */
export type ProgressListener = (progress: { readonly runs: number; readonly of: number; readonly seconds: number }) => void;

/** fast-check's own parameters, unchanged; an example is an input and a plan. */
export type FuzzParameters = fc.Parameters<[input: unknown, plan: FaultPlan]>;

/** What {@link fuzzStateMachine} can be told: its own options, those of a run, and fast-check's. */
export interface FuzzOptions extends FuzzedRunOptions, FuzzParameters {
  /** The execution's input, or an arbitrary of inputs; derived from what the definition's Choice rules and paths read. */
  readonly input?: unknown;
  /** What goes wrong. */
  readonly faults?: FaultOptions;
  /** What must hold of every execution. */
  readonly invariant?: Invariant | readonly Invariant[];
  /** Told how far it has got; a line in a terminal that is shown after a while. `false`: nobody. */
  readonly progress?: ProgressListener | false;
}

const anything: OptionCheck = { holds: () => true, wanted: "anything" };
const isFunction = (value: unknown): boolean => typeof value === "function";

const RUN: { readonly [K in keyof Required<PlannedRunOptions>]: OptionCheck } = {
  type: anything,
  name: anything,
  stateMachineName: anything,
  startTime: anything,
  region: anything,
  accountId: anything,
  roleArn: anything,
  variables: anything,
  logging: anything,
  inspect: anything,
  fieldValidationMode: anything,
  limits: anything,
};

const WORLD = {
  mocks: {
    holds: (value: unknown) => isFunction(value) || (typeof value === "object" && value !== null),
    wanted: "an object of mocks, or a function that makes one",
  },
  aws: { holds: isFunction, wanted: "a function that makes a world for each run", hint: "For example `aws: () => mockAws({ … })`." },
};

/** fast-check looks at the values itself. */
const PARAMETERS: { readonly [K in keyof Required<FuzzParameters>]: OptionCheck } = {
  seed: anything,
  randomType: anything,
  numRuns: anything,
  maxSkipsPerRun: anything,
  timeout: anything,
  skipAllAfterTimeLimit: anything,
  interruptAfterTimeLimit: anything,
  markInterruptAsFailure: anything,
  skipEqualValues: anything,
  ignoreEqualValues: anything,
  path: anything,
  logger: anything,
  unbiased: anything,
  verbose: anything,
  examples: anything,
  endOnFailure: anything,
  reporter: anything,
  asyncReporter: anything,
  includeErrorInReport: anything,
  plugins: anything,
};

const STRANGERS = {
  invariants: "It is called `invariant`, and may be a list.",
  runs: "fast-check calls it `numRuns`.",
  endpoint: "Fuzzed runs stay inside the process.",
  errors: "It stands under `faults`: `{ faults: { errors: { ProcessPayment: […] } } }`.",
};

const FUZZ: OptionSet = optionSet<FuzzOptions>(
  "fuzzStateMachine",
  "",
  {
    ...RUN,
    ...WORLD,
    ...PARAMETERS,
    input: anything,
    faults: objectOf("an object", 'For example `{ errors: { ProcessPayment: […] }, latency: { max: "10m" } }`.'),
    invariant: {
      holds: (value) => (Array.isArray(value) ? value : [value]).every(isFunction),
      wanted: "a function of the execution, or a list of them",
    },
    progress: { holds: (value) => value === false || isFunction(value), wanted: "a function, or false" },
  },
  STRANGERS,
);

const REPLAY: OptionSet = optionSet<FuzzedRunOptions & { readonly input?: unknown }>("replay", "", { ...RUN, ...WORLD, input: anything });

/** Throws a UsageError for options that fuzzStateMachine has not, or that a run cannot have. */
export function checkFuzzOptions(options: FuzzOptions): void {
  checkOptions(options, FUZZ);
  checkRunOptions(runOptionsOf(options));
  if (options.faults?.duplicates === true && options.type !== "EXPRESS") throw notExpress();
}

/** Throws a UsageError for options that replay has not, or that a run cannot have. */
export function checkReplayOptions(options: FuzzedRunOptions): void {
  checkOptions(options, REPLAY);
  checkRunOptions(runOptionsOf(options));
}

function notExpress(): UsageError {
  return new UsageError("`faults.duplicates` is for executions of type EXPRESS: AWS starts those of a Standard machine once.", {
    code: "INVALID_OPTION",
    hint: 'Add `type: "EXPRESS"`.',
  });
}

function runOptionsOf(options: FuzzedRunOptions): PlannedRunOptions {
  return chosen(options, RUN);
}

/** The parameters that are fast-check's. */
export function parametersOf(options: FuzzOptions): FuzzParameters {
  return chosen(options, PARAMETERS);
}

function chosen<T extends object>(options: T & object, table: { readonly [name: string]: OptionCheck }): T {
  return Object.fromEntries(Object.entries(options).filter(([name, value]) => Object.hasOwn(table, name) && value !== undefined)) as T;
}

/** What runs are made of. Throws a UsageError for mocks of states that the machine has not, and for what a world of the user's own has. */
export function runPlanOf(machine: StateMachine, options: FuzzedRunOptions): RunPlan {
  const { mocks, aws } = options;
  if (typeof mocks === "object") checkMockedStates({ mocks }, machine.stateNames);
  if (options.type === "EXPRESS") machine.demandExpress();
  const own = runOptionsOf(options);
  if (aws === undefined)
    return { machine, options: own, world: () => ({ ...own, mocks: typeof mocks === "function" ? mocks() : (mocks ?? {}) }) };
  const beside = OF_THE_WORLD.find((name) => options[name] !== undefined);
  if (beside !== undefined) throw ofTheWorld(beside);
  return { machine, options: own, world: () => ({ aws: demandWorld(aws()) }) };
}

const OF_THE_WORLD = ["mocks", "startTime", "region", "accountId", "fieldValidationMode"] as const;

function demandWorld(world: MockAws): MockAws {
  if (typeof world === "object" && world !== null && "world" in world) return world;
  throw new UsageError(`\`aws\` answered ${shownValue(world)}, not a world.`, {
    code: "INVALID_OPTION",
    hint: "For example `aws: () => mockAws({ … })`.",
  });
}

function ofTheWorld(name: string): UsageError {
  return new UsageError(`\`${name}\` is given beside \`aws\`, which has its own.`, {
    code: "OPTION_OF_THE_WORLD",
    hint: "Give it to mockAws(…) instead.",
  });
}
