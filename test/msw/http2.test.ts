import { once } from "node:events";
import type { Http2Server } from "node:http2";
import http2, { connect, createServer } from "node:http2";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { KinesisClient, PutRecordCommand, ResourceNotFoundException } from "@aws-sdk/client-kinesis";
import { fails, mockAws, runStateMachine } from "sfn-testkit";
import { interceptAws } from "sfn-testkit/msw";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { serviceMachine, taskMachine } from "./machines.ts";
import { guardNetwork } from "./no-network.ts";

guardNetwork();

const record = { StreamName: "clicks", Data: Buffer.from("x"), PartitionKey: "p" };

const putRecord = async (endpoint: string): Promise<string | undefined> => {
  const client = new KinesisClient({ region: "us-east-1", endpoint });
  return (await client.send(new PutRecordCommand(record))).SequenceNumber;
};

test("a client that closes its session while it is answered is not told to go away, and reads on", async () => {
  using _ = interceptAws(mockAws({ kinesis: { putRecord: { ShardId: "s-1", SequenceNumber: "1" } } }));
  const session = connect("https://kinesis.us-east-1.amazonaws.com");
  const goneAway = vi.fn();
  session.on("goaway", goneAway);
  const headers = {
    ":path": "/",
    ":method": "POST",
    "x-amz-target": "Kinesis_20131202.PutRecord",
    "content-type": "application/x-amz-json-1.1",
  };
  const stream = session.request(headers).end(JSON.stringify(record));
  await once(stream, "response");
  session.close();
  let body = "";
  for await (const chunk of stream) body += String(chunk);
  await once(session, "close");

  expect(JSON.parse(body)).toEqual({ ShardId: "s-1", SequenceNumber: "1" });
  expect(goneAway).not.toHaveBeenCalled();
});

describe("a client of HTTP/2 with an endpoint of its own", () => {
  test.each(["http://localhost:4567", "https://localhost:4567", "http://127.0.0.1:4567", "https://kinesis.example.com"])(
    "at %s is answered by the world",
    async (endpoint) => {
      const aws = mockAws({ kinesis: { putRecord: { ShardId: "s-1", SequenceNumber: "1" } } });
      using _ = interceptAws(aws);

      expect(await putRecord(endpoint)).toBe("1");
      expect(aws.calls("kinesis:putRecord")).toHaveLength(1);
    },
  );

  test("asks often, one after the other and at once", async () => {
    const sequence = ["1", "2", "3", "4"].map((SequenceNumber) => ({ ShardId: "s-1", SequenceNumber }));
    using _ = interceptAws(mockAws({ kinesis: { putRecord: sequence } }));
    const client = new KinesisClient({ region: "us-east-1", endpoint: "http://localhost:4567" });
    const put = async () => (await client.send(new PutRecordCommand(record))).SequenceNumber;

    expect([await put(), await put()]).toEqual(["1", "2"]);
    expect((await Promise.all([put(), put()])).sort()).toEqual(["3", "4"]);
  });

  test("throws its own class for an error that the mock fails with", async () => {
    using _ = interceptAws(mockAws({ kinesis: { putRecord: fails("ResourceNotFoundException", "no stream") } }));

    await expect(putRecord("http://localhost:4567")).rejects.toBeInstanceOf(ResourceNotFoundException);
  });

  test("is known to be a handler's", async () => {
    const aws = mockAws({
      lambda: { Click: async () => await putRecord("http://localhost:4567") },
      kinesis: { putRecord: { ShardId: "s-1", SequenceNumber: "own" } },
    });
    using _ = interceptAws(aws);
    using __ = interceptAws(mockAws({ kinesis: { putRecord: { ShardId: "s-1", SequenceNumber: "last" } } }));

    expect(await runStateMachine(taskMachine("Click"), { aws })).toHaveSucceeded("own");
  });
});

const { version: mswVersion } = createRequire(import.meta.url)("msw/package.json") as { readonly version: string };

// MSW 3 alone, with a handler that lets everything through, keeps what an HTTP/2 client says to a real server.
describe.skipIf(mswVersion.startsWith("3."))("a server of HTTP/2", () => {
  let server: Http2Server;
  let url: string;
  const heard: string[] = [];

  beforeEach(async () => {
    heard.length = 0;
    server = createServer((request, response) => {
      heard.push(request.url);
      response.setHeader("content-type", "application/x-amz-json-1.1");
      response.end('{"ShardId":"s-1","SequenceNumber":"real"}');
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => server.close());

  test("that is no service of AWS gets what is sent to it", async () => {
    using _ = interceptAws(mockAws());
    const session = connect(url);
    const stream = session.request({ ":path": "/orders" });
    let body = "";
    for await (const chunk of stream) body += String(chunk);
    session.close();

    expect(body).toContain("real");
    expect(heard).toEqual(["/orders"]);
  });

  test("that the world itself asks for a service gets its calls", async () => {
    const aws = mockAws({}, { endpoint: { kinesis: url } });
    using _ = interceptAws(aws);
    const put = serviceMachine("aws-sdk:kinesis:putRecord", { StreamName: "clicks", Data: "x", PartitionKey: "p" });

    expect((await runStateMachine(put, { aws })).output).toMatchObject({ SequenceNumber: "real" });
    expect(heard).toEqual(["/"]);
  });
});

test("http2.connect is as before once nothing is intercepted", () => {
  const before = http2.connect;
  interceptAws(mockAws()).close();

  expect(http2.connect).toBe(before);
});
