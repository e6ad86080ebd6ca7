import fc from "fast-check";
import type { Execution, Mock } from "sfn-testkit";
import { after, fails, runStateMachine, startStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import { outlineOf } from "../../matchers/outline.ts";
import { messageOf } from "./message-of.ts";

const Work = {
  Type: "Task",
  Resource: "arn:aws:lambda:us-east-1:123456789012:function:work",
  TimeoutSeconds: 60,
  Retry: [{ ErrorEquals: ["Busy"], MaxAttempts: 1 }],
  Catch: [{ ErrorEquals: ["Torn"], Next: "Note" }],
  Next: "Note",
};
const States = { Work, Note: { Type: "Pass", End: true } };

const machine = (Mode: "INLINE" | "DISTRIBUTED", fields: object = {}): object => ({
  StartAt: "Lines",
  States: {
    Lines: {
      Type: "Map",
      ItemProcessor: {
        ProcessorConfig: Mode === "INLINE" ? { Mode } : { Mode, ExecutionType: "STANDARD" },
        StartAt: "Work",
        States,
      },
      ...fields,
      Next: "Done",
    },
    Done: { Type: "Succeed" },
  },
});

const lines = machine("DISTRIBUTED", { MaxConcurrency: 2, ToleratedFailureCount: 1 });

/** Line c fails; each takes a second. */
function failsAtC(line: string): unknown {
  return after("1s", line === "c" ? fails("Lost", "no trace") : { line });
}

const run = (input: unknown = ["a", "b", "c"], work: Mock = failsAtC): Promise<Execution> =>
  runStateMachine(lines, { input, mocks: { lambda: { work } } });

describe("a state inside a distributed Map is asked for on its parent", () => {
  test("what happened in any child counts", async () => {
    const execution = await run(["a", "b"], [fails("Busy"), fails("Torn"), { line: "late" }]);

    expect(execution).toHaveVisited("Work", "Note");
    expect(execution).toHaveRetried("Work", { times: 1, delays: ["1s"], error: "Busy" });
    expect(execution).toHaveCaught("Work", { error: "Torn", next: "Note" });
    expect(execution).toHaveStateInput("Work", "b");
    expect(execution).toHaveStateOutput("Note", { line: "late" });
    expect(execution).toHaveInvoked("work", "a", { times: 2 });
    expect(execution).toHaveCalledService("lambda:invoke", undefined, { times: 3 });
    expect(execution).not.toHaveTimedOutIn("Work");
    expect(execution).not.toHaveRetried("Work", { times: 2 });
  });

  test("and in a Map inside a Map", async () => {
    const inner = machine("DISTRIBUTED") as { readonly StartAt: string; readonly States: object };
    const outer = {
      StartAt: "Files",
      States: {
        Files: {
          Type: "Map",
          ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }, ...inner },
          End: true,
        },
      },
    };
    const execution = await runStateMachine(outer, { input: [["a"], ["b"]], mocks: { lambda: { work: (line: string) => line } } });

    expect(execution).toHaveStateInput("Work", "b");
    expect(execution).toHaveInvoked("work", undefined, { times: 2 });
    expect(execution).toHaveRunInParallel("Work");
  });

  test("the message says where it ran, and how to look there", async () => {
    const execution = await run();

    expect(messageOf(() => expect(execution).toHaveRetried("Work"))).toMatchInlineSnapshot(`
      "expect(execution).toHaveRetried("Work")

      Expected: "Work" to be retried
      Received: 3 visits:
        at 0s in Lines[0] it was not retried
        at 0s in Lines[1] it was not retried
        at 1s in Lines[2] it was not retried, although it failed with "Lost"

      Path taken:
             0s  Lines
      >      0s    [0] Work
      >      0s    [1] Work
             1s    [0] Note
             1s    [1] Note
      >      1s    [2] Work  ✗ Lost
             2s  Done
        It SUCCEEDED after 2s.

      "Lines" ran 3 child executions: 2 SUCCEEDED, 1 FAILED. Each is an execution of its own, to be asked like this one: execution.childExecutions[2].

      Compare with Retry in the definition: ErrorEquals, MaxAttempts, IntervalSeconds, BackoffRate."
    `);
  });

  test("toEndInState looks at the parent alone, and says so", async () => {
    const execution = await run();

    expect(messageOf(() => expect(execution).toEndInState("Note"))).toContain(
      '"Note" is inside "Lines"; toEndInState looks at top-level states only. Ask a child execution of the Map: expect(execution.childExecutions[0]).',
    );
    expect(execution.childExecutions[0]).toEndInState("Note");
  });

  test("too many failures: the first of them is told", async () => {
    const execution = await run(["c", "c"]);

    expect(execution).toHaveFailed({ error: "States.ExceedToleratedFailureThreshold" });
    expect(messageOf(() => expect(execution).toHaveSucceeded())).toContain(
      'More items failed than "Lines" tolerates: child execution 0 of "Lines" failed with "Lost", no trace.',
    );
  });

  test("what was stopped was aborted", async () => {
    const work = (line: string) => after(line === "c" ? "1s" : "9s", fails("Lost"));
    const execution = await runStateMachine(machine("DISTRIBUTED"), { input: ["a", "c"], mocks: { lambda: { work } } });

    expect(execution).toHaveBeenAborted("Work");
  });

  test("of an execution that is running, those children count that have ended", async () => {
    const work = (line: string) => after(line === "a" ? "1s" : "9s", { line });
    const running = await startStateMachine(lines, { input: ["a", "b"], mocks: { lambda: { work } } });
    await running.advance("2s");

    expect(running).toHaveStateOutput("Work", { line: "a" });
    expect(running).not.toHaveStateInput("Work", "b");
    expect(messageOf(() => expect(running).toHaveCaught("Work"))).toContain(
      '"Lines" ran 2 child executions: 1 SUCCEEDED, 1 RUNNING. Each is an execution of its own, to be asked like this one: execution.mapRuns[0].children[0].execution.',
    );
  });
});

