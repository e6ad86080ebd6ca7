import { UsageError } from "../../base/errors.ts";
import { shownValue } from "../../base/shown-value.ts";
import type { MockHandler } from "../mocks.ts";
import type { LambdaHandler } from "./invoke.ts";
import { handled } from "./invoke.ts";
import type { LambdaContext } from "./lambda-context.ts";
import type { LambdaOptions } from "./lambda-settings.ts";
import { lambdaSettings, withSettings } from "./lambda-settings.ts";
import { loadHandler } from "./load-handler.ts";

/** How a function's module is configured; see {@link lambdaModule}. */
export interface LambdaModuleOptions extends LambdaOptions {
  /** The name of the export; `handler`. */
  readonly handler?: string | undefined;
}

/** A path from the working directory, a `URL`, or what imports the module. */
export type LambdaModuleSource = string | URL | (() => Promise<unknown>);

/**
 * The real handler of a module as a mock, loaded when it is first called, with its environment variables: by the test runner, given a path
 * (under Vitest with the set-up file) or `() => import("./validate.ts")`, by Node otherwise. Throws a UsageError for
 * options that cannot be; the run rejects with one for a module that cannot be found, or has no such export.
 *
 * @example
 * const module = async () => ({ handler: (order: object) => ({ ...order, stage: process.env["STAGE"] }) });
 * const execution = await runStateMachine("order.asl.json", {
 *   input: { orderId: "o-1" },
 *   mocks: { lambda: { ValidateOrder: lambdaModule(module, { environment: { STAGE: "test" } }), ProcessPayment: fails("Down"), SendEmail: {} } },
 * });
 * expect(execution.visits[0]?.output).toEqual({ orderId: "o-1", stage: "test" });
 */
export function lambdaModule(source: LambdaModuleSource, { handler = "handler", ...options }: LambdaModuleOptions = {}): MockHandler {
  if (typeof source !== "string" && typeof source !== "function" && !(source instanceof URL)) {
    throw new UsageError(
      `The module of lambdaModule() must be a path, a URL or a function that imports it, but was ${shownValue(source)}.`,
      {
        code: "INVALID_HANDLER",
        hint: "For example `lambdaModule(() => import('./src/validate.ts'))`.",
      },
    );
  }
  let loaded: Promise<LambdaHandler> | undefined;
  const settings = lambdaSettings(options);
  const run = async (event: unknown, context: LambdaContext): Promise<unknown> => {
    loaded ??= loadHandler(source, handler);
    return handled(await loaded, event, context);
  };
  return withSettings(run as unknown as MockHandler, settings);
}
