import { isUsageError } from "../src/base/errors.ts";
import { isExecution } from "../src/simulator/execution.ts";
import { isThenable, misuse } from "./execution-guard.ts";
import type { Assertion, MatcherContext, MatcherResult } from "./matcher.ts";
import { hintLine } from "./message.ts";
import { shown } from "./shown.ts";
import type { Verified } from "./verified.ts";

/**
 * Would AWS accept this definition? It is an object, JSON text, a path or URL of a file, or a loaded machine. The matcher is asynchronous:
 * `await` it. Throws for what is no definition at all, and for a file that is not there.
 *
 * @example
 * await expect("order.asl.json").toBeValidStateMachine();
 */
export function toBeValidStateMachine(this: MatcherContext, received: unknown): Promise<MatcherResult> {
  const assertion: Assertion = { context: this, matcher: "toBeValidStateMachine", args: [], subject: "definition" };
  // Inside toEqual a runner takes the promise for the answer, and `expect.not` would hold for everything.
  if (this.utils !== undefined && this.promise === undefined) {
    throw misuse(assertion, "It is asynchronous, and cannot stand inside another value: await expect(definition).toBeValidStateMachine().");
  }
  expectSource(received, assertion);
  return answer(received, assertion);
}

function expectSource(received: unknown, assertion: Assertion): asserts received is string | object {
  const isObject = typeof received === "object" && received !== null && !Array.isArray(received);
  if (isObject && isThenable(received)) {
    throw misuse(assertion, "The received value must be a definition.\nReceived a promise. Did you forget `await`?");
  }
  if (isExecution(received)) throw misuse(assertion, "The received value must be a definition, but was an execution.");
  if (isObject || typeof received === "string") return;
  throw misuse(
    assertion,
    `The received value must be a definition, its JSON text, its path or URL, or a state machine, but was ${shown(received)}.`,
  );
}

async function answer(received: string | object, assertion: Assertion): Promise<MatcherResult> {
  const verified = await verify(received, assertion);
  return { pass: verified.valid, message: () => `${hintLine(assertion)}\n\n${messageOf(verified, assertion)}` };
}

async function verify(received: string | object, assertion: Assertion): Promise<Verified> {
  // Validating takes more to load than all matchers together.
  const { verified } = await import("./verified.ts");
  try {
    return await verified(received);
  } catch (thrown) {
    throw isUsageError(thrown) ? misuse(assertion, thrown.message) : thrown;
  }
}

function messageOf({ found, errors }: Verified, { context }: Assertion): string {
  if (context.isNot === true) return `Expected: a definition that AWS refuses\nReceived: ${found}`;
  return `Expected: a definition that AWS accepts\nReceived: ${found}\n\n${errors}`;
}