describe("how many children ran at once", () => {
  test("is known also when none of them takes any time", async () => {
    const execution = await run(["a", "b", "d"], {});

    expect(execution).toHaveReachedConcurrency("Lines", 2);
    expect(execution).toHaveStayedWithinConcurrency("Work", 2);
    expect(execution).toHaveRunInParallel("Work");
  });

  test("one by one is not in parallel", async () => {
    const one = machine("DISTRIBUTED", { MaxConcurrency: 1 });
    const execution = await runStateMachine(one, { input: ["a", "b"], mocks: { lambda: { work: {} } } });

    expect(execution).toHaveStayedWithinConcurrency("Lines", 1);
    expect(execution).not.toHaveRunInParallel("Work");
  });

  test("beside another branch of the parent", async () => {
    const Beside = { StartAt: "Beside", States: { Beside: { Type: "Wait", Seconds: 1, End: true } } };
    const both = { StartAt: "Both", States: { Both: { Type: "Parallel", Branches: [lines, Beside], End: true } } };
    const execution = await runStateMachine(both, { input: ["a"], mocks: { lambda: { work: after("1s", {}) } } });

    expect(execution).toHaveRunInParallel("Work", "Beside");
    expect(execution).not.toHaveRunInParallel("Work", "Note");
  });
});

test("whatever the items, matchers say of a distributed Map what they say of an inline one", async () => {
  const scenario = fc.record({
    seconds: fc.array(fc.nat(2), { maxLength: 6 }),
    failing: fc.nat(5),
    MaxConcurrency: fc.nat(3),
  });
  const property = fc.asyncProperty(scenario, async ({ seconds, failing, MaxConcurrency }) => {
    const work = (index: number) => after(seconds[index] ?? 0, index === failing ? fails("Torn") : { index });
    const of = (Mode: "INLINE" | "DISTRIBUTED"): Promise<Execution> =>
      runStateMachine(machine(Mode, { MaxConcurrency }), { input: [...seconds.keys()], mocks: { lambda: { work } } });
    const [inline, distributed] = [await of("INLINE"), await of("DISTRIBUTED")];

    expect(answersOf(distributed)).toEqual(answersOf(inline));
  });

  await fc.assert(property, { numRuns: 150 });
});

function holds(assertion: () => void): boolean {
  try {
    assertion();
    return true;
  } catch {
    return false;
  }
}

function answersOf(execution: Execution): object {
  return {
    together: holds(() => expect(execution).toHaveRunInParallel("Work")),
    bothTogether: holds(() => expect(execution).toHaveRunInParallel("Work", "Note")),
    concurrency: [1, 2, 3, 4, 5].map((count) => holds(() => expect(execution).toHaveReachedConcurrency("Lines", count))),
    visited: holds(() => expect(execution).toHaveVisited("Work", "Note")),
    caught: holds(() => expect(execution).toHaveCaught("Work", { error: "Torn" })),
    invoked: [0, 1, 2, 3].map((times) => holds(() => expect(execution).toHaveInvoked("work", undefined, { times }))),
    inputs: [0, 1, 2].map((index) => holds(() => expect(execution).toHaveStateInput("Work", index))),
  };
}

