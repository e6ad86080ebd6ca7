import { BedrockRuntimeClient, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import type { Mocks } from "sfn-testkit";
import { fails, mockAws } from "sfn-testkit";
import { interceptAws } from "sfn-testkit/msw";
import { describe, expect, test } from "vitest";
import { guardNetwork } from "./no-network.ts";
import type { ServiceCase } from "./services.ts";
import { HeadObjectCommand, S3Client, serviceCases } from "./services.ts";

guardNetwork();

describe.each(serviceCases)("a client of $service", (example) => {
  const { service, operation, send, answer, output, error, errorClass } = example;

  test("gets what the mock answers, as its own types", async () => {
    using _ = interceptAws(mockAws(mocksOf(example, answer)));

    expect(await send()).toMatchObject(output);
  });

  test("throws its own class for an error that the mock fails with", async () => {
    using _ = interceptAws(mockAws(mocksOf(example, fails(error, "as asked"))));

    const thrown = await send().catch((reason: unknown) => reason);
    expect(thrown).toBeInstanceOf(errorClass);
    expect(thrown).toMatchObject({ message: "as asked" });
  });

  test("is refused what no mock answers, at once, with the line to paste", async () => {
    using _ = interceptAws(mockAws());

    const paste = service === "lambda" ? "lambda: { charge: {} }," : `${service}: { ${operation}: `;
    await expect(send()).rejects.toMatchObject({ message: expect.stringContaining(paste) as unknown, $metadata: { attempts: 1 } });
  });
});

test("a refused HEAD, which has no body to say why, is an error all the same", async () => {
  using _ = interceptAws(mockAws());

  const head = new S3Client().send(new HeadObjectCommand({ Bucket: "reports", Key: "a" }));
  await expect(head).rejects.toMatchObject({ $metadata: { httpStatusCode: 400, attempts: 1 } });
});

test("events of a stream arrive one by one over HTTP/2", async () => {
  const events = ["one", "two"].map((text) => ({ contentBlockDelta: { contentBlockIndex: 0, delta: { text } } }));
  using _ = interceptAws(mockAws({ bedrock: { converseStream: { stream: events } } }));

  const { stream = [] } = await new BedrockRuntimeClient().send(new ConverseStreamCommand({ modelId: "m", messages: [] }));
  const received: unknown[] = [];
  for await (const event of stream) received.push(event);
  expect(received).toMatchObject(events);
});

function mocksOf({ service, operation }: ServiceCase, mock: object): Mocks {
  return service === "lambda" ? { lambda: { charge: mock } } : { [service]: { [operation]: mock } };
}
