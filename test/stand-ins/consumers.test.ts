import * as fc from "fast-check";
import type { MockAws } from "sfn-testkit";
import { after, fails, hangs, mockAws, runStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import { machine, service, wait } from "../running/machines.ts";

interface SqsEvent {
  readonly Records: readonly {
    readonly messageId: string;
    readonly body: string;
    readonly attributes: { readonly [name: string]: string };
  }[];
}

const bodies = (event: SqsEvent): string[] => event.Records.map(({ body }) => body);

/** Seconds since the world began. */
const clock = (aws: MockAws): number => (aws.now.getTime() - Date.UTC(2025, 0)) / 1_000;

describe("a consumer", () => {
  test("gets events as Lambda's event source mapping makes them, and deletes what it has done", async () => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs");
    const events: SqsEvent[] = [];
    jobs.send("a", { attributes: { kind: { DataType: "String", StringValue: "new" } } });
    jobs.consume((event: SqsEvent) => void events.push(event));

    await aws.finish();

    expect(jobs.messages).toEqual([]);
    expect(events).toEqual([
      {
        Records: [
          {
            messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
            receiptHandle: expect.any(String),
            body: "a",
            attributes: {
              ApproximateReceiveCount: "1",
              SentTimestamp: "1735689600000",
              SenderId: expect.any(String),
              ApproximateFirstReceiveTimestamp: "1735689600000",
            },
            messageAttributes: { kind: { stringValue: "new", stringListValues: [], binaryListValues: [], dataType: "String" } },
            md5OfBody: "0cc175b9c0f1b6a831c399e269772661",
            eventSource: "aws:sqs",
            eventSourceARN: jobs.arn,
            awsRegion: "us-east-1",
          },
        ],
      },
    ]);
  });

  test("works beside the machine that sends, in the same virtual time", async () => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs");
    const started: number[] = [];
    jobs.consume(() => void started.push(clock(aws)));
    const sending = machine({
      First: service("sqs:sendMessage", { QueueUrl: jobs.url, MessageBody: "a" }, { Next: "Wait" }),
      Wait: wait(60, { Next: "Second" }),
      Second: service("sqs:sendMessage", { QueueUrl: jobs.url, MessageBody: "b" }),
    });

    await runStateMachine(sending, { aws });
    await aws.settle();

    expect(started).toEqual([0, 60]);
  });

  test("may be the name of a function under `lambda`, whose calls are known to the world", async () => {
    const aws = mockAws({ lambda: { Work: (event: SqsEvent) => bodies(event) } });
    const jobs = aws.sqs.createQueue("jobs");
    jobs.consume("Work");
    jobs.send("a");

    await aws.finish();

    expect(jobs.messages).toEqual([]);
    expect(aws.calls("lambda:invoke")).toMatchObject([{ input: { Records: [{ body: "a" }] } }]);
  });

  test("named without being mocked stops whoever moves the time", async () => {
    const aws = mockAws({ lambda: { Work: {} } });
    const jobs = aws.sqs.createQueue("jobs");
    jobs.consume("Worker");
    jobs.send("a");

    await expect(aws.finish()).rejects.toMatchObject({
      code: "MISSING_MOCK",
      message: expect.stringMatching(
        /^No mock answers the consumer of jobs, which calls the Lambda function "Worker" with .*Did you mean "Work"/s,
      ),
    });
  });

  test("whose assertion fails stops the run with that very error", async () => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs");
    jobs.consume((event: SqsEvent) => expect(bodies(event)).toEqual(["b"]));
    const sending = machine({
      Send: service("sqs:sendMessage", { QueueUrl: jobs.url, MessageBody: "a" }, { Next: "Wait" }),
      Wait: wait(1),
    });

    await expect(runStateMachine(sending, { aws })).rejects.toThrow(/expected \[ 'a' \] to deeply equal \[ 'b' \]/);
  });

  test("that is stopped takes no more", async () => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs");
    const consumer = jobs.consume(() => undefined);
    jobs.send("a");
    await aws.finish();

    consumer.stop();
    jobs.send("b");
    await aws.finish();

    expect(jobs.messages).toMatchObject([{ body: "b", receiveCount: 0 }]);
  });

  test.each([
    [{ batchSize: 0 }, "INVALID_OPTION"],
    [{ batchingWindow: "6m" }, "INVALID_OPTION"],
    [{ retries: 3 }, "UNKNOWN_OPTION"],
  ])("with the options %o is refused", (options, code) => {
    expect(() =>
      mockAws()
        .sqs.createQueue("jobs")
        .consume({}, options as object),
    ).toThrow(expect.objectContaining({ code }));
  });
});