describe("a snapshot", () => {
  test("tells how children ended, and those that are alike once", async () => {
    const execution = await run(["a", "a", "c"]);

    expect(outlineOf(execution)).toMatchInlineSnapshot(`
      "SUCCEEDED after 2s
      input: ["a","a","c"]
      Lines (Map) 0s to 2s
        map run SUCCEEDED: 3 child executions, 2 SUCCEEDED, 1 FAILED
        children 0 to 1
          input: "a"
          Work (Task) 0s to 1s
            output: {"line":"a"}
            next: Note
          Note (Pass) 1s
          output: {"line":"a"}
        child 2
          input: "c"
          Work (Task) 1s to 2s
            attempt 1 failed: Lost, no trace
            FAILED
          error: Lost
          cause: no trace
          FAILED
        output: [{"line":"a"},{"line":"a"},{"Cause":"no trace","Error":"Lost","ExecutionArn":"<states arn>","Input":"\\"c\\"","InputDetails":{"Included":true},"Name":"<uuid>","OutputDetails":{"Included":true},"RedriveCount":0,"RedriveStatus":"REDRIVABLE_BY_MAP_RUN","StartDate":"<timestamp>","StateMachineArn":"<states arn>","Status":"FAILED","StopDate":"<timestamp>"}]
        next: Done
      Done (Succeed) 2s
      output: [{"line":"a"},{"line":"a"},{"Cause":"no trace","Error":"Lost","ExecutionArn":"<states arn>","Input":"\\"c\\"","InputDetails":{"Included":true},"Name":"<uuid>","OutputDetails":{"Included":true},"RedriveCount":0,"RedriveStatus":"REDRIVABLE_BY_MAP_RUN","StartDate":"<timestamp>","StateMachineArn":"<states arn>","Status":"FAILED","StopDate":"<timestamp>"}]"
    `);
  });

  test("tells the first few of many children, and how many more there were", async () => {
    const outline = outlineOf(await run([...Array(50).keys()], (line: number) => (line === 30 ? fails("Lost") : {})));

    expect(outline).toContain("map run SUCCEEDED: 50 child executions, 49 SUCCEEDED, 1 FAILED");
    expect(outline).toContain("… 40 more child executions: 39 SUCCEEDED, 1 FAILED");
  });

  test("is the same whatever ARNs and names are drawn", async () => {
    const texts = await Promise.all(
      [1, 2].map(async (seed) =>
        outlineOf(await runStateMachine(lines, { input: ["a", "c"], seed, mocks: { lambda: { work: failsAtC } } })),
      ),
    );

    expect(texts[0]).toBe(texts[1]);
  });

  test("masks what it is told to in children, too", async () => {
    const execution = await run([{ orderId: "o-1" }], { done: true });
    expect(execution).toMatchHistorySnapshot({ mask: ["$..orderId"] });
  });

  test("tells each attempt of the Map with its own children", async () => {
    const Retry = [{ ErrorEquals: ["States.ExceedToleratedFailureThreshold"], MaxAttempts: 1 }];
    const execution = await runStateMachine(machine("DISTRIBUTED", { Retry }), {
      input: ["a"],
      mocks: { lambda: { work: [fails("Lost"), {}] } },
    });

    expect(outlineOf(execution)).toMatchInlineSnapshot(`
      "SUCCEEDED after 1s
      input: ["a"]
      Lines (Map) 0s to 1s
        attempt 1
          map run FAILED: 1 child execution, 1 FAILED
          child 0
            input: "a"
            Work (Task) 0s
              attempt 1 failed: Lost
              FAILED
            error: Lost
            FAILED
          attempt 1 failed: States.ExceedToleratedFailureThreshold, The specified tolerated failure threshold was exceeded
        retry 1 after 1s (Retry[0])
        attempt 2
          map run SUCCEEDED: 1 child execution, 1 SUCCEEDED
          child 0
            input: "a"
            Work (Task) 1s
              output: {}
              next: Note
            Note (Pass) 1s
            output: {}
        output: [{}]
        next: Done
      Done (Succeed) 1s
      output: [{}]"
    `);
  });
});

test("the timeline tells of a Map how many children it had, and how many of them failed", async () => {
  expect(String(await run())).toContain("3 children, 1 failed");
  expect(String(await run(["a"]))).toContain("1 child");
});
