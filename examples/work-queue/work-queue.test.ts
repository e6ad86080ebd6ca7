import type { Execution, MockContext } from "sfn-testkit";
import { mockAws, runStateMachine } from "sfn-testkit";
import { interceptAws } from "sfn-testkit/msw";
import "sfn-testkit/vitest";
import { beforeAll, describe, expect, test } from "vitest";
import { handler } from "./render-worker.ts";

const definition = new URL("./work-queue.asl.json", import.meta.url);
const invoices = Array.from({ length: 500 }, (_, index) => ({ id: `i-${index}` }));
const damaged = "i-123";

/** Invoices that are rendered at this moment, and the most that ever were. */
const rendering = { now: 0, most: 0 };

async function renderPdf({ invoice }: { readonly invoice: string }, { sleep }: MockContext) {
  if (invoice === damaged) throw new Error("no such font");
  rendering.most = Math.max(rendering.most, ++rendering.now);
  await sleep("6s");
  rendering.now--;
  return { invoice, pdf: `${invoice}.pdf` };
}

describe("500 invoices, of which 10 may be rendered at once", () => {
  const aws = mockAws({ lambda: { RenderPdf: renderPdf } });
  const queue = aws.sqs.createQueue("invoices", { visibilityTimeout: "1m" });
  queue.consume(handler, { batchSize: 1, concurrency: 10 });
  let execution: Execution;

  beforeAll(() => interceptAws(aws).close);
  beforeAll(async () => {
    execution = await runStateMachine(definition, { aws, input: { invoices } });
  }, 60_000);

  test("are never more than 10 in the renderer", () => {
    expect(rendering.most).toBe(10);
  });

  test("take five minutes: 50 rounds of six seconds", () => {
    expect(execution).toHaveLasted("5m");
  });

  test("come back in the order in which they were sent, whoever was ready first", () => {
    const ids = execution.output.map(({ invoice }: { readonly invoice: string }) => invoice);
    expect(ids).toEqual(invoices.map(({ id }) => id));
  });

  test("are rendered but for the one that cannot be", () => {
    expect(execution).toHaveOutputAt("$[122]", { invoice: "i-122", pdf: "i-122.pdf" });
    expect(execution).toHaveOutputAt("$[123]", { invoice: "i-123", failed: "no such font" });
    expect(execution).toHaveCaught("Render", { error: "RenderFailed" });
  });

  test("leave an empty queue, as soon as the last worker has returned", async () => {
    await aws.finish();

    expect(queue.messages).toEqual([]);
  });
});
