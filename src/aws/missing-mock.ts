import { MissingMockError } from "../base/errors.ts";
import { abbreviate, didYouMean } from "../base/text.ts";
import type { AwsCall } from "./call.ts";
import type { MockTable } from "./mocks.ts";

/** The error for a call that nothing answers: what was called, with what, and the line to paste. */
export function missingMock(call: AwsCall, table: MockTable): MissingMockError {
  const { state, service, operation, input } = call;
  const name = call.function?.name;
  const what = name === undefined ? `${service}:${operation}` : `the Lambda function "${name}"`;
  return new MissingMockError(`No mock answers "${state}", which calls ${what} with ${abbreviate(JSON.stringify(input), 300)}.`, {
    code: "MISSING_MOCK",
    state,
    hint: [
      nearMiss(call, table),
      `Add to \`mocks\`:\n\n  ${pasteLine(call)}\n`,
      `or, for this state alone:\n\n  states: { ${key(state)}: {} },`,
    ]
      .filter((line) => line !== undefined)
      .join("\n"),
  });
}

function nearMiss({ function: invoked, service, operation, state }: AwsCall, table: MockTable): string | undefined {
  const called =
    invoked === undefined ? didYouMean(`${service}:${operation}`, table.operationNames) : didYouMean(invoked.name, table.functionNames);
  return called ?? didYouMean(state, table.stateNames);
}

function pasteLine({ service, operation, function: invoked }: AwsCall): string {
  return invoked === undefined ? `${key(service)}: { ${key(operation)}: {} },` : `lambda: { ${key(invoked.name)}: {} },`;
}

/** A name as the key of an object literal. */
function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
