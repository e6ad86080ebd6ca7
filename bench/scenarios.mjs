/** What is measured: one machine each, its input, the handlers it calls, and the same work written by hand. */
import { fuzzScenarios } from "./fuzz-scenarios.mjs";
import { wireScenarios } from "./wire-scenarios.mjs";

const lambda = (name) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;
const task = (name, rest = { End: true }) => ({ Type: "Task", Resource: lambda(name), ...rest });

/** The names of what the handlers need no state of their own for. */
const stateless = (handlers) => () => handlers;

function passChain(length) {
  const name = (index) => `Pass${index}`;
  const state = (index) => ({ Type: "Pass", ...(index < length ? { Next: name(index + 1) } : { End: true }) });
  const States = Object.fromEntries(Array.from({ length }, (_, index) => [name(index + 1), state(index + 1)]));
  return { StartAt: name(1), States };
}

const countingLoop = {
  StartAt: "Done?",
  States: {
    "Done?": { Type: "Choice", Choices: [{ Variable: "$.n", NumericGreaterThanEquals: 1_000, Next: "Done" }], Default: "Add" },
    Add: { Type: "Pass", Parameters: { "n.$": "States.MathAdd($.n, 1)" }, Next: "Done?" },
    Done: { Type: "Pass", End: true },
  },
};

const countingLoopInJsonata = {
  QueryLanguage: "JSONata",
  StartAt: "Done?",
  States: {
    "Done?": { Type: "Choice", Choices: [{ Condition: "{% $states.input.n >= 1000 %}", Next: "Done" }], Default: "Add" },
    Add: { Type: "Pass", Output: { n: "{% $states.input.n + 1 %}" }, Next: "Done?" },
    Done: { Type: "Pass", End: true },
  },
};

const mapInJsonata = {
  QueryLanguage: "JSONata",
  StartAt: "Each",
  States: {
    Each: {
      Type: "Map",
      ItemProcessor: { StartAt: "Double", States: { Double: { Type: "Pass", Output: "{% $states.input.price * 2 %}", End: true } } },
      End: true,
    },
  },
};

const fanOut = {
  StartAt: "FanOut",
  States: {
    FanOut: {
      Type: "Parallel",
      Branches: ["Price", "Stock", "Tax"].map((name) => ({ StartAt: name, States: { [name]: task(name) } })),
      End: true,
    },
  },
};

const mapOf = (MaxConcurrency) => ({
  StartAt: "Each",
  States: { Each: { Type: "Map", MaxConcurrency, ItemProcessor: { StartAt: "Double", States: { Double: task("Double") } }, End: true } },
});

const distributedMap = {
  StartAt: "Each",
  States: {
    Each: {
      Type: "Map",
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
        StartAt: "Double",
        States: { Double: task("Double") },
      },
      End: true,
    },
  },
};

const retried = {
  StartAt: "Flaky",
  States: {
    Flaky: task("Flaky", { Retry: [{ ErrorEquals: ["Flaky"], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 3 }], Next: "CoolDown" }),
    CoolDown: { Type: "Wait", Seconds: 30, End: true },
  },
};

const double = ({ id }) => ({ id: 2 * id });
const orderHandlers = {
  Price: ({ items }) => ({ price: 10 * items }),
  Stock: ({ items }) => ({ inStock: items < 100 }),
  Tax: ({ items }) => ({ tax: 2 * items }),
};

class Flaky extends Error {
  name = "Flaky";
}

/** Fails three times an execution, then answers. */
function flakyHandlers() {
  let calls = 0;
  return {
    Flaky: () => {
      if (++calls <= 3) throw new Flaky("not yet");
      return { calls };
    },
  };
}

async function passesByHand(input) {
  let data = input;
  for (let index = 0; index < 100; index++) data = await data;
  return data;
}

async function countByHand(input) {
  let data = input;
  while (await (data.n < 1_000)) data = await { n: data.n + 1 };
  return data;
}

/** The expressions of {@link countingLoopInJsonata}, evaluated as often. */
function countInJsonata(guarded) {
  const isDone = guarded("$states.input.n >= 1000");
  const add = guarded("$states.input.n + 1");
  return async (input) => {
    let data = input;
    while (!(await isDone(data))) data = { n: await add(data) };
    return data;
  };
}

function mapWithJsonata(guarded) {
  const double = guarded("$states.input.price * 2");
  return async (items) => {
    const outputs = [];
    for (const item of items) outputs.push(await double(item));
    return outputs;
  };
}

async function fanOutByHand(input, { Price, Stock, Tax }) {
  const call = async (handler) => await handler(input);
  return Promise.all([call(Price), call(Stock), call(Tax)]);
}

const mapByHand =
  (concurrency) =>
  async (items, { Double }) => {
    const outputs = new Array(items.length);
    let taken = 0;
    const work = async () => {
      while (taken < items.length) {
        const index = taken++;
        outputs[index] = await Double(items[index]);
      }
    };
    await Promise.all(Array.from({ length: Math.min(concurrency || items.length, items.length) }, work));
    return outputs;
  };