describe("batches", () => {
  test("hold `batchSize` messages at most", async () => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs");
    for (const body of ["a", "b", "c", "d", "e"]) jobs.send(body);
    const batches: string[][] = [];
    jobs.consume((event: SqsEvent) => void batches.push(bodies(event)), { batchSize: 2 });

    await aws.finish();

    expect(batches).toEqual([["a", "b"], ["c", "d"], ["e"]]);
  });

  test("are gathered for as long as the window says, or until they are full", async () => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs");
    const batches: [number, string[]][] = [];
    jobs.consume((event: SqsEvent) => void batches.push([clock(aws), bodies(event)]), { batchSize: 3, batchingWindow: "20s" });
    for (const [seconds, body] of [
      [0, "a"],
      [5, "b"],
      [30, "c"],
      [31, "d"],
      [32, "e"],
    ] as const)
      jobs.send(body, { delay: seconds });

    await aws.finish();

    expect(batches).toEqual([
      [20, ["a", "b"]],
      [32, ["c", "d", "e"]],
    ]);
  });

  test("are under way no more than `concurrency` at once", async () => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs");
    for (const body of ["a", "b", "c", "d", "e"]) jobs.send(body);
    const starts: [number, number][] = [];
    const consumer = jobs.consume(
      () => {
        starts.push([clock(aws), consumer.running]);
        return after("10s", {});
      },
      { batchSize: 1, concurrency: 2 },
    );

    await aws.finish();

    expect(starts.map(([at]) => at)).toEqual([0, 0, 10, 10, 20]);
    expect(Math.max(...starts.map(([, running]) => running))).toBe(2);
  });
});

describe("a message that was not done", () => {
  test("comes again after the visibility timeout", async () => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs", { visibilityTimeout: "1m" });
    jobs.send("a");
    const seen: [number, string | undefined][] = [];
    jobs.consume((event: SqsEvent) => {
      seen.push([clock(aws), event.Records[0]?.attributes["ApproximateReceiveCount"]]);
      if (seen.length < 3) throw new Error("busy");
    });

    await aws.finish();

    expect(seen).toEqual([
      [0, "1"],
      [60, "2"],
      [120, "3"],
    ]);
    expect(jobs.messages).toEqual([]);
  });

  test("comes again while a slow function still works on it: the timeout is too short", async () => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs", { visibilityTimeout: "10s" });
    jobs.send("a");
    const starts: number[] = [];
    jobs.consume(() => {
      starts.push(clock(aws));
      return after("15s", {});
    });

    await aws.finish();

    expect(starts).toEqual([0, 10]);
  });

  test("goes to the dead-letter queue after it was received `maxReceiveCount` times", async () => {
    const aws = mockAws();
    const dead = aws.sqs.createQueue("dead");
    const jobs = aws.sqs.createQueue("jobs", { deadLetterQueue: { queue: dead, maxReceiveCount: 3 } });
    const messageId = jobs.send("poison");
    jobs.send("good");
    let calls = 0;
    jobs.consume(
      (event: SqsEvent) => {
        calls++;
        return bodies(event).includes("poison") ? fails("Broken") : {};
      },
      { batchSize: 1 },
    );

    await aws.finish();

    expect(calls).toBe(4);
    expect(jobs.messages).toEqual([]);
    expect(dead.messages).toMatchObject([{ messageId, body: "poison", status: "visible", receiveCount: 0 }]);
    expect(clock(aws)).toBe(90);
  });

  test("is forgotten after the retention period, so that the world comes to rest", async () => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs", { retention: "2m" });
    jobs.send("poison");
    jobs.consume(fails("Broken"));

    await aws.finish();

    expect(jobs.messages).toEqual([]);
    expect(aws.calls("lambda:invoke")).toHaveLength(4);
  });

  test("is any of a function that never answers: Lambda ends it after 15 minutes", async () => {
    const aws = mockAws();
    const dead = aws.sqs.createQueue("dead");
    const jobs = aws.sqs.createQueue("jobs", { visibilityTimeout: "20m", deadLetterQueue: { queue: dead, maxReceiveCount: 1 } });
    jobs.send("a");
    const consumer = jobs.consume(hangs());

    await aws.advance("14m59s");
    expect(consumer.running).toBe(1);
    await aws.finish();
    expect(consumer.running).toBe(0);
    expect(dead.messages).toHaveLength(1);
  });
});

