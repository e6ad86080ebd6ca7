import { Readable } from "node:stream";
import * as bedrock from "@aws-sdk/client-bedrock-runtime";
import * as kinesis from "@aws-sdk/client-kinesis";
import * as lambda from "@aws-sdk/client-lambda";
import * as s3 from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { withFramesOfBytes } from "../../src/wire/codec/event-stream.ts";
import type { Answers } from "./answering-client.ts";
import { answering } from "./answering-client.ts";

async function all<T>(events: AsyncIterable<T> | undefined): Promise<T[]> {
  const list: T[] = [];
  for await (const event of events ?? []) list.push(event);
  return list;
}

function textOf(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString("utf8");
}

describe("events to the client", () => {
  const bedrockClient = (output: unknown): bedrock.BedrockRuntimeClient =>
    new bedrock.BedrockRuntimeClient(answering(() => ({ output })) as never);
  const converse = new bedrock.ConverseStreamCommand({ modelId: "m", messages: [{ role: "user", content: [{ text: "hi" }] }] });

  test("come from an array, spelt as in ASL or as in the SDK", async () => {
    const output = {
      stream: [{ messageStart: { role: "assistant" } }, { ContentBlockDelta: { ContentBlockIndex: 0, Delta: { Text: "hé" } } }],
    };

    const { stream } = await bedrockClient(output).send(converse);

    expect(await all(stream)).toEqual([
      { messageStart: { role: "assistant" } },
      { contentBlockDelta: { contentBlockIndex: 0, delta: { text: "hé" } } },
    ]);
  });

  test("come from an async generator, chunks as text", async () => {
    async function* chunks(): AsyncGenerator<object> {
      yield { chunk: { bytes: '{"completion":"a"}' } };
      yield { chunk: { bytes: Buffer.from("b") } };
    }
    const command = new bedrock.InvokeModelWithResponseStreamCommand({ modelId: "m", body: "{}" });

    const { body, contentType } = await bedrockClient({ body: chunks(), contentType: "application/json" }).send(command);

    expect((await all(body)).map((event) => textOf(event.chunk?.bytes))).toEqual(['{"completion":"a"}', "b"]);
    expect(contentType).toBe("application/json");
  });

  test("may be broken off by a modelled exception among them", async () => {
    const { stream } = await bedrockClient({
      stream: [{ messageStart: { role: "assistant" } }, { throttlingException: { message: "slow" } }],
    }).send(converse);

    await expect(all(stream)).rejects.toBeInstanceOf(bedrock.ThrottlingException);
  });

  test("end with what their generator throws: the exception of that name, or an error", async () => {
    async function* failing(name: string): AsyncGenerator<object> {
      yield { messageStart: { role: "assistant" } };
      throw Object.assign(new Error("half way"), { name });
    }

    const modelled = await bedrockClient({ stream: failing("ModelStreamErrorException") }).send(converse);
    const unknown = await bedrockClient({ stream: failing("Oops") }).send(converse);

    await expect(all(modelled.stream)).rejects.toBeInstanceOf(bedrock.ModelStreamErrorException);
    await expect(all(unknown.stream)).rejects.toMatchObject({ name: "Oops", message: "half way" });
  });

  test("of Lambda's response streams carry payloads and their end", async () => {
    const output = { StatusCode: 200, EventStream: [{ PayloadChunk: { Payload: "one" } }, { InvokeComplete: {} }] };
    const client = new lambda.LambdaClient(answering(() => ({ output })) as never);

    const { EventStream, StatusCode } = await client.send(new lambda.InvokeWithResponseStreamCommand({ FunctionName: "f" }));
    const [first, last] = await all(EventStream);

    expect(textOf(first?.PayloadChunk?.Payload)).toBe("one");
    expect(last).toHaveProperty("InvokeComplete");
    expect(StatusCode).toBe(200);
  });

  test("of a service without REST are framed in the same way", async () => {
    const output = { EventStream: [{ SubscribeToShardEvent: { Records: [], ContinuationSequenceNumber: "1", MillisBehindLatest: 0 } }] };
    const client = new kinesis.KinesisClient(answering(() => ({ output })) as never);
    const command = new kinesis.SubscribeToShardCommand({
      ConsumerARN: "arn:aws:kinesis:us-east-1:123456789012:stream/s/consumer/c:1",
      ShardId: "s",
      StartingPosition: { Type: "LATEST" },
    });

    const { EventStream } = await client.send(command);

    expect(await all(EventStream)).toEqual([
      { SubscribeToShardEvent: { Records: [], ContinuationSequenceNumber: "1", MillisBehindLatest: 0 } },
    ]);
  });

  test("have before them what an older SDK hands over as text", async () => {
    const sdk = { serialize: (events: string[], framed: (event: string) => unknown) => events.map(framed) };
    const { eventStreamMarshaller } = withFramesOfBytes({ region: "us-east-1", eventStreamMarshaller: sdk }) as {
      eventStreamMarshaller: typeof sdk;
    };

    const frames = eventStreamMarshaller.serialize(["{}"], (body) => ({ headers: {}, body }));

    expect(frames).toEqual([{ headers: {}, body: Buffer.from("{}") }]);
  });

  test("are refused by name in the other direction", async () => {
    const body = (async function* () {})();
    const sending = bedrockClient({}).send(new bedrock.InvokeModelWithBidirectionalStreamCommand({ modelId: "m", body }));

    await expect(sending).rejects.toMatchObject({ name: "UsageError", code: "EVENT_STREAM_REQUEST" });
  });
});

