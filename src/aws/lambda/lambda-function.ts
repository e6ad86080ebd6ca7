import { UsageError } from "../../base/errors.ts";
import { shownValue } from "../../base/shown-value.ts";
import type { MockHandler } from "../mocks.ts";
import type { LambdaHandler } from "./invoke.ts";
import type { LambdaOptions } from "./lambda-settings.ts";
import { lambdaSettings, withSettings } from "./lambda-settings.ts";

/**
 * A real handler with the configuration of its function: `timeout` in virtual time, `environment`, `memory`. Without these a handler is a
 * mock as it is. Throws a UsageError for options that cannot be.
 *
 * @example
 * const validate = async (_order: unknown, context: { getRemainingTimeInMillis(): number }) => context.getRemainingTimeInMillis();
 * const execution = await runStateMachine("order.asl.json", {
 *   mocks: { lambda: { ValidateOrder: lambdaFunction(validate, { timeout: 3 }), ProcessPayment: fails("Down"), SendEmail: {} } },
 * });
 * expect(execution.visits[0]?.output).toBe(3000);
 */
export function lambdaFunction(handler: LambdaHandlerLike, options: LambdaOptions = {}): MockHandler {
  if (typeof handler !== "function") {
    throw new UsageError(`The handler of lambdaFunction() must be a function, but was ${shownValue(handler)}.`, {
      code: "INVALID_HANDLER",
      hint: "For a module, write `lambdaModule(() => import('./src/validate.ts'))`.",
    });
  }
  return withSettings(sameArity(handler as LambdaHandler), lambdaSettings(options));
}

/** A handler written for Lambda, whatever it knows of its event and context. */
// biome-ignore lint/suspicious/noExplicitAny: a handler is typed by its author, with its own event and Lambda's context
export type LambdaHandlerLike = (event: any, context: any, callback: any) => unknown;

/** A function of its own, since the same handler may be configured twice; how many parameters it takes tells its style. */
function sameArity(handler: LambdaHandler): MockHandler {
  const copy = (...given: Parameters<LambdaHandler>): unknown => handler(...given);
  Object.defineProperties(copy, { length: { value: handler.length }, name: { value: handler.name } });
  return copy as unknown as MockHandler;
}
