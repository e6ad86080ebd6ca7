import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { clientsFrom } from "../../src/sdk/installed-clients.ts";
import { serviceModel } from "../../src/sdk/service-model.ts";
import type { WireRequest } from "../../src/wire/codec.ts";
import { decode, encode, encodeError } from "../../src/wire/codec.ts";

const json = (url: string, headers: Record<string, string>, input: object = {}): WireRequest => ({
  method: "POST",
  url,
  headers: { "content-type": "application/x-amz-json-1.0", ...headers },
  body: Buffer.from(JSON.stringify(input)),
});
const signedFor = (scope: string): { authorization: string } => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKID/20250101/us-east-1/${scope}/aws4_request, SignedHeaders=host, Signature=0`,
});
const target = { "x-amz-target": "DynamoDB_20120810.DescribeTable" };
const textOf = (body: unknown): string => Buffer.from(body as Uint8Array).toString("utf8");

describe("the service of a request is told", () => {
  test.each<[what: string, request: WireRequest, asked: string]>([
    [
      "by its signature",
      json("http://localhost:4566/", { ...signedFor("states"), "x-amz-target": "AWSStepFunctions.ListStateMachines" }),
      "sfn:listStateMachines",
    ],
    ["by its target, where nobody signed", json("http://localhost:4566/", target), "dynamodb:describeTable"],
    [
      "by the client's own words",
      json("http://localhost:4566/", { ...target, "user-agent": "aws-sdk-js/3.1168.0 api/dynamodb#3.1168.0" }),
      "dynamodb:describeTable",
    ],
    [
      "by its host",
      { method: "GET", url: "https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/", headers: {}, body: new Uint8Array() },
      "lambda:listFunctions",
    ],
    [
      "by its signature in the query",
      {
        method: "GET",
        url: "https://localhost/bucket/key?X-Amz-Credential=AKID%2F20250101%2Fus-east-1%2Fs3%2Faws4_request",
        headers: {},
        body: new Uint8Array(),
      },
      "s3:getObject",
    ],
    [
      "by the route, where several share a signature",
      {
        method: "POST",
        url: "http://localhost/model/m/invoke",
        headers: { ...signedFor("bedrock"), "content-type": "application/json" },
        body: Buffer.from("{}"),
      },
      "bedrockruntime:invokeModel",
    ],
  ])("%s", async (_what, request, asked) => {
    const { service, operation } = await decode(request);

    expect(`${service}:${operation}`).toBe(asked);
  });

  test("or it is said that nothing tells it", async () => {
    const request: WireRequest = { method: "GET", url: "http://localhost/", headers: {}, body: new Uint8Array() };

    await expect(decode(request)).rejects.toMatchObject({ name: "UsageError", code: "UNKNOWN_SERVICE" });
  });
});

describe("without the service's client", () => {
  const detect = json(
    "https://rekognition.us-east-1.amazonaws.com/",
    { "x-amz-target": "RekognitionService.DetectLabels" },
    { Image: { Bytes: "AQI=" } },
  );

  test("JSON is understood as it stands", async () => {
    const call = await decode(detect);
    const answer = await encode(call.wire, { Labels: [], At: new Date(1000), Raw: new Uint8Array([1]) });

    expect(call).toMatchObject({ service: "rekognition", operation: "detectLabels", input: { Image: { Bytes: "AQI=" } } });
    expect(JSON.parse(textOf(answer.body))).toEqual({ Labels: [], At: 1, Raw: "AQ==" });
  });

  test("errors keep their names", async () => {
    const { wire } = await decode(detect);
    const { status, body } = await encodeError(wire, { name: "Rekognition.ImageTooLargeException", message: "big" });

    expect(status).toBe(400);
    expect(JSON.parse(textOf(body))).toEqual({ __type: "ImageTooLargeException", message: "big" });
  });

  test("other protocols are refused with what to install", async () => {
    const request: WireRequest = {
      method: "GET",
      url: "https://polly.us-east-1.amazonaws.com/v1/voices",
      headers: signedFor("polly"),
      body: new Uint8Array(),
    };

    await expect(decode(request)).rejects.toMatchObject({ code: "SDK_CLIENT_MISSING", message: expect.stringContaining("polly") });
  });
});

test("an operation that the client does not know is named", async () => {
  const unknown = json("https://dynamodb.us-east-1.amazonaws.com/", { "x-amz-target": "DynamoDB_20120810.Fly" });

  await expect(decode(unknown)).rejects.toMatchObject({ code: "UNKNOWN_OPERATION" });
});

test("a result that the API cannot carry is the mock's mistake", async () => {
  const { wire } = await decode(json("https://dynamodb.us-east-1.amazonaws.com/", target));

  await expect(encode(wire, { Table: { CreationDateTime: "yesterday" } })).rejects.toMatchObject({
    name: "UsageError",
    code: "UNSENDABLE_RESULT",
  });
});

test.each([
  ["as the API has it", "PrivateIpAddresses"],
  ["as older clients do", "PrivateIpAddressesSet"],
])("a member of a request to EC2 is read when it is named %s", async (_how, name) => {
  const form = new URLSearchParams({
    Action: "RunInstances",
    [`NetworkInterface.1.${name}.1.PrivateIpAddress`]: "10.0.0.1",
  });
  const headers = { "content-type": "application/x-www-form-urlencoded" };

  const { input } = await decode({
    method: "POST",
    url: "https://ec2.us-east-1.amazonaws.com/",
    headers,
    body: Buffer.from(form.toString()),
  });

  expect(input).toEqual({ NetworkInterfaces: [{ PrivateIpAddresses: [{ PrivateIpAddress: "10.0.0.1" }] }] });
});

describe("clients", () => {
  test.each([
    ["states", "startExecution", "sfn"],
    ["events", "putEvents", "eventbridge"],
    ["secretsmanager", "getSecretValue", "secretsmanager"],
    ["bedrock", "invokeModel", "bedrockruntime"],
    ["bedrockruntime", "converse", "bedrockruntime"],
  ])("of %s:%s is %s", (service, operation, client) => {
    expect(serviceModel(service, operation)?.client).toBe(client);
    expect(serviceModel(service, operation)?.operations.has(operation)).toBe(true);
  });

  test("that are not installed have no model", () => {
    expect(serviceModel("rekognition")).toBeUndefined();
  });

  test("are those that a project's own code would get: the nearest", () => {
    const root = mkdtempSync(join(tmpdir(), "clients-"));
    const near = join(root, "packages", "app");
    for (const folder of [root, near]) mkdirSync(join(folder, "node_modules", "@aws-sdk", "client-step-one"), { recursive: true });
    mkdirSync(join(root, "node_modules", "@aws-sdk", "client-two"));

    const found = clientsFrom([join(near, "package.json")]);

    expect(found.get("stepone")).toBe(join(near, "node_modules", "@aws-sdk", "client-step-one"));
    expect(found.get("two")).toBe(join(root, "node_modules", "@aws-sdk", "client-two"));
  });
});