async function retryByHand(_input, { Flaky: call }) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

/** A Map of so many Tasks; compared with others at 10,000 items only. */
function mapScenario(items, concurrency, targets, implementations) {
  return {
    title: `Map of ${items.toLocaleString("en")}, ${concurrency === 0 ? "no limit" : `${concurrency} at once`}`,
    definition: mapOf(concurrency),
    input: () => Array.from({ length: items }, (_, id) => ({ id })),
    handlers: stateless({ Double: double }),
    byHand: mapByHand(concurrency),
    units: items,
    unit: "item",
    limits: "none",
    isRight: (output) => output.length === items && output[items - 1].id === 2 * (items - 1),
    implementations,
    targets,
  };
}

/** A distributed Map of so many children; it has no peer. */
function distributedScenario(items, targets, implementations) {
  return {
    ...mapScenario(items, 0, targets, implementations),
    title: `distributed Map of ${items.toLocaleString("en")}`,
    definition: distributedMap,
    byHand: (input, { Double }) => Promise.all(input.map(async (item) => Double(item))),
    /** No more than 10,000 children at once, as on AWS. */
    limits: { payloadBytes: Number.POSITIVE_INFINITY },
  };
}

const inJsonata = ["ours", "oursWithHistory", "jsonata"];
const all = ["ours", "oursWithHistory", "peer", "byHand"];
const growing = ["ours", "oursByThousands", "byHand", "byHandByThousands"];
const A_THIRD = 1 / 3;

/**
 * `input` is made by the process that needs it, so that none holds what others run on.
 * `targets`: how many times the peer's speed at least, which part of the peer's memory at most, how many times the time that the
 * expressions alone take at most, the scenario whose items may not be cheaper, and how many executions in a second at least.
 */
export const scenarios = {
  pass: {
    title: "chain of 100 Pass",
    definition: passChain(100),
    input: () => ({ id: 1 }),
    handlers: stateless({}),
    byHand: passesByHand,
    units: 100,
    unit: "transition",
    isRight: (output) => output.id === 1,
    implementations: all,
    targets: { speed: 2.5 },
  },
  choice: {
    title: "Choice loop to 1,000",
    definition: countingLoop,
    input: () => ({ n: 0 }),
    handlers: stateless({}),
    byHand: countByHand,
    units: 2_002,
    unit: "transition",
    isRight: (output) => output.n === 1_000,
    implementations: all,
    targets: { speed: 30 },
  },
  parallel: {
    title: "Parallel of 3 Tasks",
    definition: fanOut,
    input: () => ({ items: 3 }),
    handlers: stateless(orderHandlers),
    byHand: fanOutByHand,
    units: 4,
    unit: "transition",
    isRight: ([price, stock, tax]) => price.price === 30 && stock.inStock && tax.tax === 6,
    implementations: all,
    targets: { speed: 8, memory: A_THIRD },
  },
  map: mapScenario(10_000, 0, { speed: 4, memory: A_THIRD }, all),
  "map-limited": mapScenario(10_000, 100, { speed: 12, memory: A_THIRD }, all),
  "map-100k": mapScenario(100_000, 0, { growth: true }, growing),
  "map-limited-100k": mapScenario(100_000, 100, { growth: true }, growing),
  distributed: distributedScenario(10_000, {}, ["ours", "oursWithChildren", "byHand"]),
  "distributed-100k": distributedScenario(100_000, { costOver: "distributed" }, ["ours", "byHand"]),
  "choice-jsonata": {
    title: "Choice loop to 1,000, JSONata",
    definition: countingLoopInJsonata,
    input: () => ({ n: 0 }),
    handlers: stateless({}),
    jsonata: countInJsonata,
    units: 2_002,
    unit: "transition",
    isRight: (output) => output.n === 1_000,
    implementations: inJsonata,
    targets: { overJsonata: 2 },
  },
  "map-jsonata": {
    title: "Map of 10,000, JSONata",
    definition: mapInJsonata,
    input: () => Array.from({ length: 10_000 }, (_, price) => ({ price })),
    handlers: stateless({}),
    jsonata: mapWithJsonata,
    units: 10_000,
    unit: "item",
    limits: "none",
    isRight: (output) => output.length === 10_000 && output[9_999] === 19_998,
    implementations: inJsonata,
    targets: { overJsonata: 2 },
  },
  retry: {
    title: "Retry 1-2-4 s, Wait 30 s",
    definition: retried,
    input: () => ({}),
    handlers: flakyHandlers,
    byHand: retryByHand,
    units: 2,
    unit: "transition",
    isRight: (output) => output.calls === 4,
    virtualSeconds: 37,
    /** The peer waits in real time for what is not overridden. */
    peerOverrides: { retryIntervalOverrides: { Flaky: 0 }, waitTimeOverrides: { CoolDown: 0 } },
    implementations: all,
    targets: {},
  },
  ...fuzzScenarios,
  ...wireScenarios,
};
