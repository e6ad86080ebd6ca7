/** What fuzzing and the path explorer are measured on: the order workflow, and machines that grow by states and by branches. */
import { readFileSync } from "node:fs";

const order = JSON.parse(readFileSync(new URL("../examples/order/order.asl.json", import.meta.url), "utf8"));

const orderHandlers = {
  ValidateOrder: (input) => ({ ...input, valid: true }),
  ProcessPayment: (input) => ({ ...input, paymentStatus: "APPROVED" }),
  UpdateInventory: () => ({ reserved: 1 }),
  SendEmail: () => ({ sent: true }),
};

const step = (name, rest) => ({
  Type: "Task",
  Resource: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
  TimeoutSeconds: 60,
  Retry: [{ ErrorEquals: ["States.TaskFailed"], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 2 }],
  ...rest,
});
const caught = { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Undo" }] };
const undo = { Type: "Fail", Error: "Undone" };
const names = (count) => Array.from({ length: count }, (_, index) => `Step${index + 1}`);
const answers = (count) => Object.fromEntries(names(count).map((name) => [name, { done: name }]));

/** So many Tasks one after the other, each with Retry and Catch. */
function chain(length) {
  const follow = (index) => (index === length - 1 ? { End: true } : { Next: `Step${index + 2}` });
  const States = Object.fromEntries(names(length).map((name, index) => [name, step(name, { ...caught, ...follow(index) })]));
  return { StartAt: "Step1", States: { ...States, Undo: undo } };
}

/** So many branches side by side, each a Task with Retry; what fails is caught around them. */
function branches(count) {
  const Branches = names(count).map((name) => ({ StartAt: name, States: { [name]: step(name, { End: true }) } }));
  return { StartAt: "All", States: { All: { Type: "Parallel", Branches, ...caught, End: true }, Undo: undo } };
}

const fuzzed = (title, definition, handlers, states, isRight, targets = {}) => ({
  title: `fuzzing ${title}`,
  definition,
  input: () => ({ orderId: "o-1", amount: 42 }),
  handlers: () => handlers,
  units: states,
  unit: "state",
  isRight,
  implementations: ["fuzzed", "ours", "oursWithHistory"],
  targets,
});

const explored = (title, definition, paths) => ({
  title: `paths of ${title}`,
  definition,
  input: () => undefined,
  handlers: () => ({}),
  units: paths,
  unit: "path",
  isRight: (found) => found.length === paths && found.every(({ solved }) => solved),
  implementations: ["explored"],
  targets: {},
});

const isLast = (length) => (output) => output.done === `Step${length}`;
const hasAll = (count) => (output) => output.length === count;

const ofAll = (sizes, make) => Object.fromEntries(sizes.map(make));
const LENGTHS = [5, 10, 20, 40];
const WIDTHS = [1, 2, 4, 8];
/** Each Task fails once, fails for good or times out, beside the one way without a fault; the explorer stops at 100. */
const waysThrough = (tasks) => Math.min(100, 3 * tasks + 1);

export const fuzzScenarios = {
  "fuzz-order": fuzzed("the order workflow", order, orderHandlers, 6, (output) => output.fulfillment.length === 2, {
    perSecond: 5_000,
  }),
  ...ofAll(LENGTHS, (length) => [
    `fuzz-chain-${length}`,
    fuzzed(`a chain of ${length}`, chain(length), answers(length), length, isLast(length)),
  ]),
  ...ofAll(WIDTHS, (count) => [
    `fuzz-branches-${count}`,
    fuzzed(`a Parallel of ${count}`, branches(count), answers(count), count + 1, hasAll(count)),
  ]),
  "paths-order": explored("the order workflow", order, 12),
  ...ofAll(LENGTHS, (length) => [`paths-chain-${length}`, explored(`a chain of ${length}`, chain(length), waysThrough(length))]),
  ...ofAll(WIDTHS, (count) => [`paths-branches-${count}`, explored(`a Parallel of ${count}`, branches(count), waysThrough(count))]),
};
