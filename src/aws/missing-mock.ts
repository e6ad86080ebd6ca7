import { MissingMockError } from "../base/errors.ts";
import { abbreviate, didYouMean } from "../base/text.ts";
import type { AwsCall } from "./call.ts";
import type { MockTable } from "./mocks.ts";

/** The error for a call that nothing answers: what was called, with what, and the line to paste. */
export function missingMock(call: AwsCall, table: MockTable): MissingMockError {
  const { state, service, operation, input, invocation } = call;
  const name = invocation?.function.name;
  const what = name === undefined ? `${service}:${operation}` : `the Lambda function "${name}"`;
  return new MissingMockError(`No mock answers "${state}", which calls ${what} with ${abbreviate(JSON.stringify(input), 300)}.`, {
    code: "MISSING_MOCK",
    state,
    hint: [nearMiss(call, table), `Add to \`mocks\`:\n\n  ${pasteLine(call)}\n`, `or, for this state alone:\n\n  states: { ${key(state)}: {} },`]
      .filter((line) => line !== undefined)
      .join("\n"),
  });
}

function nearMiss({ invocation, service, operation, state }: AwsCall, table: MockTable): string | undefined {
  const called =
    invocation === undefined ? didYouMean(`${service}:${operation}`, table.operationNames) : didYouMean(invocation.function.name, table.functionNames);
  return called ?? didYouMean(state, table.stateNames);
}

function pasteLine({ service, operation, invocation }: AwsCall): string {
  return invocation === undefined ? `${key(service)}: { ${key(operation)}: {} },` : `lambda: { ${key(invocation.function.name)}: {} },`;
}

/** A name as the key of an object literal. */
function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
