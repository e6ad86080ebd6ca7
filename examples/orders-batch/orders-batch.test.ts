import type { Execution, MockContext } from "sfn-testkit";
import { after, fails, runStateMachine } from "sfn-testkit";
import "sfn-testkit/vitest";
import { expect, test } from "vitest";

const definition = new URL("./orders-batch.asl.yaml", import.meta.url);

interface Item {
  readonly position: number;
  readonly order: { readonly id: string };
}

const sns = { publish: { MessageId: "m-1" } };

function batchOf(count: number): { orders: { id: string }[] } {
  return { orders: Array.from({ length: count }, (_, index) => ({ id: `o-${index}` })) };
}

/** Most visits of the state at one time; one that begins when another ends takes its place. */
function mostAtOnce({ visits }: Execution, state: string): number {
  const changes = visits
    .filter((visit) => visit.state === state)
    .flatMap(({ enteredAt, exitedAt }) => [
      { at: enteredAt.getTime(), by: 1 },
      { at: exitedAt!.getTime(), by: -1 },
    ]);
  let open = 0;
  let most = 0;
  for (const { by } of changes.sort((a, b) => a.at - b.at || a.by - b.by)) most = Math.max(most, (open += by));
  return most;
}

test("never more than ten orders are in work, and ten as long as there are ten", async () => {
  const inWork: number[] = [];
  let open = 0;
  const processOrder = async ({ position }: Item, { sleep }: MockContext): Promise<object> => {
    inWork.push(++open);
    await sleep(1 + (position % 4));
    open--;
    return { position };
  };

  const execution = await runStateMachine(definition, { input: batchOf(95), mocks: { lambda: { ProcessOrder: processOrder }, sns } });

  expect(inWork).toHaveLength(95);
  expect(inWork.slice(0, 10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(Math.max(...inWork)).toBe(10);
  expect(mostAtOnce(execution, "ProcessOrder")).toBe(10);
  expect(execution).toHaveRunInParallel("ProcessOrder");
});

test("95 orders of 2 s, ten at a time, take 20 s", async () => {
  const execution = await runStateMachine(definition, { input: batchOf(95), mocks: { lambda: { ProcessOrder: after("2s", {}) }, sns } });

  expect(execution.durationSeconds).toBe(20);
});

test("the next order begins as soon as one is done, not when all ten are", async () => {
  const processOrder = ({ position }: Item): unknown => after(position === 0 ? "9s" : "1s", {});

  const execution = await runStateMachine(definition, { input: batchOf(82), mocks: { lambda: { ProcessOrder: processOrder }, sns } });

  expect(execution.durationSeconds).toBe(9);
});

test("results are in the order of the orders, whichever is done first", async () => {
  const input = batchOf(30);
  const processOrder = ({ position, order }: Item): unknown => after(30 - position, `${order.id} done`);

  const execution = await runStateMachine(definition, { input, mocks: { lambda: { ProcessOrder: processOrder }, sns } });

  expect(execution.output.results).toEqual(input.orders.map(({ id }) => `${id} done`));
});

test("the summary is sent once, after all orders", async () => {
  const execution = await runStateMachine(definition, { input: batchOf(25), mocks: { lambda: { ProcessOrder: after("1s", {}) }, sns } });

  const summaries = execution.calls.filter(({ service }) => service === "sns");
  expect(summaries.map(({ input }) => input)).toEqual([{ TopicArn: "SummaryTopic", Message: "25 orders processed" }]);
  expect(summaries[0]?.at).toEqual(execution.stopDate);
});

test("a throttled order is tried again, the others go on meanwhile", async () => {
  const processOrder = ({ position }: Item, { attempt }: MockContext): unknown =>
    position === 3 && attempt === 1 ? fails("Throttled") : after("2s", {});

  const execution = await runStateMachine(definition, { input: batchOf(10), mocks: { lambda: { ProcessOrder: processOrder }, sns } });

  expect(execution).toHaveRetried("ProcessOrder", { times: 1, delays: ["1s"], error: "Throttled" });
  expect(execution.durationSeconds).toBe(3);
});

test("an order that keeps failing stops the batch: no order begins after it, and no summary is sent", async () => {
  const processOrder = ({ position }: Item): unknown => (position === 12 ? fails("Unreadable") : after("1s", {}));

  const execution = await runStateMachine(definition, { input: batchOf(40), mocks: { lambda: { ProcessOrder: processOrder }, sns } });

  expect(execution).toHaveFailed({ error: "Unreadable" });
  expect(execution.durationSeconds).toBe(1);
  expect(execution.calls.every(({ service }) => service === "lambda")).toBe(true);
  expect(execution.visits.filter(({ status }) => status === "ABORTED").length).toBeGreaterThan(0);
});

test("a day without orders sends an empty summary", async () => {
  const execution = await runStateMachine(definition, { input: { orders: [] }, mocks: { sns } });

  expect(execution).toHaveSucceeded({ orders: [], results: [], summary: { MessageId: "m-1" } });
});
