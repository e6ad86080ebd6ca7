import { worldChecks } from "../aws/world-options.ts";
import type { OptionCheck, OptionSet } from "../base/check-options.ts";
import { atLeast, checkOptions, objectOf, oneOf, optionSet, text } from "../base/check-options.ts";
import { milliseconds } from "../base/duration.ts";
import { UsageError } from "../base/errors.ts";
import { didYouMean } from "../base/text.ts";
import type { Logging } from "../history/log-event.ts";
import type { Replay } from "./execution.ts";
import type { Limits, RunOptions } from "./options.ts";

/** StartExecution, `name`: 1 to 80 characters, without white space, brackets, wildcards, special and control characters. */
const NAME: OptionCheck = {
  holds: (value) => typeof value === "string" && /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\p{Cs}\ufffe\uffff]{1,80}$/u.test(value),
  wanted: "a name that AWS takes",
  hint: 'It takes 1 to 80 characters: letters, digits, - _ . and the like; no spaces, brackets, wildcards and none of " # % \\ ^ | ~ ` $ & , ; : /',
};

const DURATION: OptionCheck = {
  // Throws an error of its own, which says more.
  holds: (value) => milliseconds(value as string, "`limits.virtualTime`") >= 0,
  wanted: "a duration",
};

const LIMITS: OptionSet = optionSet<Limits>("limits", "limits.", {
  realTime: atLeast(0, "a number of seconds, 0 or more"),
  transitions: atLeast(1, "a number from 1 on"),
  virtualTime: DURATION,
  payloadBytes: atLeast(0, "a number of bytes, 0 or more"),
  historyEvents: atLeast(2, "a number of events, 2 or more"),
  inlineMapConcurrency: atLeast(1, "a number from 1 on"),
  distributedMapConcurrency: atLeast(1, "a number from 1 on"),
});

const LOGGING: OptionSet = optionSet<Logging>("logging", "logging.", {
  level: oneOf("ALL", "ERROR", "FATAL", "OFF"),
  includeExecutionData: oneOf(true, false),
});

const REPLAY: OptionSet = optionSet<Replay>("replay", "replay.", {
  seed: worldChecks.seed,
  startTime: worldChecks.startTime,
  name: NAME,
  interleaving: {
    holds: (value) => Array.isArray(value) && value.every((pick) => Number.isSafeInteger(pick) && pick >= 0),
    wanted: "a list of whole numbers, 0 or more",
  },
});

export const loggingObject: OptionCheck = objectOf("an object with a level", 'For example `{ level: "ALL", includeExecutionData: true }`.');

const IN_MOCKS = "Mocks stand under `mocks`: `{ input, mocks: { lambda: { … } } }`.";

const OPTIONS: OptionSet = optionSet<RunOptions>(
  "a run",
  "",
  {
    input: { holds: () => true, wanted: "JSON" },
    mocks: objectOf(
      "an object of mocks",
      'For example `{ lambda: { ProcessPayment: { ok: true } }, sns: { publish: { MessageId: "m-1" } } }`.',
    ),
    aws: {
      holds: (value) => typeof value === "object" && value !== null && "world" in value,
      wanted: "what mockAws() answers",
      hint: "For one run, give the mocks themselves as `mocks`.",
    },
    type: oneOf("STANDARD", "EXPRESS"),
    name: NAME,
    stateMachineName: NAME,
    roleArn: text,
    variables: objectOf("an object of variables by name", 'For example `{ orderId: "o-1" }`.'),
    logging: loggingObject,
    inspect: oneOf(true, false),
    startAt: text,
    until: text,
    ...worldChecks,
    replay: objectOf("an execution's `replay`"),
    limits: {
      holds: (value) => value === "none" || (typeof value === "object" && value !== null),
      wanted: 'an object of limits, or "none"',
    },
  },
  {
    lambda: IN_MOCKS,
    states: IN_MOCKS,
    "aws-sdk": IN_MOCKS,
    otherwise: IN_MOCKS,
    timeout: "For a limit of virtual time there is `limits.virtualTime`.",
  },
);

/** Throws a UsageError for run options that do not exist, cannot be, or cannot stand together. */
export function checkRunOptions(options: RunOptions): void {
  if (options?.aws !== undefined) demandNothingBeside(options);
  checkOptions(options, OPTIONS);
  if (options.limits !== undefined && options.limits !== "none") checkOptions(options.limits, LIMITS);
  if (options.logging !== undefined) checkLogging(options.logging);
  if (options.replay !== undefined) checkOptions(options.replay, REPLAY);
}

/** Throws a UsageError for logging that cannot be. */
export function checkLogging(logging: Logging): void {
  checkOptions(logging, LOGGING);
}

/** What a world has of its own cannot be told to a run in it. */
function demandNothingBeside(options: RunOptions): void {
  const beside = (["mocks", "seed", "startTime", "region", "accountId", "fieldValidationMode", "endpoint"] as const).find(
    (name) => options[name] !== undefined,
  );
  if (beside === undefined) return;
  throw new UsageError(`\`${beside}\` is given beside \`aws\`, which has its own.`, {
    code: "OPTION_OF_THE_WORLD",
    hint: `Give it to mockAws(…) instead.`,
  });
}

/** Throws a UsageError for a mock of a state that the machine has not; for mocks of one run, so that all of them are for its machine. */
export function checkMockedStates({ aws, mocks }: RunOptions, stateNames: readonly string[]): void {
  if (aws !== undefined || mocks?.states === undefined) return;
  for (const name of Object.keys(mocks.states)) {
    if (stateNames.includes(name)) continue;
    throw new UsageError(`\`mocks.states\` names "${name}", but the machine has no such state.`, {
      code: "UNKNOWN_STATE",
      state: name,
      hint: didYouMean(name, stateNames) ?? `Its states are ${stateNames.slice(0, 30).join(", ")}${stateNames.length > 30 ? ", …" : ""}.`,
    });
  }
}
