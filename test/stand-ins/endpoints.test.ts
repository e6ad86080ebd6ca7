import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { setupServer } from "msw/node";
import { fails, mockAws, runStateMachine } from "sfn-testkit";
import { interceptAws } from "sfn-testkit/msw";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { machine, service, task } from "../running/machines.ts";

/** A real server, which answers by path or target and keeps what it was asked. */
const asked: { readonly target: string; readonly authorization: string | undefined; readonly body: string }[] = [];
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  const target = String(request.headers["x-amz-target"] ?? request.url);
  asked.push({ target, authorization: request.headers.authorization, body });
  const [status, headers, answer] = answerTo(target);
  response.writeHead(status, headers).end(answer);
}

const JSON_TYPE = { "content-type": "application/x-amz-json-1.0" };

function answerTo(target: string): readonly [status: number, headers: Record<string, string>, body: string] {
  if (target.startsWith("/reports/missing")) return [404, {}, "<Error><Code>NoSuchKey</Code><Message>It is not here.</Message></Error>"];
  if (target.startsWith("/reports/"))
    return [200, { etag: '"e"', "last-modified": "Wed, 01 Jan 2025 00:00:00 GMT", "content-type": "text/plain" }, "the report"];
  if (target === "AWSStepFunctions.StartExecution") return [200, JSON_TYPE, '{"executionArn":"arn:x","startDate":1735689600}'];
  if (target.endsWith("/functions/Good/invocations")) return [200, {}, '{"ok":true}'];
  if (target.endsWith("/functions/Bad/invocations"))
    return [200, { "x-amz-function-error": "Unhandled" }, '{"errorType":"Broken","errorMessage":"no"}'];
  return [400, JSON_TYPE, '{"__type":"com.amazonaws#ResourceNotFoundException","message":"none"}'];
}

describe("the endpoint of a service", () => {
  test("gets its calls, signed with dummy credentials, and answers them", async () => {
    const aws = mockAws({}, { endpoint: { s3: url } });

    const execution = await runStateMachine(machine({ Get: service("aws-sdk:s3:getObject", { Bucket: "reports", Key: "a" }) }), { aws });

    expect(execution.output).toMatchObject({ Body: "the report", ETag: '"e"', LastModified: "2025-01-01T00:00:00Z" });
    expect(asked.at(-1)).toMatchObject({ authorization: expect.stringContaining("Credential=test/") });
    expect(aws.calls("s3:getObject")).toHaveLength(1);
  });

  test("fails with the API's exceptions under the names that machines see", async () => {
    const aws = mockAws({}, { endpoint: { s3: url, dynamodb: url } });
    const failing = async (resource: string, parameters: object) =>
      (await runStateMachine(machine({ Ask: service(resource, parameters) }), { aws })).error;

    expect(await failing("aws-sdk:s3:getObject", { Bucket: "reports", Key: "missing" })).toBe("S3.NoSuchKeyException");
    expect(await failing("dynamodb:getItem", { TableName: "t", Key: { id: { S: "a" } } })).toBe("DynamoDB.ResourceNotFoundException");
  });

  test("is spoken to in the API's own casing, and heard in ASL's", async () => {
    const aws = mockAws({}, { endpoint: { sfn: url } });
    const starting = machine({
      Start: service("aws-sdk:sfn:startExecution", { StateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:m" }),
    });

    expect((await runStateMachine(starting, { aws })).output).toEqual({ ExecutionArn: "arn:x", StartDate: "2025-01-01T00:00:00Z" });
    expect(JSON.parse(asked.at(-1)?.body ?? "")).toEqual({ stateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:m" });
  });

  test("of Lambda runs functions, whose failures are theirs", async () => {
    const aws = mockAws({}, { endpoint: { lambda: url } });

    expect((await runStateMachine(machine({ Ask: task("Good") }), { aws })).output).toEqual({ ok: true });
    expect(await runStateMachine(machine({ Ask: task("Bad") }), { aws })).toHaveFailed({
      error: "Broken",
      cause: '{"errorType":"Broken","errorMessage":"no"}',
    });
  });

  test("is asked after the mocks", async () => {
    const aws = mockAws({ s3: { getObject: fails("Mocked") } }, { endpoint: { s3: url } });

    expect(await runStateMachine(machine({ Get: service("aws-sdk:s3:getObject", { Bucket: "reports", Key: "a" }) }), { aws })).toHaveFailed(
      { error: "Mocked" },
    );
  });

  test("is left alone while AWS is intercepted, and answers SDK clients, too", async () => {
    const aws = mockAws({}, { endpoint: { s3: url } });
    using _ = interceptAws(aws);
    const Get = service("aws-sdk:s3:getObject", { Bucket: "reports", Key: "a" });

    expect((await runStateMachine(machine({ Get }), { aws })).output).toMatchObject({ Body: "the report" });
    const { Body } = await new S3Client({ region: "us-east-1" }).send(new GetObjectCommand({ Bucket: "reports", Key: "a" }));
    expect(await Body?.transformToString()).toBe("the report");
  });

  test("is reached beside a server of the user's own that refuses what it does not know", async () => {
    const msw = setupServer();
    msw.listen({ onUnhandledRequest: "error" });
    const aws = mockAws({}, { endpoint: { s3: url } });
    using _ = interceptAws(aws, { server: msw });
    const Get = service("aws-sdk:s3:getObject", { Bucket: "reports", Key: "a" });

    expect((await runStateMachine(machine({ Get }), { aws })).output).toMatchObject({ Body: "the report" });
    msw.close();
  });

  test("answers its own world, whichever was intercepted last", async () => {
    const aws = mockAws({}, { endpoint: { s3: url } });
    using _ = interceptAws(aws);
    using __ = interceptAws(mockAws({ s3: { getObject: { Body: "of the other world" } } }));
    const Get = service("aws-sdk:s3:getObject", { Bucket: "reports", Key: "a" });

    expect((await runStateMachine(machine({ Get }), { aws })).output).toMatchObject({ Body: "the report" });
  });

  test("that nobody serves is a usage error, not the machine's", async () => {
    const aws = mockAws({}, { endpoint: { s3: "http://127.0.0.1:1" } });
    const asking = runStateMachine(machine({ Get: service("aws-sdk:s3:getObject", { Bucket: "reports", Key: "a" }) }), { aws });

    await expect(asking).rejects.toMatchObject({ code: "ENDPOINT_UNREACHABLE", message: expect.stringContaining("http://127.0.0.1:1/") });
  });

  test("needs the service's client", async () => {
    const aws = mockAws({}, { endpoint: { rekognition: url } });

    await expect(runStateMachine(machine({ Ask: service("aws-sdk:rekognition:detectLabels") }), { aws })).rejects.toMatchObject({
      code: "PACKAGE_MISSING",
    });
  });
});

test.each([
  ["http://s3.amazonaws.com", "REMOTE_ENDPOINT"],
  ["http://127.0.0.1.example.com", "REMOTE_ENDPOINT"],
  ["localhost:9000", "INVALID_OPTION"],
  [9000, "INVALID_OPTION"],
])("the endpoint %o is refused", (endpoint, code) => {
  expect(() => mockAws({}, { endpoint: { s3: endpoint as string } })).toThrow(expect.objectContaining({ name: "UsageError", code }));
});

test.each(["http://localhost:1", "http://[::1]:1", "http://127.9.9.9", { url: "https://minio.example.com", allowRemote: true }])(
  "the endpoint %o is allowed",
  (s3) => {
    expect(() => mockAws({}, { endpoint: { s3 } })).not.toThrow();
  },
);