describe("reported item failures", () => {
  const [good, bad] = ["good", "bad"];

  test.each([
    ["those named come again", (event: SqsEvent) => [event.Records.find(({ body }) => body === bad)?.messageId], [bad]],
    ["none is success", () => [], []],
    ["an unknown id fails the whole batch", () => ["nobody"], [good, bad]],
  ])("%s", async (_what, failing, left) => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs");
    jobs.send(good);
    jobs.send(bad);
    const answer = (event: SqsEvent) => ({ batchItemFailures: failing(event).map((itemIdentifier) => ({ itemIdentifier })) });
    jobs.consume(answer, { reportBatchItemFailures: true });

    await aws.settle();

    expect(jobs.messages.map(({ body }) => body)).toEqual(left);
  });

  test("mean nothing where they are not asked for", async () => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs");
    jobs.send(bad);
    jobs.consume((event: SqsEvent) => ({ batchItemFailures: [{ itemIdentifier: event.Records[0]?.messageId }] }));

    await aws.settle();

    expect(jobs.messages).toEqual([]);
  });
});

test("an idle consumer hides no deadlock: a task that nobody answers is reported", async () => {
  const aws = mockAws({ lambda: { Ask: hangs() } });
  const jobs = aws.sqs.createQueue("jobs");
  jobs.consume(() => undefined);
  const asking = machine({
    Send: service("sqs:sendMessage", { QueueUrl: jobs.url, MessageBody: "a" }, { Next: "Ask" }),
    Ask: service("lambda:invoke", { FunctionName: "Ask" }),
  });

  await expect(runStateMachine(asking, { aws })).rejects.toMatchObject({ code: "DEADLOCK" });
});

test("how long handlers really take changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(3), { minLength: 20, maxLength: 20 }),
      fc.record({ batchSize: fc.integer({ min: 1, max: 3 }), concurrency: fc.integer({ min: 1, max: 3 }), batchingWindow: fc.nat(4) }),
      async (turns, options) => {
        expect(await told(turns, options)).toEqual(await told([], options));
      },
    ),
    { numRuns: 25 },
  );
});

/** All that can be told of a world in which a machine sends and two consumers work, whose handlers take so many real turns each. */
async function told(turns: readonly number[], options: object): Promise<unknown> {
  const aws = mockAws({}, { seed: 3 });
  const dead = aws.sqs.createQueue("dead");
  const jobs = aws.sqs.createQueue("jobs", { visibilityTimeout: "5s", deadLetterQueue: { queue: dead, maxReceiveCount: 2 } });
  const log: unknown[] = [];
  let call = 0;
  const work = async (event: SqsEvent, { sleep, now }: { sleep(seconds: number): Promise<void>; now: Date }) => {
    log.push([now, bodies(event)]);
    for (let turn = turns[call++ % turns.length] ?? 0; turn > 0; turn--) await new Promise((done) => setImmediate(done));
    if (bodies(event).includes("1")) await sleep(2);
    if (bodies(event).includes("2")) throw new Error("busy");
  };
  jobs.consume(work, options);
  jobs.consume(work, options);
  const Send = {
    StartAt: "One",
    States: { One: service("sqs:sendMessage", { QueueUrl: jobs.url, "MessageBody.$": "States.Format('{}', $)" }) },
  };
  const execution = await runStateMachine(machine({ All: { Type: "Map", ItemProcessor: Send, End: true } }), {
    aws,
    input: [0, 1, 2, 3, 4],
  });
  await aws.finish();
  return { log, history: execution.history, dead: dead.messages, end: aws.now };
}