describe("objects of S3", () => {
  const s3Client = (answers: Answers, options: object = {}): s3.S3Client => new s3.S3Client({ ...answering(answers), ...options } as never);
  const big = Buffer.alloc(100_000, "0123456789");

  test.each([
    ["in the host", {}],
    ["in the path", { forcePathStyle: true }],
    ["in the host of one's own endpoint", { endpoint: "http://localhost:9000" }],
    ["in the path of one's own endpoint", { endpoint: "http://minio.example:9000", forcePathStyle: true }],
  ])("are found with the bucket %s", async (_, options) => {
    const asked: unknown[] = [];
    const client = s3Client(({ operation, input }) => {
      asked.push([operation, input]);
      return { output: {} };
    }, options);

    await client.send(new s3.HeadObjectCommand({ Bucket: "my-bucket", Key: "a/b c/ü+.txt" }));
    await client.send(new s3.DeleteBucketCommand({ Bucket: "my-bucket" }));
    await client.send(new s3.ListBucketsCommand({}));

    expect(asked).toEqual([
      ["headObject", { Bucket: "my-bucket", Key: "a/b c/ü+.txt" }],
      ["deleteBucket", { Bucket: "my-bucket" }],
      ["listBuckets", {}],
    ]);
  });

  test("arrive as bytes when they were sent in chunks with a checksum behind them", async () => {
    let input: { Body?: Uint8Array; Metadata?: object } = {};
    const client = s3Client((call) => {
      input = call.input;
      return { output: { ETag: '"e"' } };
    });

    const put = new s3.PutObjectCommand({
      Bucket: "my-bucket",
      Key: "k",
      Body: Readable.from([big]),
      ContentLength: big.length,
      Metadata: { owner: "me" },
    });
    const { ETag } = await client.send(put);

    expect(Buffer.from(input.Body ?? []).equals(big)).toBe(true);
    expect(input.Metadata).toEqual({ owner: "me" });
    expect(ETag).toBe('"e"');
  });

  test.each([
    ["text", "hello"],
    ["bytes", Buffer.from("hello")],
    ["a stream", Readable.from(["hel", "", "lo"])],
  ])("come back from %s", async (_, Body) => {
    const client = s3Client(() => ({
      output: { Body, ContentType: "text/plain", Metadata: { owner: "me" }, LastModified: "2025-03-01T12:00:00.000Z" },
    }));

    const got = await client.send(new s3.GetObjectCommand({ Bucket: "my-bucket", Key: "k" }));

    expect(await got.Body?.transformToString()).toBe("hello");
    expect(got).toMatchObject({ ContentType: "text/plain", Metadata: { owner: "me" }, LastModified: new Date("2025-03-01T12:00:00.000Z") });
  });

  test("that are not there are not found, also without a body to say so", async () => {
    const client = s3Client(() => ({ error: { name: "NoSuchKey", message: "none" } }));

    await expect(client.send(new s3.GetObjectCommand({ Bucket: "my-bucket", Key: "k" }))).rejects.toBeInstanceOf(s3.NoSuchKey);
    await expect(client.send(new s3.HeadObjectCommand({ Bucket: "my-bucket", Key: "k" }))).rejects.toBeInstanceOf(s3.NotFound);
  });

  test("copied, uploaded in parts and listed share paths and are told apart", async () => {
    const asked: string[] = [];
    const client = s3Client(({ operation }) => {
      asked.push(operation);
      return { output: { UploadId: "u", ETag: "e" } };
    });
    const at = { Bucket: "my-bucket", Key: "k" };

    await client.send(new s3.CopyObjectCommand({ ...at, CopySource: "b/k" }));
    await client.send(new s3.CreateMultipartUploadCommand(at));
    await client.send(new s3.UploadPartCommand({ ...at, UploadId: "u", PartNumber: 1, Body: "x" }));
    await client.send(new s3.AbortMultipartUploadCommand({ ...at, UploadId: "u" }));
    await client.send(new s3.ListObjectsCommand({ Bucket: "my-bucket" }));
    await client.send(new s3.GetBucketTaggingCommand({ Bucket: "my-bucket" }));

    expect(asked).toEqual(["copyObject", "createMultipartUpload", "uploadPart", "abortMultipartUpload", "listObjects", "getBucketTagging"]);
  });
});
