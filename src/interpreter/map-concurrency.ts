import type { MapState, QueryLanguageName } from "../asl/model.ts";
import type { NumberSource } from "./number-field.ts";
import { linkNumber, NON_NEGATIVE } from "./number-field.ts";

/** ASL "Map State", `MaxConcurrency`: 0 asks for as many as possible. */
export function linkConcurrency({ MaxConcurrency, MaxConcurrencyPath }: MapState, language: QueryLanguageName): NumberSource {
  const refusal = (found: string, path: string): string =>
    `The MaxConcurrencyPath field refers to value ${found} which is not a valid integer: ${path}`;
  return linkNumber({ name: "MaxConcurrency", value: MaxConcurrency, path: MaxConcurrencyPath, kind: NON_NEGATIVE, refusal }, language);
}
