import { AwsQueryProtocol, AwsSmithyRpcV2CborProtocol, AwsSmithyRpcV2JsonProtocol } from "@aws-sdk/core/protocols";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ServiceOperation } from "../../src/sdk/service-model.ts";
import { modelOfClient } from "../../src/sdk/service-model.ts";
import { answering } from "./answering-client.ts";
import { valuesOf } from "./shape-arbitrary.ts";

interface Sender {
  send(command: object): Promise<Record<string, unknown>>;
}

const operations: readonly (readonly [client: string, operation: string])[] = [
  ["sfn", "describeExecution"],
  ["sfn", "getExecutionHistory"],
  ["dynamodb", "query"],
  ["dynamodb", "batchWriteItem"],
  ["secretsmanager", "getSecretValue"],
  ["ssm", "getParametersByPath"],
  ["ecs", "describeTasks"],
  ["eventbridge", "putTargets"],
  ["glue", "getJobRun"],
  ["kinesis", "putRecords"],
  ["sns", "publish"],
  ["sns", "listTopics"],
  ["lambda", "getFunction"],
  ["batch", "describeJobs"],
  ["bedrockruntime", "converse"],
  ["s3", "listObjectsV2"],
  ["s3", "getBucketLifecycleConfiguration"],
];

/** Operations whose requests say nothing of a list or a structure that is empty. */
const inForms: typeof operations = [
  ["ec2", "describeInstances"],
  ["ec2", "runInstances"],
  ["ec2", "authorizeSecurityGroupIngress"],
  ["ec2", "describeVpcs"],
];

/** Operations whose client adds to what it is given. */
const completed: typeof operations = [
  ["lambda", "invoke"],
  ["s3", "putBucketLifecycleConfiguration"],
];

const operationOf = (client: string, name: string): ServiceOperation => modelOfClient(client)?.operations.get(name) as ServiceOperation;

function exported<T>(operation: ServiceOperation, name: RegExp): T {
  const { exports } = operation.service.package;
  return exports[Object.keys(exports).find((key) => name.test(key)) as string] as T;
}

function newClient(operation: ServiceOperation, options: object): Sender {
  return new (exported<new (options: object) => Sender>(operation, /^[A-Z].*Client$/))(options);
}

function newCommand(operation: ServiceOperation, input: unknown): object {
  return new (exported<new (input: unknown) => object>(operation, new RegExp(`^${operation.name}Command$`)))(input);
}

/** Sends an input and answers an output; what arrived at either end. */
async function conversation(
  operation: ServiceOperation,
  input: unknown,
  output: unknown,
  options: object = {},
): Promise<{ asked: unknown; answered: object }> {
  let asked: unknown;
  const client = newClient(operation, {
    ...answering((call) => {
      asked = call.input;
      return { output };
    }),
    ...options,
  });
  const { $metadata: _, ...answered } = await client.send(newCommand(operation, input));
  return { asked, answered };
}

describe("what is sent is what is understood, in both directions", () => {
  test.each(operations)("%s:%s", async (client, name) => {
    const operation = operationOf(client, name);

    await fc.assert(
      fc.asyncProperty(valuesOf(operation.input), valuesOf(operation.output), async (input, output) => {
        const { asked, answered } = await conversation(operation, input, output);

        expect(comparable(asked)).toEqual(comparable(input));
        expect(comparable(answered)).toEqual(comparable(output));
      }),
      { numRuns: 12 },
    );
  });

  test.each(inForms)("%s:%s, whose requests leave out what is empty", async (client, name) => {
    const operation = operationOf(client, name);

    await fc.assert(
      fc.asyncProperty(valuesOf(operation.input), valuesOf(operation.output), async (input, output) => {
        const { asked, answered } = await conversation(operation, input, output);

        expect(withoutEmpty(comparable(asked))).toMatchObject(withoutEmpty(comparable(input)) as object);
        expect(comparable(answered)).toEqual(comparable(output));
      }),
      { numRuns: 12 },
    );
  });

  test.each(completed)("%s:%s, whose client adds to it", async (client, name) => {
    const operation = operationOf(client, name);

    await fc.assert(
      fc.asyncProperty(valuesOf(operation.input), valuesOf(operation.output), async (input, output) => {
        const { asked, answered } = await conversation(operation, input, output);

        expect(comparable(asked)).toMatchObject(comparable(input) as object);
        expect(comparable(answered)).toMatchObject(comparable(output) as object);
      }),
      { numRuns: 12 },
    );
  });

  test.each([
    ["rpcv2Cbor", "sfn", "describeExecution", AwsSmithyRpcV2CborProtocol],
    ["rpcv2Cbor", "dynamodb", "query", AwsSmithyRpcV2CborProtocol],
    ["rpcv2Json", "sfn", "describeExecution", AwsSmithyRpcV2JsonProtocol],
    ["rpcv2Json", "dynamodb", "query", AwsSmithyRpcV2JsonProtocol],
    ["awsQuery", "sqs", "sendMessage", AwsQueryProtocol],
  ])("also in %s, where a client was told to speak it: %s:%s", async (_protocol, client, name, protocol) => {
    const operation = operationOf(client, name);

    await fc.assert(
      fc.asyncProperty(valuesOf(operation.input), valuesOf(operation.output), async (input, output) => {
        const { asked, answered } = await conversation(operation, input, output, { protocol, md5: false });

        expect(comparable(asked)).toEqual(comparable(input));
        expect(comparable(answered)).toMatchObject(comparable(output) as object);
      }),
      { numRuns: 12 },
    );
  });
});

/** Bytes as text, absent members left out. */
function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString("hex")}`;
  if (value instanceof Date || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(comparable);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, comparable(member)]),
  );
}

/** Without lists and structures that hold nothing, or nothing but such; the root stays. */
function withoutEmpty(value: unknown): unknown {
  if (value instanceof Date || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutEmpty).filter(isSomething);
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, withoutEmpty(member)] as const)
      .filter(([, member]) => isSomething(member)),
  );
}

function isSomething(value: unknown): boolean {
  return value instanceof Date || typeof value !== "object" || value === null || Object.keys(value).length > 0;
}
