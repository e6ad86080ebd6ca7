import type { MockHandler } from "../mocks.ts";
import type { Question } from "../question.ts";
import type { Variables } from "./environment.ts";
import { inEnvironment, variablesOf } from "./environment.ts";
import type { LambdaCallback } from "./lambda-context.ts";
import { LambdaContext } from "./lambda-context.ts";
import type { LambdaSettings } from "./lambda-settings.ts";
import { settingsOf } from "./lambda-settings.ts";

/** A handler as Lambda calls it. */
export type LambdaHandler = (event: unknown, context: LambdaContext, callback?: LambdaCallback) => unknown;

/** Calls a handler, a function's as Lambda does: with its context, its callback, its environment, and no longer than its timeout. */
export function invoke(mock: MockHandler, event: unknown, question: Question): unknown {
  const settings = settingsOf(mock);
  const context = new LambdaContext(question, settings);
  cutOffAtTimeout(settings, question, context);
  const variables = variablesOf(settings, question);
  return variables === undefined ? handled(mock, event, context) : handledWithin(variables, mock, event, context);
}

function handledWithin(variables: Variables, handler: LambdaHandler, event: unknown, context: LambdaContext): unknown {
  return inEnvironment(variables, () => handled(handler, event, context));
}

/** Lambda, "Node.js handlers": who takes a third parameter answers by it, unless with a promise. */
export function handled(handler: LambdaHandler, event: unknown, context: LambdaContext): unknown {
  if (handler.length < 3 || !context.isOfFunction) return handler(event, context);
  const { completion } = context;
  const value = handler(event, context, context.done);
  return value instanceof Promise ? value : completion;
}

/** Whatever the handler does by then, its answer is that it timed out. */
function cutOffAtTimeout({ timeoutMs }: LambdaSettings, { handle }: Question, context: LambdaContext): void {
  if (timeoutMs === undefined) return;
  const errorMessage = `RequestId: ${context.awsRequestId} Error: Task timed out after ${(timeoutMs / 1_000).toFixed(2)} seconds`;
  const cause = JSON.stringify({ errorType: "Sandbox.Timedout", errorMessage });
  handle.limit(timeoutMs, { kind: "error", error: "Sandbox.Timedout", cause });
}
