const sfn = require("sfn-testkit");
const matchers = require("sfn-testkit/matchers");
const serializer = require("sfn-testkit/serializer");
const { mocks } = require("./order.cjs");

async function main() {
  const execution = await sfn.runStateMachine(`${__dirname}/order.asl.json`, { input: { orderId: "o-1" }, mocks: mocks(sfn) });
  if (typeof matchers.toHaveRetried !== "function") throw new Error("matchers are missing");
  if (!(serializer.default ?? serializer).test(execution)) throw new Error("the serializer does not know an execution");
  console.log(execution.status, execution.path.at(-1));
}

main();
