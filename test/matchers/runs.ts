import type { Execution, ExecutionView } from "../../src/simulator/execution.ts";
import type { Stay } from "./run-builder.ts";
import { RunBuilder } from "./run-builder.ts";

const NAMES = ["ValidateOrder", "ProcessPayment", "Ship", "TellCustomer"];

/** A declined card: three retries, then the catcher. */
export function declinedOrder(): Execution {
  const run = new RunBuilder({ orderId: "o-1" });
  run.main.enter("ValidateOrder", "Task", { orderId: "o-1" }).exit({ orderId: "o-1", valid: true }, "ProcessPayment");
  const payment = run.main.enter("ProcessPayment", "Task", { orderId: "o-1", valid: true });
  payment.failAttempt("PaymentDeclined", "card expired").retry(2, 2);
  payment.failAttempt("PaymentDeclined", "card expired").retry(4, 6);
  payment.failAttempt("PaymentDeclined", "card expired").retry(8, 14);
  payment.failAttempt("PaymentDeclined", "card expired").caught("TellCustomer", { error: "PaymentDeclined" });
  run.main.enter("TellCustomer", "Task", { error: "PaymentDeclined" }).exit({ MessageId: "m-1" });
  return run.succeeded({ MessageId: "m-1" }, NAMES);
}

/** An order whose payment fails for good. */
export function failedOrder(): Execution {
  const run = new RunBuilder();
  run.main.pass("ValidateOrder", "Task");
  const payment = run.main.enter("ProcessPayment", "Task");
  run.at(3);
  payment.failAttempt("OutOfOrder", "the terminal\nis broken\u001b[2J").close("FAILED");
  return run.failed("OutOfOrder", "the terminal\nis broken\u001b[2J");
}

/** An order that waits for its payment. */
export function runningOrder(): ExecutionView {
  const run = new RunBuilder();
  run.main.pass("ValidateOrder", "Task");
  run.main.enter("ProcessPayment", "Task");
  run.at(5);
  return Object.assign(run.running(NAMES), { now: run.now });
}

/** Two branches: Charge from 0s to 3s; Note from 1s to 2s, then Mail from 3s to 4s. */
export function fanout(): Execution {
  const run = new RunBuilder();
  const parallel = run.main.enter("Fanout", "Parallel");
  const [left, right] = parallel.branches(2);
  const charge = left!.enter("Charge", "Task");
  const hold = right!.enter("Hold", "Wait");
  run.at(1);
  hold.exit({});
  const note = right!.enter("Note", "Task");
  run.at(2);
  note.exit({});
  const rest = right!.enter("Rest", "Wait");
  run.at(3);
  charge.exit("charged");
  rest.exit({});
  const mail = right!.enter("Mail", "Task");
  run.at(4);
  mail.exit("mailed");
  run.main.last = right!.last;
  parallel.exit(["charged", "mailed"], "Done");
  run.main.pass("Done", "Succeed");
  return run.succeeded(["charged", "mailed"]);
}

/** A Map over so many items: all started at once, all started at once but at work a second apart, or one after another. */
export function mapRun(items: number, concurrency: "unlimited" | "staggered" | "one"): Execution {
  const run = new RunBuilder();
  const map = run.main.enter("EachItem", "Map");
  const start = map.startMap(items);
  if (concurrency !== "one") {
    const lanes = Array.from({ length: items }, (_, index) => map.iteration(index, start));
    for (const [index, lane] of lanes.entries()) {
      if (concurrency === "staggered") run.at(index);
      lane.pass("Step");
    }
    for (const [index, lane] of lanes.entries()) run.main.last = map.closeIteration(index, lane);
  } else {
    let previous = start;
    for (let index = 0; index < items; index++) {
      const lane = map.iteration(index, previous);
      lane.pass("Step");
      run.main.last = map.closeIteration(index, lane);
      previous = lane.last;
    }
  }
  map.exit([]);
  return run.succeeded([]);
}

/** A Parallel that fails at once and is retried at once: OnlyFirst in its first run, OnlySecond in its second. */
export function retriedFanout(): Execution {
  const run = new RunBuilder();
  const parallel = run.main.enter("Fanout", "Parallel");
  const [, broken] = startBoth(parallel, "OnlyFirst");
  broken.failAttempt("Flaky").close("FAILED");
  run.main.last = broken.lane.last;
  parallel.endAttempt({ endedAt: run.now, error: "Flaky" }).retry(0, 0);
  const [only, work] = startBoth(parallel, "OnlySecond");
  only.exit({});
  work.exit({});
  run.main.last = work.lane.last;
  parallel.exit([]);
  return run.succeeded([]);
}

function startBoth(parallel: Stay, left: string): readonly [Stay, Stay] {
  const [first, second] = parallel.branches(2);
  return [first!.enter(left, "Task"), second!.enter("Work", "Task")];
}

/** A Map of one item, gone through twice in a loop. */
export function twoRounds(): Execution {
  const run = new RunBuilder();
  for (let round = 0; round < 2; round++) {
    const map = run.main.enter("EachItem", "Map");
    const lane = map.iteration(0, map.startMap(1));
    lane.pass("Step");
    run.main.last = map.closeIteration(0, lane);
    map.exit([], round === 0 ? "EachItem" : undefined);
  }
  return run.succeeded([]);
}
