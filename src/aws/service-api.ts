import type { Step } from "../kernel/effect.ts";
import type { Root } from "../kernel/fiber.ts";

/** What an operation of an API answers, as its SDK command would: dates are `Date`s, bytes `Uint8Array`s. */
export type ApiResult =
  | { readonly kind: "ok"; readonly value: object }
  /** `name` as the API models it: `ExecutionDoesNotExist`. */
  | { readonly kind: "error"; readonly name: string; readonly message: string };

/** When an operation answers. */
export type ApiAnswer =
  | ApiResult
  /** When this fiber ends, whatever it waits for: the end of an execution, work for an activity, a long poll. The caller holds no time until then. */
  | { readonly kind: "later"; readonly body: Step<ApiResult> }
  /**
   * Now, by looking at the world. Who looks again at the same instant and would see the same waits until something has changed or the
   * instant has passed: so polling moves virtual time.
   */
  | { readonly kind: "read"; readonly look: () => ApiResult };

/** Who asks. */
export interface ApiCaller {
  /**
   * Says that an execution was started which nobody else may drive: where the caller is code outside all executions, time moves by itself
   * until it is over.
   */
  started(root: Root): void;
}

/** An API with state of its own, such as that of Step Functions: it answers what no mock answers. */
export interface ServiceApi {
  /** Asks an operation, named as mocks name it (`startExecution`), with an input as the SDK's command takes it; `undefined` for operations it has not. */
  ask(operation: string, input: object, caller: ApiCaller): ApiAnswer | undefined;
}
