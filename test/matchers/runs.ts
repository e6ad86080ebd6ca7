import type { Execution, RunningExecution } from "sfn-testkit";
import { fails, hangs, after as later, runStateMachine, startStateMachine } from "sfn-testkit";

export function task(name: string, rest: object = { End: true }): object {
  return { Type: "Task", Resource: `arn:aws:lambda:us-east-1:123456789012:function:${name}`, ...rest };
}

const order = {
  StartAt: "ValidateOrder",
  States: {
    ValidateOrder: task("ValidateOrder", { Next: "ProcessPayment" }),
    ProcessPayment: task("ProcessPayment", {
      Retry: [{ ErrorEquals: ["PaymentDeclined"], IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 3 }],
      Catch: [{ ErrorEquals: ["PaymentDeclined"], Next: "TellCustomer", ResultPath: "$.failure" }],
      Next: "Ship",
    }),
    Ship: task("Ship"),
    TellCustomer: task("TellCustomer"),
  },
};

const answers = { ValidateOrder: (given: object) => ({ ...given, valid: true }), TellCustomer: { MessageId: "m-1" } };

const declined: Execution = await runStateMachine(order, {
  stateMachineName: "OrderMachine",
  input: { orderId: "o-1" },
  mocks: { lambda: { ...answers, ProcessPayment: fails("PaymentDeclined", "card expired") } },
});

/** A declined card: three retries, then the catcher. */
export const declinedOrder = (): Execution => declined;

const failed: Execution = await runStateMachine(order, {
  stateMachineName: "OrderMachine",
  mocks: { lambda: { ...answers, ProcessPayment: later("3s", fails("OutOfOrder", "the terminal\nis broken\u001b[2J")) } },
});

/** An order whose payment fails for good. */
export const failedOrder = (): Execution => failed;

const waiting: RunningExecution = await startStateMachine(order, { mocks: { lambda: { ...answers, ProcessPayment: hangs() } } });
await waiting.advance("5s");

/** An order that waits for its payment. */
export const runningOrder = (): RunningExecution => waiting;

const parallel: Execution = await runStateMachine(
  {
    StartAt: "Fanout",
    States: {
      Fanout: {
        Type: "Parallel",
        Next: "Done",
        Branches: [
          { StartAt: "Charge", States: { Charge: task("Charge") } },
          {
            StartAt: "Hold",
            States: {
              Hold: { Type: "Wait", Seconds: 1, Next: "Note" },
              Note: task("Note", { Next: "Rest" }),
              Rest: { Type: "Wait", Seconds: 1, Next: "Mail" },
              Mail: task("Mail"),
            },
          },
        ],
      },
      Done: { Type: "Succeed" },
    },
  },
  { mocks: { lambda: { Charge: later("3s", "charged"), Note: later("1s", {}), Mail: later("1s", "mailed") } } },
);

/** Two branches: Charge from 0s to 3s; Hold, Note, Rest and Mail, a second each. */
export const fanout = (): Execution => parallel;

/** A Map over so many items: all started at once, all started at once but at work a second apart, or one after another. */
export async function mapRun(items: number, concurrency: "unlimited" | "staggered" | "one"): Promise<Execution> {
  const pass = { StartAt: "Step", States: { Step: { Type: "Pass", End: true } } };
  const staggered = { StartAt: "Hold", States: { Hold: { Type: "Wait", SecondsPath: "$", Next: "Step" }, ...pass.States } };
  const EachItem = {
    Type: "Map",
    End: true,
    MaxConcurrency: concurrency === "one" ? 1 : 0,
    ItemProcessor: concurrency === "staggered" ? staggered : pass,
    ResultPath: null,
    OutputPath: null,
  };
  return await runStateMachine({ StartAt: "EachItem", States: { EachItem } }, { input: [...Array(items).keys()], limits: "none" });
}

/** A Parallel whose second branch fails at first, so that all is run twice: OnlyFirst in the first run, OnlySecond in the second. */
export async function retriedFanout(): Promise<Execution> {
  const first = { Variable: "$", StringEquals: "first", Next: "OnlyFirst" };
  const left = {
    StartAt: "WhichRun",
    States: {
      WhichRun: task("WhichRun", { Next: "Fork" }),
      Fork: { Type: "Choice", Choices: [first], Default: "OnlySecond" },
      OnlyFirst: task("Slow"),
      OnlySecond: task("Slow"),
    },
  };
  const Fanout = {
    Type: "Parallel",
    End: true,
    Branches: [left, { StartAt: "Work", States: { Work: task("Work") } }],
    Retry: [{ ErrorEquals: ["Flaky"], IntervalSeconds: 1 }],
  };
  return await runStateMachine(
    { StartAt: "Fanout", States: { Fanout } },
    { mocks: { lambda: { WhichRun: ["first", "second"], Slow: later("5s", {}), Work: [later("1s", fails("Flaky")), later("1s", {})] } } },
  );
}

/** A Map of one item, gone through twice in a loop. */
export async function twoRounds(): Promise<Execution> {
  const EachItem = { Type: "Map", Next: "Again", ItemProcessor: { StartAt: "Step", States: { Step: task("Step") } } };
  const Again = { Type: "Choice", Choices: [{ Variable: "$[0]", BooleanEquals: true, Next: "EachItem" }], Default: "Done" };
  return await runStateMachine(
    { StartAt: "EachItem", States: { EachItem, Again, Done: { Type: "Succeed" } } },
    { input: [1], mocks: { lambda: { Step: [true, false] } } },
  );
}

/** Two visits of one state: two retries for Flaky, then one for Slow and one for Flaky. */
export async function twoVisits(): Promise<Execution> {
  const Work = task("Work", {
    Retry: [
      { ErrorEquals: ["Flaky"], IntervalSeconds: 1 },
      { ErrorEquals: ["Slow"], IntervalSeconds: 3 },
    ],
    Catch: [{ ErrorEquals: ["States.ALL"], Next: "Done" }],
    Next: "Work",
  });
  const answer = [fails("Flaky"), fails("Flaky"), {}, fails("Slow"), fails("Flaky"), fails("Broken")];
  return await runStateMachine({ StartAt: "Work", States: { Work, Done: { Type: "Succeed" } } }, { mocks: { lambda: { Work: answer } } });
}
