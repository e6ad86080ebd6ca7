import type { Execution, MockAws, PublishedEvent } from "sfn-testkit";
import { after, fails, mockAws, runStateMachine, startStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import { machine, pass, service, task, wait } from "../running/machines.ts";
import { distributed, work } from "../simulator/distributed.ts";
import { created, done, minute, newApi } from "./machines.ts";

function recording(mocks: Parameters<typeof mockAws>[0] = {}): MockAws {
  const aws = mockAws(mocks);
  aws.events.record();
  return aws;
}

interface Detail {
  readonly [member: string]: unknown;
}

const detailOf = (event: PublishedEvent | undefined): Detail => event?.detail as Detail;
const statusesOf = (aws: MockAws): readonly unknown[] => aws.events.fromServices.map((event) => detailOf(event)["status"]);

describe("an execution's status changes", () => {
  test("are published to the default bus in EventBridge's form, with what DescribeExecution tells", async () => {
    const aws = mockAws();
    const seen: unknown[] = [];
    aws.events.addRule({ pattern: { source: ["aws.states"] }, targets: [(event: object) => void seen.push(event)] });
    const ask = newApi(aws);
    const stateMachineArn = await created(ask, minute);
    const { executionArn } = await ask("startExecution", { stateMachineArn, name: "e-1", input: '{"id": 1}' });
    await aws.finish();

    const [running, succeeded] = aws.events.fromServices;
    const envelope = (published: PublishedEvent | undefined, time: string, detail: object) => ({
      version: "0",
      id: published?.id,
      "detail-type": "Step Functions Execution Status Change",
      source: "aws.states",
      account: "123456789012",
      time,
      region: "us-east-1",
      resources: [executionArn],
      detail,
    });
    const started = {
      executionArn,
      stateMachineArn,
      name: "e-1",
      status: "RUNNING",
      startDate: Date.UTC(2025, 0),
      stopDate: null,
      input: '{"id": 1}',
      output: null,
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      redriveCount: 0,
      redriveDate: null,
      redriveStatus: "NOT_REDRIVABLE",
      redriveStatusReason: "Execution is RUNNING and cannot be redriven",
      inputDetails: { included: true },
      outputDetails: null,
      error: null,
      cause: null,
    };
    const ended = {
      ...started,
      status: "SUCCEEDED",
      stopDate: Date.UTC(2025, 0, 1, 0, 1),
      output: '{"id":1}',
      redriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
      outputDetails: { included: true },
    };
    expect(seen).toEqual([envelope(running, "2025-01-01T00:00:00Z", started), envelope(succeeded, "2025-01-01T00:01:00Z", ended)]);
    expect(running?.id).not.toBe(succeeded?.id);
  });

  test.each<[status: string, definition: object, more: object]>([
    ["FAILED", machine({ No: { Type: "Fail", Error: "Declined", Cause: "no cover" } }), { error: "Declined", cause: "no cover" }],
    ["TIMED_OUT", machine({ Wait: wait(60) }, { TimeoutSeconds: 5 }), { stopDate: Date.UTC(2025, 0, 1, 0, 0, 5) }],
  ])("tell that it %s", async (status, definition, more) => {
    const aws = recording();
    await runStateMachine(definition, { aws });

    expect(statusesOf(aws)).toEqual(["RUNNING", status]);
    expect(detailOf(aws.events.fromServices[1])).toMatchObject({
      ...more,
      output: null,
      redriveStatus: "REDRIVABLE",
      redriveStatusReason: null,
    });
  });

  test("tell that it was stopped, with error and cause", async () => {
    const aws = recording();
    const running = await startStateMachine(minute, { aws });
    await running.advance("10s");
    await running.stop("Cancelled", "by the customer");

    expect(detailOf(aws.events.fromServices[1])).toMatchObject({ status: "ABORTED", error: "Cancelled", cause: "by the customer" });
  });

  test("tell of redriving: it runs again, and ends again", async () => {
    const aws = recording({ lambda: { charge: [fails("Flaky"), "charged"] } });
    const { arn: stateMachineArn } = await aws.stateMachines.create("Charge", machine({ Charge: task("charge") }));
    const { executionArn } = await aws.stateMachines.api("startExecution", { stateMachineArn });
    await aws.advance("1h");
    await aws.stateMachines.api("redriveExecution", { executionArn });

    expect(statusesOf(aws)).toEqual(["RUNNING", "FAILED", "RUNNING", "SUCCEEDED"]);
    const redriven = { redriveCount: 1, redriveDate: Date.UTC(2025, 0, 1, 1), startDate: Date.UTC(2025, 0) };
    expect(detailOf(aws.events.fromServices[2])).toMatchObject({ ...redriven, status: "RUNNING", stopDate: null, error: null });
    expect(detailOf(aws.events.fromServices[3])).toMatchObject({ ...redriven, status: "SUCCEEDED", output: '"charged"' });
  });

  test("name the version and the alias that were started", async () => {
    const aws = recording();
    const ask = newApi(aws);
    await created(ask, done, { publish: true });
    const stateMachineVersionArn = "arn:aws:states:us-east-1:123456789012:stateMachine:Order:1";
    const routingConfiguration = [{ stateMachineVersionArn, weight: 100 }];
    const { stateMachineAliasArn } = await ask("createStateMachineAlias", { name: "live", routingConfiguration });
    await ask("startExecution", { stateMachineArn: stateMachineAliasArn });

    expect(detailOf(aws.events.fromServices[0])).toMatchObject({ stateMachineVersionArn, stateMachineAliasArn });
  });

  test("of Express machines are not published", async () => {
    const aws = recording();
    await runStateMachine(done, { aws, type: "EXPRESS" });

    expect(aws.events.fromServices).toEqual([]);
  });

  test("are told of nested executions, too", async () => {
    const aws = recording();
    const child = await aws.stateMachines.create("Child", done);
    await runStateMachine(machine({ Start: service("states:startExecution.sync", { StateMachineArn: child.arn }) }), {
      aws,
      name: "parent",
    });

    const told = aws.events.fromServices.map((event) => [detailOf(event)["name"] === "parent", detailOf(event)["status"]]);
    expect(told).toEqual([
      [true, "RUNNING"],
      [false, "RUNNING"],
      [false, "SUCCEEDED"],
      [true, "SUCCEEDED"],
    ]);
  });

  test("are told of the children of a Map Run, unless they are Express executions", async () => {
    const aws = recording({ lambda: { Work: [after("10s", 1), fails("Bad")] } });
    const run = async (type: "STANDARD" | "EXPRESS"): Promise<Execution> =>
      await runStateMachine(distributed(work, { Label: "L", ToleratedFailureCount: 2 }, { type }), {
        aws,
        name: `parent-${type}`,
        input: [1, 2],
      });

    const { childExecutions } = await run("STANDARD");
    const told = aws.events.fromServices.map(({ at, detail }) => [
      at.getUTCSeconds(),
      (detail as Detail)["name"],
      (detail as Detail)["status"],
    ]);
    await run("EXPRESS");

    const [one, two] = childExecutions.map(({ name }) => name);
    expect(told).toEqual([
      [0, "parent-STANDARD", "RUNNING"],
      [0, one, "RUNNING"],
      [0, two, "RUNNING"],
      [0, two, "FAILED"],
      [10, one, "SUCCEEDED"],
      [10, "parent-STANDARD", "SUCCEEDED"],
    ]);
    expect(detailOf(aws.events.fromServices[1])["stateMachineArn"]).toBe(
      "arn:aws:states:us-east-1:123456789012:stateMachine:StateMachine/L",
    );
    expect(statusesOf(aws).slice(told.length)).toEqual(["RUNNING", "SUCCEEDED"]);
  });

  test("leave alone what PutEvents publishes", async () => {
    const aws = recording();
    const Entries = [{ Source: "orders", DetailType: "created", Detail: {} }];
    await runStateMachine(machine({ Tell: service("events:putEvents", { Entries }) }), { aws });

    expect(aws.events.published).toMatchObject([{ source: "orders" }]);
    expect(statusesOf(aws)).toEqual(["RUNNING", "SUCCEEDED"]);
  });

  test("are published only where the event bus is used, and from then on", async () => {
    const aws = mockAws();
    await runStateMachine(done, { aws });
    expect(aws.events.fromServices).toEqual([]);

    const running = await startStateMachine(minute, { aws });
    aws.events.record();
    await running.finish();

    expect(statusesOf(aws)).toEqual(["SUCCEEDED"]);
  });

  test("leave out an input, or an output, for which an event has no room", async () => {
    const aws = recording();
    const text = "x".repeat(130_000);
    await runStateMachine(machine({ Same: pass() }), { aws, input: text });
    await runStateMachine(machine({ Twice: pass({ Parameters: { "twice.$": "States.Format('{}{}', $, $)" } }) }), { aws, input: text });

    const excluded = { included: false };
    expect(aws.events.fromServices.map(({ detail }) => detail)).toMatchObject([
      { input: `"${text}"`, inputDetails: { included: true } },
      { input: null, inputDetails: excluded, output: `"${text}"`, outputDetails: { included: true } },
      { input: `"${text}"`, inputDetails: { included: true } },
      { input: null, inputDetails: excluded, output: null, outputDetails: excluded },
    ]);
  });
});

describe("a rule on status changes", () => {
  const pattern = (detail: object): object => ({
    source: ["aws.states"],
    "detail-type": ["Step Functions Execution Status Change"],
    detail,
  });

  test("delivers those that its pattern names", async () => {
    const aws = mockAws();
    const failures = aws.sqs.createQueue("failures");
    aws.events.addRule({ pattern: pattern({ status: ["FAILED", "TIMED_OUT", "ABORTED"] }), targets: [failures] });
    await runStateMachine(done, { aws });
    await runStateMachine(machine({ No: { Type: "Fail", Error: "Declined" } }), { aws });

    expect(failures.messages.map(({ body }) => (JSON.parse(body) as { detail: Detail }).detail["error"])).toEqual(["Declined"]);
  });

  test("starts a machine when another has ended", async () => {
    const aws = mockAws();
    const order = await aws.stateMachines.create("Order", minute);
    const ship = await aws.stateMachines.create("Ship", machine({ Read: pass({ OutputPath: "$.detail.output" }) }));
    aws.events.addRule({ pattern: pattern({ status: ["SUCCEEDED"], stateMachineArn: [order.arn] }), targets: [ship] });
    await aws.stateMachines.api("startExecution", { stateMachineArn: order.arn, input: "7" });
    await aws.finish();

    expect(ship.executions).toMatchObject([{ status: "SUCCEEDED", output: "7", startDate: new Date("2025-01-01T00:01:00Z") }]);
  });

  test.each(["RUNNING", "SUCCEEDED"])(
    "that starts a machine whose own %s matches is an endless chain, and refused as one",
    async (status) => {
      const aws = mockAws();
      const again = await aws.stateMachines.create("Again", done);
      aws.events.addRule({ pattern: pattern({ status: [status] }), targets: [again] });
      const started = async (): Promise<void> => {
        await aws.stateMachines.api("startExecution", { stateMachineArn: again.arn });
        await aws.finish();
      };

      await expect(started()).rejects.toMatchObject({ code: "ENDLESS_EVENTS", message: expect.stringContaining(again.arn) });
      expect(again.executions).toHaveLength(101);
    },
  );

  test("that starts a machine by the status of its own children is an endless chain, too", async () => {
    const aws = mockAws();
    const again = await aws.stateMachines.create("Again", distributed(done, { QueryLanguage: "JSONata", Items: [1] }));
    aws.events.addRule({ pattern: pattern({ stateMachineArn: [{ prefix: `${again.arn}/` }], status: ["RUNNING"] }), targets: [again] });
    const started = async (): Promise<void> => {
      await aws.stateMachines.api("startExecution", { stateMachineArn: again.arn });
      await aws.finish();
    };

    await expect(started()).rejects.toMatchObject({ code: "ENDLESS_EVENTS" });
  });

  test("that starts a machine again and again is none where each takes its time", async () => {
    const aws = mockAws();
    const daily = await aws.stateMachines.create("Daily", machine({ Wait: wait(86_400) }));
    aws.events.addRule({ pattern: pattern({ status: ["SUCCEEDED"] }), targets: [daily] });
    await aws.stateMachines.api("startExecution", { stateMachineArn: daily.arn });
    await aws.advance("110d");

    expect(daily.executions).toHaveLength(111);
  });

  test("with a target that cannot be rejects whatever moves the time", async () => {
    const aws = mockAws();
    const broken = { arn: "arn:aws:none", takeDelivery: () => expect.fail("a target of the test's own") };
    aws.events.addRule({ pattern: pattern({ status: ["SUCCEEDED"] }), targets: [broken] });

    await expect(runStateMachine(done, { aws })).rejects.toThrow("a target of the test's own");
  });

  test("of a world that was reset is told nothing of its former executions", async () => {
    const aws = mockAws();
    const running = await startStateMachine(minute, { aws });
    aws.reset();
    aws.events.record();
    await running.stop();

    expect(aws.events.fromServices).toEqual([]);
  });
});
