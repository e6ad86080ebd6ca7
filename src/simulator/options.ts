import { MockAws } from "../aws/mock-aws.ts";
import type { Mocks } from "../aws/mocks.ts";
import type { Duration } from "../base/duration.ts";
import { milliseconds } from "../base/duration.ts";
import { UsageError } from "../base/errors.ts";
import { frozenJson, NotJson } from "../base/frozen-json.ts";
import type { Json } from "../base/json.ts";
import type { ExecutionType, Replay } from "./execution.ts";

/** What a run can be told; contract of `runStateMachine` and `startStateMachine`. */
export interface RunOptions {
  /** The execution's input, any JSON value; `{}`. */
  readonly input?: unknown;
  /** What answers the machine's calls, in a world of its own. */
  readonly mocks?: Mocks;
  /** Runs in this world instead: its clock, seed, counters and calls go on. */
  readonly aws?: MockAws;
  readonly type?: ExecutionType;
  /** Name of the execution; made from the seed. */
  readonly name?: string;
  /** The file's name, or `StateMachine`. */
  readonly stateMachineName?: string;
  /** Everything random follows from it; 0. */
  readonly seed?: number;
  /** When virtual time begins; `2025-01-01T00:00:00.000Z`. */
  readonly startTime?: Date | string | number;
  readonly region?: string;
  readonly accountId?: string;
  readonly roleArn?: string;
  /** Begins at this top-level state; `input` is then its raw input. */
  readonly startAt?: string;
  /** This top-level state ends the machine, as if it had `"End": true`. */
  readonly until?: string;
  /** Another execution's `replay`: runs it again. */
  readonly replay?: Replay;
  readonly limits?: Limits | "none";
}

export interface Limits {
  /** Real seconds without progress, while a mock is being waited for; 4. */
  readonly realTime?: number;
  /** State entries and retries; 1,000,000. */
  readonly transitions?: number;
  /** Virtual time from start to end; `"366d"`. */
  readonly virtualTime?: Duration;
  /** Largest result of a state, in bytes; 262,144 as on AWS. */
  readonly payloadBytes?: number;
  /** Iterations of an inline Map at once; 40 as on AWS. */
  readonly inlineMapConcurrency?: number;
}

/** Limits with every value known; times in milliseconds and seconds as named. */
export interface EffectiveLimits {
  readonly realSeconds: number;
  readonly transitions: number;
  readonly virtualMs: number;
  readonly payloadBytes: number;
  readonly inlineMapConcurrency: number;
}

const DEFAULTS: EffectiveLimits = {
  realSeconds: 4,
  transitions: 1_000_000,
  virtualMs: milliseconds("366d"),
  payloadBytes: 262_144,
  inlineMapConcurrency: 40,
};

const LIFTED: Limits = { payloadBytes: Number.POSITIVE_INFINITY, inlineMapConcurrency: Number.POSITIVE_INFINITY };

export function effectiveLimits(limits: RunOptions["limits"]): EffectiveLimits {
  if (limits === undefined) return DEFAULTS;
  const given = limits === "none" ? LIFTED : limits;
  return {
    realSeconds: given.realTime ?? DEFAULTS.realSeconds,
    transitions: given.transitions ?? DEFAULTS.transitions,
    virtualMs: given.virtualTime === undefined ? DEFAULTS.virtualMs : milliseconds(given.virtualTime, "limits.virtualTime"),
    payloadBytes: given.payloadBytes ?? DEFAULTS.payloadBytes,
    inlineMapConcurrency: given.inlineMapConcurrency ?? DEFAULTS.inlineMapConcurrency,
  };
}

/** The world a run happens in: the one given, or a fresh one of the run's own mocks. */
export function worldOf(options: RunOptions): MockAws {
  const { aws, mocks, seed, startTime, region, accountId, replay } = options;
  if (aws === undefined)
    return new MockAws(mocks ?? {}, { seed: seed ?? replay?.seed, startTime: startTime ?? replay?.startTime, region, accountId }, false);
  const beside = (["mocks", "seed", "startTime", "region", "accountId"] as const).find((name) => options[name] !== undefined);
  if (beside === undefined) return aws;
  throw new UsageError(`\`${beside}\` is given beside \`aws\`, which has its own.`, {
    code: "OPTION_OF_THE_WORLD",
    hint: `Give it to mockAws(…) instead.`,
  });
}

export function inputOf({ input }: RunOptions): Json {
  try {
    return frozenJson(input === undefined ? {} : input);
  } catch (thrown) {
    if (!(thrown instanceof NotJson)) throw thrown;
    throw new UsageError(`The input is not JSON: ${thrown.found} at ${thrown.path}.`, { code: "NOT_JSON" });
  }
}
