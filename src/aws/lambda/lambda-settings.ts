import type { OptionSet } from "../../base/check-options.ts";
import { checkOptions, objectOf, optionSet } from "../../base/check-options.ts";
import type { Duration } from "../../base/duration.ts";
import { milliseconds } from "../../base/duration.ts";

/** How a function is configured; see `lambdaFunction` and `lambdaModule`. */
export interface LambdaOptions {
  /** How long it may take in virtual time, 15 minutes at most; without one it is not cut off. */
  readonly timeout?: Duration | undefined;
  /** Its environment variables, in `process.env` while it runs. */
  readonly environment?: { readonly [name: string]: string } | undefined;
  /** In megabytes, as the context tells it; 128. */
  readonly memory?: number | undefined;
}

/** The same, checked. */
export interface LambdaSettings {
  readonly timeoutMs?: number | undefined;
  readonly environment?: { readonly [name: string]: string } | undefined;
  readonly memory?: number | undefined;
}

const OPTIONS: OptionSet = optionSet<LambdaOptions>("a function", "", {
  timeout: {
    holds: (value) => {
      const duration = milliseconds(value as Duration, "`timeout`");
      return duration >= 1 && duration <= 900_000;
    },
    wanted: "a duration of 15 minutes at most",
    hint: "Lambda runs no function longer.",
  },
  environment: objectOf("an object of texts by name", 'For example `{ TABLE: "orders" }`.'),
  memory: {
    holds: (value) => Number.isInteger(value) && Number(value) >= 128 && Number(value) <= 10_240,
    wanted: "a number of megabytes from 128 to 10,240",
  },
});

/** Throws a UsageError for options that do not exist or cannot be. */
export function lambdaSettings(options: LambdaOptions): LambdaSettings {
  checkOptions(options, OPTIONS);
  const { timeout, environment, memory } = options;
  return { timeoutMs: timeout === undefined ? undefined : milliseconds(timeout), environment, memory };
}

const settingsMark: unique symbol = Symbol.for("sfn-testkit.LambdaSettings");

/** Tells a handler's settings to whoever calls it. */
export function withSettings<Handler extends object>(handler: Handler, settings: LambdaSettings): Handler {
  return Object.defineProperty(handler, settingsMark, { value: settings });
}

const NO_SETTINGS: LambdaSettings = {};

export function settingsOf(handler: object): LambdaSettings {
  return settingsMark in handler ? (handler[settingsMark] as LambdaSettings) : NO_SETTINGS;
}
