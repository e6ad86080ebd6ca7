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
  /** The wait of a retry is over: the next attempt begins. */
  | { readonly kind: "attempt" }
  | {
      readonly kind: "catch";
      readonly catcher: number;
      readonly error: string | undefined;
      readonly cause: string | undefined;
      readonly next: string;
    }
  /** Nothing took the failure: it leaves the state. */
  | { readonly kind: "fail"; readonly error: string | undefined; readonly cause: string | undefined };
