import { BedrockRuntimeClient, InvokeModelWithBidirectionalStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { mockAws } from "sfn-testkit";
import { interceptAws } from "sfn-testkit/msw";
import { describe, expect, test } from "vitest";
import { guardNetwork } from "./no-network.ts";

guardNetwork();

const REFUSED = "bedrockruntime:invokeModelWithBidirectionalStream sends an event stream, which is not supported over HTTP.";
const INSTEAD = "Mock the function around this call instead";

describe("a request that is a stream of events is refused by name", () => {
  const converse = async (body: AsyncIterable<{ chunk: { bytes: Uint8Array } }>): Promise<unknown> =>
    await new BedrockRuntimeClient().send(new InvokeModelWithBidirectionalStreamCommand({ modelId: "m", body }));

  test("once it has ended", async () => {
    using _ = interceptAws(mockAws());
    const said = (async function* () {
      yield { chunk: { bytes: Buffer.from("{}") } };
    })();

    await expect(converse(said)).rejects.toThrow(REFUSED);
  });

  test("while it waits for an answer before it goes on", async () => {
    using _ = interceptAws(mockAws());
    const waiting = (async function* () {
      yield { chunk: { bytes: Buffer.from("{}") } };
      await new Promise(() => {});
    })();

    const refused = converse(waiting);
    await expect(refused).rejects.toThrow(REFUSED);
    await expect(refused).rejects.toThrow(INSTEAD);
  });

  test("also where its client is not installed", async () => {
    using _ = interceptAws(mockAws());
    const headers = { "content-type": "application/vnd.amazon.eventstream" };
    const said = { method: "POST", headers, body: new Blob(["spoken"]).stream(), duplex: "half" };

    const answer = await fetch("https://transcribestreaming.us-east-1.amazonaws.com/stream-transcription", said as RequestInit);

    expect(await answer.json()).toMatchObject({
      __type: "UsageError",
      message: expect.stringContaining("A request to transcribestreaming sends an event stream") as string,
    });
  });
});

test("an object for S3 that is of the type of such a stream is read as any other", async () => {
  const aws = mockAws({ s3: { putObject: {} } });
  using _ = interceptAws(aws);
  const object = { Bucket: "b", Key: "k", Body: "recorded", ContentType: "application/vnd.amazon.eventstream" };

  await new S3Client().send(new PutObjectCommand(object));

  expect(aws.calls("s3:putObject")).toMatchObject([{ input: { Body: new Uint8Array(Buffer.from("recorded")) } }]);
});
