/** What fuzzing the order finds, by either build of `sfn-testkit/fuzz` and for whichever runner. */
const { writeFileSync } = require("node:fs");
const { stripVTControlCharacters } = require("node:util");

/** Looks for an order that a slow payment makes last; writes down what it was told. */
exports.findCounterexample = async ({ fuzzStateMachine, explorePaths }, expect, file) => {
  const options = {
    input: { orderId: "o-1" },
    mocks: { lambda: { ValidateOrder: (order) => order, ProcessPayment: { paid: true } }, sns: { publish: { MessageId: "m-1" } } },
    faults: { errors: { ProcessPayment: ["PaymentDeclined"] }, latency: { max: "10s" } },
    progress: false,
    seed: 1,
  };
  await fuzzStateMachine("order.asl.json", options);
  const { paths } = await explorePaths("order.asl.json");
  expect(paths.length).toBeGreaterThan(1);

  const invariant = (execution) => expect(execution).not.toEndInState("TellCustomer");
  const found = await fuzzStateMachine("order.asl.json", { ...options, invariant }).catch((error) => error);
  expect(found.name).toBe("CounterexampleError");
  writeFileSync(file, withoutDuration(stripVTControlCharacters(found.message)));
};

/** The last line, how long a replay really takes, is each run's own. */
const withoutDuration = (message) => message.slice(0, message.lastIndexOf("\n"));
