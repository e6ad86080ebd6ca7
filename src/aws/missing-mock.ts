import { MissingMockError } from "../base/errors.ts";
import { abbreviate, didYouMean } from "../base/text.ts";
import type { AwsCall } from "./call.ts";
import type { MockTable } from "./mocks.ts";

/** The error for a call that nothing answers: what was called, with what, and the line to paste. */
export function missingMock(call: AwsCall, table: MockTable): MissingMockError {
  const { state, service, operation, input } = call;
  const name = call.function?.name;
  const what = name === undefined ? `${service}:${operation}` : `the Lambda function "${name}"`;
  const sent = abbreviate(JSON.stringify(input, shownBytes), 300);
  if (state === "")
    return missingOutside(`No mock answers ${call.invoker ?? "an SDK client"}, which calls ${what} with ${sent}.`, call, table);
  if (call.mapField !== undefined)
    return missingForMap(`the ${call.mapField} of "${state}", which calls ${what} with ${sent}`, call, table);
  return new MissingMockError(`No mock answers "${state}", which calls ${what} with ${sent}.`, {
    code: "MISSING_MOCK",
    state,
    hint: [
      nearMiss(call, table),
      `Add to \`mocks\`:\n\n  ${pasteLine(call)}\n`,
      `or, for this state alone:\n\n  states: { ${key(state)}: {} },`,
      standIn(service),
    ]
      .filter((line) => line !== undefined)
      .join("\n"),
  });
}

/** What a Map reads and writes is not answered by a mock of its state, which would be taken for that of a Task. */
function missingForMap(who: string, call: AwsCall, table: MockTable): MissingMockError {
  const { state, service, operation } = call;
  const near = didYouMean(`${service}:${operation}`, table.operationNames);
  const useless = table.mocksState(state) ? `The mock states.${key(state)} does not answer it: it is no call of a Task.` : undefined;
  const lines = [near, useless, `Add to \`mocks\`:\n\n  ${mapPasteLine(call)}`, standIn(service)];
  return new MissingMockError(`No mock answers ${who}.`, {
    code: "MISSING_MOCK",
    state,
    hint: lines.filter((line) => line !== undefined).join("\n"),
  });
}

function mapPasteLine({ service, operation }: AwsCall): string {
  return `${key(service)}: { ${key(operation)}: ${MAP_ANSWERS[operation] ?? "{}"} },`;
}

/** Answers from which a Map could go on. */
const MAP_ANSWERS: { readonly [operation: string]: string } = {
  getObject: '{ Body: "[1, 2, 3]" }',
  listObjectsV2: '{ Contents: [{ Key: "a.json", Size: 12 }] }',
};

function missingOutside(message: string, call: AwsCall, table: MockTable): MissingMockError {
  const near = nearMiss(call, table);
  const hint = `Add to the mocks of its world:\n\n  ${pasteLine(call)}\n`;
  return new MissingMockError(message, { code: "MISSING_MOCK", hint: near === undefined ? hint : `${near}\n${hint}` });
}

function shownBytes(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? `${value.length} bytes` : value;
}

function nearMiss({ function: invoked, service, operation, state }: AwsCall, table: MockTable): string | undefined {
  const called =
    invoked === undefined ? didYouMean(`${service}:${operation}`, table.operationNames) : didYouMean(invoked.name, table.functionNames);
  return called ?? didYouMean(state, table.stateNames);
}

function pasteLine({ service, operation, function: invoked }: AwsCall): string {
  return invoked === undefined ? `${key(service)}: { ${key(operation)}: {} },` : `lambda: { ${key(invoked.name)}: {} },`;
}

/** What makes the stand-in of a service answer. */
const STAND_INS: { readonly [service: string]: string } = {
  sqs: 'aws.sqs.createQueue("…")',
  s3: 'aws.s3.createBucket("…")',
  sns: 'aws.sns.createTopic("…")',
  events: "aws.events.record()",
  dynamodb: "await aws.dynamodb.createTable({ … })",
};

function standIn(service: string): string | undefined {
  const first = Object.hasOwn(STAND_INS, service) ? STAND_INS[service] : undefined;
  return first === undefined ? undefined : `\nor let a stand-in with state answer, in a world of mockAws():\n\n  ${first};`;
}

/** A name as the key of an object literal. */
function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
