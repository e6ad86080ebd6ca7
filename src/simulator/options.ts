import type { EndpointOptions } from "../aws/endpoint/endpoint-options.ts";
import { MockAws } from "../aws/mock-aws.ts";
import type { Mocks } from "../aws/mocks.ts";
import type { Duration } from "../base/duration.ts";
import { milliseconds } from "../base/duration.ts";
import { UsageError } from "../base/errors.ts";
import { frozenJson, NotJson } from "../base/frozen-json.ts";
import type { Json, JsonObject } from "../base/json.ts";
import { exceedsBytes } from "../base/json.ts";
import type { Logging } from "../history/log-event.ts";
import type { FieldValidationMode } from "../sdk/check.ts";
import type { ExecutionType, Replay } from "./execution.ts";

/** What a run can be told: the second argument of {@link runStateMachine} and {@link startStateMachine}. */
export interface RunOptions {
  /** The execution's input, any JSON value; `{}`. */
  readonly input?: unknown;
  /** What answers the machine's calls, in a world of its own. */
  readonly mocks?: Mocks;
  /** Runs in this world instead: its clock, seed, counters and calls go on. */
  readonly aws?: MockAws;
  /** `"STANDARD"`, unless told otherwise. */
  readonly type?: ExecutionType;
  /** Name of the execution; made from the seed. */
  readonly name?: string;
  /** The file's name, or `StateMachine`. */
  readonly stateMachineName?: string;
  /** Everything random follows from it; 0. */
  readonly seed?: number;
  /** When virtual time begins; `2025-01-01T00:00:00.000Z`. */
  readonly startTime?: Date | string | number;
  /** As it stands in ARNs; `us-east-1`. */
  readonly region?: string;
  /** Twelve digits, as they stand in ARNs; `123456789012`. */
  readonly accountId?: string;
  /** How parameters and results are held against the API of an installed SDK client: `"STRICT"`, `"PRESENT"` or `"NONE"`; `"STRICT"`. */
  readonly fieldValidationMode?: FieldValidationMode;
  /** Services whose calls go to something real; see {@link WorldOptions}. */
  readonly endpoint?: EndpointOptions;
  /** `Execution.RoleArn` of the context object. */
  readonly roleArn?: string;
  /** Top-level variables to begin with, by name. */
  readonly variables?: { readonly [name: string]: unknown };
  /** What `execution.logs` tells; nothing, as long as the level is `"OFF"`. */
  readonly logging?: Logging;
  /** Records, in `visits[].stages`, each state's data between its input and its output. */
  readonly inspect?: boolean;
  /** Begins at this top-level state; `input` is then its raw input. */
  readonly startAt?: string;
  /** This top-level state ends the machine, as if it had `"End": true`. */
  readonly until?: string;
  /** Another execution's `replay`: runs it again. */
  readonly replay?: Replay;
  /** `"none"` lifts AWS's quotas on payloads and concurrency. */
  readonly limits?: Limits | "none";
}

/** Where a run stops by itself, and the quotas of AWS it keeps to; `Infinity` lifts a single one. */
export interface Limits {
  /** Real seconds without progress, while a mock is being waited for; 4. */
  readonly realTime?: number;
  /** State entries and retries; 1,000,000. */
  readonly transitions?: number;
  /** Virtual time from start to end; `"366d"`. */
  readonly virtualTime?: Duration;
  /** Largest input and largest result of a state, in bytes of JSON; 262,144 as on AWS. */
  readonly payloadBytes?: number;
  /** Events of a Standard execution; 25,000 as on AWS. */
  readonly historyEvents?: number;
  /** Iterations of an inline Map at once; 40 as on AWS. */
  readonly inlineMapConcurrency?: number;
  /** Child executions of a distributed Map at once; 10,000 as on AWS. */
  readonly distributedMapConcurrency?: number;
}

/** Limits with every value known; times in milliseconds and seconds as named. */
export interface EffectiveLimits {
  readonly realSeconds: number;
  readonly transitions: number;
  readonly virtualMs: number;
  readonly payloadBytes: number;
  readonly historyEvents: number;
  readonly inlineMapConcurrency: number;
  readonly distributedMapConcurrency: number;
  /** Of all variables together, in bytes of JSON. */
  readonly variableBytes: number;
  /** How long AWS lets an execution of each type run, in seconds. */
  readonly executionSeconds: Readonly<Record<ExecutionType, number>>;
}

