import type { Json } from "../base/json.ts";

/** The steps of a state's data, under the names of TestState's `InspectionData`. */
export type Stages = { readonly [name in Stage]?: Json };

export type Stage =
  | "afterInputPath"
  | "afterParameters"
  | "afterArguments"
  | "afterItemsPath"
  | "afterItemSelector"
  | "afterItemBatcher"
  | "maxConcurrency"
  | "toleratedFailureCount"
  | "toleratedFailurePercentage"
  | "result"
  | "afterResultSelector"
  | "afterResultPath"
  | "variables";

/** What the machine decided, beside what AWS's history tells. */
export type Decision =
  | { readonly kind: "choice"; readonly rule: number | "default" }
  | {
      readonly kind: "retry";
      readonly retrier: number;
      readonly attempt: number;
      readonly delaySeconds: number;
      readonly error: string | undefined;
      readonly cause: string | undefined;
    }
  /** The wait of a retry is over, or the execution was redriven: the next attempt begins. */
  | { readonly kind: "attempt" }
  | {
      readonly kind: "catch";
      readonly catcher: number;
      readonly error: string | undefined;
      readonly cause: string | undefined;
      readonly next: string;
    }
  /** The data between a state's input and its output, when the run is inspected. */
  | { readonly kind: "stages"; readonly stages: Stages }
  /** Nothing took the failure: it leaves the state. */
  | { readonly kind: "fail"; readonly error: string | undefined; readonly cause: string | undefined };
