import type { Instant } from "../base/brand.ts";
import { instant } from "../base/brand.ts";
import type { OptionCheck, OptionChecks, OptionSet } from "../base/check-options.ts";
import { invalidOption, oneOf, optionSet, wholeNumber } from "../base/check-options.ts";
import { tagOf } from "../base/shown-value.ts";
import type { FieldValidationMode } from "../sdk/check.ts";
import type { EndpointOptions } from "./endpoint/endpoint-options.ts";
import { endpointCheck } from "./endpoint/endpoint-options.ts";

/** What a world is made with; see {@link mockAws}. */
export interface WorldOptions {
  /** When virtual time begins; `2025-01-01T00:00:00.000Z`. A text is ISO 8601, a number milliseconds since 1970. */
  readonly startTime?: Date | string | number | undefined;
  /** Everything random follows from it: a whole number; 0. */
  readonly seed?: number | undefined;
  /** As it stands in ARNs; `us-east-1`. */
  readonly region?: string | undefined;
  /** Twelve digits, as they stand in ARNs; `123456789012`. */
  readonly accountId?: string | undefined;
  /**
   * How parameters and mocked results are held against the API, where the service's SDK client is installed: `"STRICT"`, `"PRESENT"`
   * (what is required may be missing) or `"NONE"`; `"STRICT"`.
   */
  readonly fieldValidationMode?: FieldValidationMode | undefined;
  /** Services whose calls go to something real, by URL: on this machine, or elsewhere with `{ url, allowRemote: true }`. */
  readonly endpoint?: EndpointOptions | undefined;
}

const isMomentLike = (value: unknown): boolean =>
  typeof value === "string" || typeof value === "number" || (typeof value === "object" && value !== null && tagOf(value) === "Date");

const START_TIME: OptionCheck = {
  holds: isMomentLike,
  wanted: "a Date, ISO 8601 text or milliseconds since 1970",
  hint: 'For example "2025-01-01T00:00:00.000Z".',
};

/** What each of the world's options must be. */
export const worldChecks: OptionChecks<WorldOptions> = {
  startTime: START_TIME,
  seed: wholeNumber,
  region: {
    holds: (value) => typeof value === "string" && /^[a-z0-9-]+$/.test(value),
    wanted: "the name of a region",
    hint: 'For example "us-east-1".',
  },
  accountId: {
    holds: (value) => typeof value === "string" && /^\d{12}$/.test(value),
    wanted: "a text of twelve digits",
    hint: 'For example "123456789012", in quotes: a number would lose leading zeros.',
  },
  fieldValidationMode: oneOf("STRICT", "PRESENT", "NONE"),
  endpoint: endpointCheck,
};

/** The second argument of mockAws. */
export const worldOptionSet: OptionSet = optionSet<WorldOptions>("mockAws", "", worldChecks);

/** The moment a world begins. Throws a UsageError for what is none. */
export function startInstant(start: Date | string | number): Instant {
  const milliseconds = new Date(start).getTime();
  if (Number.isNaN(milliseconds)) throw invalidOption("startTime", start, START_TIME);
  return instant(milliseconds);
}
