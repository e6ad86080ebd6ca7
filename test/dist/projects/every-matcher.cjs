/** Every matcher once, for whichever runner: what holds, and the messages where it does not. */
const { writeFileSync } = require("node:fs");
const { stripVTControlCharacters } = require("node:util");
const { after, fails, hangs, runStateMachine, startStateMachine } = require("sfn-testkit");

const task = (name, rest = {}) => ({
  Type: "Task",
  Resource: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
  End: true,
  ...rest,
});
const Each = { Type: "Map", MaxConcurrency: 2, End: true, ItemProcessor: { StartAt: "Pack", States: { Pack: task("Pack") } } };
const hold = { StartAt: "Hold", TimeoutSeconds: 60, States: { Hold: { Type: "Wait", SecondsPath: "$", Assign: { total: 3 }, End: true } } };

/** The executions that are asked. */
async function executions() {
  const order = { input: { orderId: "o-1" }, mocks: { lambda: { ValidateOrder: (order) => order, ProcessPayment: { paid: true } } } };
  const stopped = await startStateMachine(hold, { input: 30 });
  await stopped.advance("5s");
  return {
    declined: await runStateMachine("order.asl.json", {
      input: { orderId: "o-1" },
      mocks: {
        lambda: { ValidateOrder: (order) => order, ProcessPayment: fails("PaymentDeclined", "card expired") },
        sns: { publish: { MessageId: "m-1" } },
      },
    }),
    paid: await runStateMachine("order.asl.json", order),
    failed: await runStateMachine({ StartAt: "A", States: { A: task("A", { TimeoutSeconds: 5 }) } }, { mocks: { lambda: { A: hangs() } } }),
    batch: await runStateMachine({ StartAt: "Each", States: { Each } }, { input: [1, 2, 3], mocks: { lambda: { Pack: after("1s", {}) } } }),
    held: await runStateMachine(hold, { input: 30 }),
    late: await runStateMachine(hold, { input: 90 }),
    stopped: await stopped.stop(),
  };
}

/** By matcher: the execution asked, arguments for which it holds and such for which it does not, the latter of another where one is named. */
const uses = (expect) => ({
  toEndInState: ["declined", ["TellCustomer"], ["ProcessPayment"]],
  toHaveSucceeded: ["declined", [{ MessageId: expect.any(String) }], [{ MessageId: "m-2", RequestId: expect.any(String) }]],
  toHaveFailed: ["failed", [{ error: "States.Timeout" }], [{ error: expect.stringContaining("Declined") }]],
  toHaveTimedOut: ["late", [], [], "paid"],
  toHaveBeenAborted: ["stopped", ["Hold"], ["Hold"], "held"],
  toHaveVisited: ["declined", ["ValidateOrder", "TellCustomer"], ["TellCustomer"], "paid"],
  toHaveTakenPath: ["declined", [["ValidateOrder", "ProcessPayment", "TellCustomer"]], [["ValidateOrder", "TellCustomer"]]],
  toHaveRetried: ["declined", ["ProcessPayment", { times: 3, delays: ["2s", 4, "8s"] }], ["ProcessPayment", { times: 2 }]],
  toHaveCaught: ["declined", ["ProcessPayment", { next: "TellCustomer" }], ["ProcessPayment", { error: "OutOfStock" }]],
  toHaveRunInParallel: ["batch", ["Pack"], ["Pack", "Pack", "Pack"]],
  toHaveReachedConcurrency: ["batch", ["Each", 2], ["Each", 3]],
  toHaveStayedWithinConcurrency: ["batch", ["Pack", 2], ["Pack", 1]],
  toHaveTimedOutIn: ["failed", ["A"], ["ProcessPayment"], "declined"],
  toHaveWaited: ["held", ["Hold", "30s"], ["Hold", "5m"]],
  toHaveLasted: ["declined", ["14s"], ["13s"]],
  toHaveFinishedWithin: ["declined", ["1m"], ["10s"]],
  toHaveStateInput: [
    "declined",
    ["ProcessPayment", { orderId: "o-1" }],
    ["ProcessPayment", { orderId: "o-2", items: [1, { id: expect.any(Number) }] }],
  ],
  toHaveStateOutput: ["declined", ["TellCustomer", { MessageId: "m-1" }], ["TellCustomer", expect.objectContaining({ MessageId: "m-2" })]],
  toHaveOutputAt: ["declined", ["$.MessageId", "m-1"], ["$..MessageId", "m-1"]],
  toHaveVariable: ["held", ["total", 3], ["total", { of: 3 }]],
  toHaveCalledService: [
    "declined",
    ["sns:publish", undefined, { times: 1 }],
    ["sns:publish", expect.objectContaining({ Message: "card lost" })],
  ],
  toHaveInvoked: ["declined", ["ProcessPayment", { orderId: "o-1" }, { times: 4 }], ["ProcessPayment", { orderId: "o-2" }]],
  toHaveUsedTransitions: ["declined", [{ atMost: 6 }], [{ atMost: 5 }]],
});

/** Asks everything of what is right, in both senses and inside another value; writes down every message of what is wrong. */
exports.useEveryMatcher = async (expect, file) => {
  const asked = await executions();
  const messages = {};
  for (const [matcher, [name, right, wrong, otherName = name]] of Object.entries(uses(expect))) {
    const execution = asked[name];
    const other = asked[otherName];
    expect(execution)[matcher](...right);
    expect({ execution }).toEqual({ execution: expect[matcher](...right) });
    messages[`not ${matcher}`] = messageOf(() => expect(execution).not[matcher](...right));
    messages[`${matcher} without await`] = messageOf(() => expect(Promise.resolve(execution))[matcher](...right));
    messages[`not ${matcher} of what is no execution`] = messageOf(() => expect({ status: "SUCCEEDED" }).not[matcher](...right));
    expect(other).not[matcher](...wrong);
    expect({ execution: other }).toEqual({ execution: expect.not[matcher](...wrong) });
    messages[matcher] = messageOf(() => expect(other)[matcher](...wrong));
  }
  expect(asked.declined).toMatchHistorySnapshot({ detail: "events", mask: ["$..orderId"] });
  await useOnDefinitions(expect, messages);
  writeFileSync(file, JSON.stringify(messages, null, 2));
};

async function useOnDefinitions(expect, messages) {
  await expect("order.asl.json").toBeValidStateMachine();
  await expect({ StartAt: "Nowhere", States: {} }).not.toBeValidStateMachine();
  messages["not toBeValidStateMachine"] = await messageOfLater(expect("order.asl.json").not.toBeValidStateMachine());
  messages.toBeValidStateMachine = await messageOfLater(expect('{ "StartAt": "Nowhere", "States": {} }').toBeValidStateMachine());
}

/** A message without colours. */
function messageOf(assertion) {
  try {
    assertion();
  } catch (error) {
    return stripVTControlCharacters(error.message);
  }
  throw new Error("The assertion passed, but should have failed.");
}

function messageOfLater(assertion) {
  const passed = () => {
    throw new Error("The assertion passed, but should have failed.");
  };
  return assertion.then(passed, (error) => stripVTControlCharacters(error.message));
}