const ONE_YEAR = 365 * 86_400;

const DEFAULTS: EffectiveLimits = {
  realSeconds: 4,
  transitions: 1_000_000,
  virtualMs: milliseconds("366d"),
  payloadBytes: 262_144,
  historyEvents: 25_000,
  inlineMapConcurrency: 40,
  distributedMapConcurrency: 10_000,
  variableBytes: 10 * 1_024 * 1_024,
  executionSeconds: { STANDARD: ONE_YEAR, EXPRESS: 300 },
};

const LIFTED: EffectiveLimits = {
  ...DEFAULTS,
  payloadBytes: Number.POSITIVE_INFINITY,
  historyEvents: Number.POSITIVE_INFINITY,
  inlineMapConcurrency: Number.POSITIVE_INFINITY,
  distributedMapConcurrency: Number.POSITIVE_INFINITY,
  variableBytes: Number.POSITIVE_INFINITY,
  executionSeconds: { STANDARD: Number.POSITIVE_INFINITY, EXPRESS: Number.POSITIVE_INFINITY },
};

/** The limits of a run, those not given filled in. */
export function effectiveLimits(limits: RunOptions["limits"]): EffectiveLimits {
  if (limits === undefined) return DEFAULTS;
  if (limits === "none") return LIFTED;
  const { realTime, virtualTime } = limits;
  return {
    ...DEFAULTS,
    realSeconds: realTime ?? DEFAULTS.realSeconds,
    virtualMs: virtualTime === undefined ? DEFAULTS.virtualMs : milliseconds(virtualTime, "limits.virtualTime"),
    transitions: limits.transitions ?? DEFAULTS.transitions,
    payloadBytes: limits.payloadBytes ?? DEFAULTS.payloadBytes,
    historyEvents: limits.historyEvents ?? DEFAULTS.historyEvents,
    inlineMapConcurrency: limits.inlineMapConcurrency ?? DEFAULTS.inlineMapConcurrency,
    distributedMapConcurrency: limits.distributedMapConcurrency ?? DEFAULTS.distributedMapConcurrency,
  };
}

/** The world a run happens in: the one given, or a fresh one of the run's own mocks. */
export function worldOf(options: RunOptions): MockAws {
  const { aws, mocks = {}, replay } = options;
  if (aws !== undefined) return aws;
  if (replay === undefined) return new MockAws(mocks, options, false);
  const { seed = replay.seed, startTime = replay.startTime } = options;
  return new MockAws(mocks, { ...options, seed, startTime }, false);
}

/** The execution's input. Throws a UsageError for what is not JSON, or larger than StartExecution takes. */
export function inputOf({ input }: RunOptions, { payloadBytes }: EffectiveLimits): Json {
  const json = asJson(input === undefined ? {} : input, "The input");
  if (exceedsBytes(json, payloadBytes)) throw inputTooLarge(json, payloadBytes);
  return json;
}

/** The top-level variables to begin with. Throws a UsageError for what is not JSON. */
export function variablesOf({ variables }: RunOptions): JsonObject | undefined {
  return variables === undefined ? undefined : (asJson(variables, "A variable") as JsonObject);
}

function asJson(value: unknown, what: string): Json {
  try {
    return frozenJson(value);
  } catch (thrown) {
    if (!(thrown instanceof NotJson)) throw thrown;
    throw new UsageError(`${what} is not JSON: ${thrown.found} at ${thrown.path}.`, { code: "NOT_JSON" });
  }
}

/** StartExecution refuses such an input, so that there is no execution which could fail of it. */
function inputTooLarge(input: Json, limit: number): UsageError {
  const bytes = Buffer.byteLength(JSON.stringify(input));
  return new UsageError(`The input has ${inWords(bytes)} bytes of JSON; StartExecution takes ${inWords(limit)} at most.`, {
    code: "INPUT_TOO_LARGE",
    hint: 'Pass a reference, such as the key of an S3 object. To run it here all the same: `limits: "none"`, or a larger `limits.payloadBytes`.',
  });
}

const inWords = (bytes: number): string => bytes.toLocaleString("en-US");
