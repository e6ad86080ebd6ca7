import type { Execution } from "sfn-testkit";
import { loadStateMachine, runStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import type { OracleLimits, Rule } from "../../../src/fuzz/oracle/index.ts";
import { oracleFor } from "../../../src/fuzz/oracle/index.ts";
import type { Corruption } from "./corrupted.ts";
import { added, both, changed, corrupted, shifted, withChild, without } from "./corrupted.ts";
import { EXAMPLES } from "./examples.ts";

type Name = keyof typeof EXAMPLES;
type Case = readonly [rule: Rule, example: Name, what: string, corruption: Corruption];

const exited = (name: string, output: unknown): object => ({ stateExitedEventDetails: { name, output: JSON.stringify(output) } });
const entered = (name: string, input: unknown): object => ({ stateEnteredEventDetails: { name, input: JSON.stringify(input) } });
const EXCEEDED = { mapRunFailedEventDetails: { error: "States.ExceedToleratedFailureThreshold" } };
const STOPPED = { type: "ExecutionAborted" };
const ABORTED = { status: "ABORTED" };
const input = (value: unknown): object => ({ executionStartedEventDetails: { input: JSON.stringify(value) } });
const work = (index: number): object => ({ name: "Each", index });

const CASES: readonly Case[] = [
  ["ids", "failed", "a gap in the ids", changed(4, { id: 40 })],
  ["links", "failed", "an event that hangs on a later one", changed(4, { previousEventId: 6 })],
  ["links", "failed", "a state that hangs on the state before that before it", changed(4, { previousEventId: 1 })],
  ["links", "mapped", "an exit that hangs on MapStateSucceeded", changed(26, { previousEventId: 25 })],
  ["clock", "retriedThenCaught", "time that goes back", changed(4, { timestamp: new Date("2024-12-31T23:59:59Z") })],
  ["clock", "failed", "a pause between two states", shifted(4, 1)],
  ["clock", "failed", "a Pass state that takes its time", shifted(5, 1_000)],
  ["transition", "failed", "a state that Next does not lead to", changed(6, { ...entered("Other", { a: 1 }), type: "PassStateEntered" })],
  ["transition", "failed", "a Choice that goes where no rule leads", changed(4, { ...entered("No", { a: 1 }), type: "FailStateEntered" })],
  ["transition", "failed", "a state that does not exist", changed(4, entered("Unknown", { a: 1 }))],
  ["transition", "failed", "an event of another type of state", changed(4, { type: "WaitStateEntered" })],
  [
    "transition",
    "retriedThenCaught",
    "the next state of another catcher",
    changed(13, { ...entered("Other", {}), type: "PassStateEntered" }),
  ],
  ["input", "failed", "a state that gets something else than the one before put out", changed(4, entered("Made", { a: 2 }))],
  ["input", "branchFailed", "a branch that gets something else than the Parallel", changed(7, entered("Hangs", {}))],
  ["input", "mapped", "an iteration that gets another item", changed(9, entered("Work", 3))],
  ["output", "failed", "a ResultPath that is ignored", changed(5, exited("Made", { b: 2 }))],
  ["output", "mapped", "results in the order they were ready", changed(26, exited("Each", { items: [1, 2, 3], results: [10, 30, 20] }))],
  ["output", "mapped", "a Task whose result is lost", changed(13, exited("Work", 1))],
  ["output", "mapped", "an execution with another output", changed(29, { executionSucceededEventDetails: { output: "{}" } })],
  ["order", "failed", "a state that is left twice", added("PassStateExited", 5, exited("Made", {}))],
  ["order", "retriedThenCaught", "an attempt that ends twice", changed(6, { type: "LambdaFunctionFailed" })],
  ["order", "failed", "a history without its beginning", changed(1, { type: "PassStateEntered", ...entered("Made", { a: 1 }) })],
  ["order", "failed", "an execution that starts twice", added("ExecutionStarted", 0)],
  ["order", "mapped", "a Map that is left before it succeeded", without(25)],
  ["wait", "retriedThenCaught", "a Wait that is too short", shifted(14, -1_000)],
  ["wait", "retriedThenCaught", "a Wait that is too long", shifted(14, 2)],
  ["timeout", "timedOut", "a timeout one second late", shifted(5, 1_000)],
  ["timeout", "timedOut", "a timeout that is too early", shifted(5, -1_000)],
  ["timeout", "retriedThenCaught", "an answer that comes after the timeout", shifted(5, 6_000)],
  ["timeout", "failed", "a machine that goes on after its time", shifted(7, 11_000)],
  ["retry", "retriedThenCaught", "a catcher before the last retry", without(9, 10, 11)],
  ["retry", "retriedThenCaught", "one retry too many", (h) => [...h.slice(0, 11), { ...h[8]!, id: 12, previousEventId: 11 }]],
  [
    "retry",
    "mapRetried",
    "a Map that is tried again after another error",
    changed(15, { lambdaFunctionFailedEventDetails: { error: "F" } }),
  ],
  ["delay", "retriedThenCaught", "a retry that is too early", shifted(6, -100)],
  ["delay", "retriedThenCaught", "a second retry without backoff", shifted(9, -2_000)],
  ["delay", "mapRetried", "a Map's retry that is too late", shifted(18, 500)],
  ["catch", "retriedThenCaught", "a ResultPath of Catch that is ignored", changed(12, exited("Charge", { Error: "E", Cause: "why" }))],
  [
    "catch",
    "retriedThenCaught",
    "a caught error without its cause",
    changed(12, exited("Charge", { order: 1, error: { Error: "E", Cause: null } })),
  ],
  [
    "catch",
    "retriedThenCaught",
    "a States.Runtime that is caught",
    changed(11, { lambdaFunctionFailedEventDetails: { error: "States.Runtime" } }),
  ],
  [
    "failure",
    "failed",
    "an execution that fails with another error",
    changed(7, { executionFailedEventDetails: { error: "Yes", cause: "because" } }),
  ],
  ["failure", "failed", "an execution that fails out of nothing", without(6)],
  [
    "failure",
    "branchFailed",
    "a Parallel that fails out of nothing",
    changed(11, { type: "LambdaFunctionSucceeded", lambdaFunctionSucceededEventDetails: { output: "1" } }),
  ],
  ["failure", "branchFailed", "a failure that takes effect late", shifted(12, 1_000)],
  ["siblings", "branchFailed", "a sibling that is not stopped", without(14)],
  ["siblings", "branchFailed", "one that is stopped twice", changed(14, { type: "TaskStateAborted" })],
  [
    "siblings",
    "branchFailed",
    "a sibling that goes on",
    added("LambdaFunctionSucceeded", 9, { lambdaFunctionSucceededEventDetails: { output: "1" } }),
  ],
  ["siblings", "mapRetried", "an iteration that fails without telling", without(16)],
  [
    "concurrency",
    "mapped",
    "an iteration more than MaxConcurrency",
    (h) => [...h.slice(0, 5), { ...h[14]!, id: 6, previousEventId: 3, timestamp: h[4]!.timestamp }],
  ],
  ["concurrency", "mapped", "an iteration that waits though it may begin", shifted(15, 1_000)],
  ["iterations", "mapped", "an iteration that begins twice", changed(15, { mapIterationStartedEventDetails: work(1) })],
  ["iterations", "mapped", "a Map that begins with too few items", changed(3, { mapStateStartedEventDetails: { length: 2 } })],
  [
    "iterations",
    "mapped",
    "a Map that succeeds before its last iteration",
    both(without(22, 23, 24), changed(22, { previousEventId: 21 })),
  ],
  ["order", "calledBack", "a callback before the service has answered", without(5)],
  ["order", "calledBack", "a service that answers twice", changed(6, { type: "TaskSubmitted" })],
  ["order", "calledBack", "a service that refuses what it has taken", changed(6, { type: "TaskSubmitFailed" })],
  ["order", "calledBack", "a second callback that is heard", changed(7, { type: "TaskSucceeded" })],
  ["timeout", "calledBack", "a heartbeat that is missed before its time", both(changed(6, { type: "TaskTimedOut" }), shifted(6, -21_000))],
  ["timeout", "calledBack", "a missed heartbeat before a token is out", both(changed(5, { type: "TaskTimedOut" }), shifted(5, 19_000))],
  ["timeout", "calledBack", "a callback after the timeout", shifted(6, 21_000)],
  ["timeout", "calledBack", "a service that answers after the timeout", shifted(5, 59_000)],
  [
    "timeout",
    "calledBack",
    "another HeartbeatSeconds",
    changed(3, { taskScheduledEventDetails: { timeoutInSeconds: 60, heartbeatInSeconds: 9 } }),
  ],
  [
    "catch",
    "calledBack",
    "a service's refusal that is not caught for what it is",
    changed(11, { taskSubmitFailedEventDetails: { error: "F" } }),
  ],
  ["order", "worked", "work that ends before a worker has taken it", without(7)],
  ["order", "worked", "work that is taken twice", changed(8, { type: "ActivityStarted" })],
  ["timeout", "worked", "a heartbeat missed by a worker who has not taken the work", without(4)],
  ["timeout", "worked", "a worker's heartbeat that is missed too early", shifted(5, -1_000)],
  ["timeout", "worked", "work that ends after the timeout", shifted(8, 56_000)],
  ["links", "distributed", "an exit that hangs on MapStateSucceeded", changed(7, { previousEventId: 6 })],
  ["links", "distributed", "a Map Run that ends beside its beginning", changed(5, { previousEventId: 3 })],
  ["order", "distributed", "a Map that succeeds before its Map Run", both(without(5), changed(5, { previousEventId: 4 }))],
  ["order", "distributed", "a Map Run that begins twice", changed(5, { type: "MapRunStarted" })],
  ["clock", "distributed", "a Map Run that begins late", shifted(4, 1_000)],
  ["clock", "distributed", "a Map Run that ends after its last child", shifted(5, 1_000)],
  ["siblings", "distributed", "a Map Run that ends before its last child", shifted(5, -1_000)],
  ["iterations", "distributed", "a Map Run of more items", changed(3, { mapStateStartedEventDetails: { length: 4 } })],
  ["tolerance", "distributed", "a failure that is tolerated ends the Map Run", changed(5, { type: "MapRunFailed", ...EXCEEDED })],
  ["tolerance", "exceeded", "a Map Run that goes on when too many have failed", changed(8, { type: "MapRunSucceeded" })],
  ["tolerance", "exceeded", "a Map Run that fails late", shifted(5, 1_000)],
  ["failure", "exceeded", "a Map that fails without telling", without(9)],
  ["failure", "exceeded", "a Map Run that fails with what it cannot meet", changed(8, { mapRunFailedEventDetails: { error: "E" } })],
  [
    "retry",
    "exceeded",
    "a Map that is tried again once too often",
    (h) => [...h.slice(0, 8), { ...h[5]!, id: 9, previousEventId: 8, timestamp: h[7]!.timestamp }],
  ],
  ["delay", "exceeded", "a Map that is tried again too early", shifted(6, -500)],
  ["end", "failed", "an end before the end", changed(4, { type: "ExecutionFailed" })],
  ["end", "mapped", "an execution that ends before its last state", without(28)],
  ["end", "failed", "no end at all", without(7)],
  ["budget", "mapped", "more events than a history holds", (h) => h],
];

async function violationsOf(example: Name, corruption: Corruption, limits?: OracleLimits): Promise<readonly Rule[]> {
  const { definition, input, mocks } = EXAMPLES[example];
  const machine = await loadStateMachine(definition);
  const execution: Execution = await runStateMachine(machine, { input, mocks });
  return oracleFor(machine.definition, limits)
    .check(corrupted(execution, corruption))
    .map(({ rule }) => rule);
}

describe("as it was recorded, an execution breaks no rule", () => {
  test.each(Object.keys(EXAMPLES) as Name[])("%s", async (example) => {
    expect(await violationsOf(example, (history) => history)).toEqual([]);
  });
});

describe("a history that is not the definition's breaks a rule", () => {
  test.each(CASES)("%s, %s: %s", async (rule, example, _what, corruption) => {
    const limits = rule === "budget" ? { historyEvents: 28 } : undefined;

    expect(await violationsOf(example, corruption, limits)).toContain(rule);
  });
});

type ChildCase = readonly [rule: Rule, example: Name, what: string, index: number, change: (child: Execution) => Execution | undefined];

const told = (child: Execution, corruption: Corruption, more: object = {}): Execution => ({ ...corrupted(child, corruption), ...more });

const CHILDREN: readonly ChildCase[] = [
  ["iterations", "distributed", "an item without a child", 1, () => undefined],
  ["iterations", "distributed", "a child of another type", 1, (child) => told(child, (history) => history, { type: "EXPRESS" })],
  ["input", "distributed", "a child that gets another item", 1, (child) => told(child, changed(1, input(3)))],
  ["concurrency", "distributed", "a child that begins before its turn", 2, (child) => told(child, shifted(1, -500))],
  ["concurrency", "distributed", "a child that begins after its turn", 2, (child) => told(child, shifted(1, 500))],
  ["output", "distributed", "a child that does what its states do not", 0, (child) => told(child, changed(6, exited("Work", 7)))],
  ["timeout", "distributed", "a child that ends as it cannot", 0, (child) => told(child, changed(7, { type: "ExecutionTimedOut" }))],
  ["siblings", "distributed", "a child that is stopped although nothing failed", 0, (child) => told(child, changed(7, STOPPED), ABORTED)],
  ["siblings", "exceeded", "a child that is not stopped", 2, () => undefined],
  ["siblings", "exceeded", "a child that is stopped too late", 2, (child) => told(child, shifted(5, 1_000))],
  ["siblings", "exceeded", "a child that is stopped too early", 2, (child) => told(child, shifted(5, -500))],
];

describe("children that are not the definition's break a rule", () => {
  test.each(CHILDREN)("%s, %s: %s", async (rule, example, _what, index, change) => {
    const { definition, input: given, mocks } = EXAMPLES[example];
    const machine = await loadStateMachine(definition);
    const execution = await runStateMachine(machine, { input: given, mocks });

    expect(oracleFor(machine.definition).check(execution)).toEqual([]);
    const violations = oracleFor(machine.definition).check(withChild(execution, index, change));
    expect(violations.map((violation) => violation.rule)).toContain(rule);
  });

  test("what happened in a child names it", async () => {
    const { definition, input: given, mocks } = EXAMPLES.distributed;
    const machine = await loadStateMachine(definition);
    const execution = await runStateMachine(machine, { input: given, mocks });
    const [first] = execution.childExecutions;

    const violations = oracleFor(machine.definition).check(withChild(execution, 0, (child) => told(child, shifted(7, 1_000))));

    expect(violations[0]).toEqual({
      rule: "clock",
      event: 7,
      childExecution: first?.executionArn,
      message: "The execution ends with its last state, but ExecutionSucceeded came 1 s too late.",
    });
  });
});

describe("an execution has to tell what its history tells", () => {
  test.each([
    ["end", { status: "SUCCEEDED" }],
    ["failure", { error: "Yes" }],
    ["failure", { cause: undefined }],
  ] as const)("%s: %o", async (rule, told) => {
    const { definition, input, mocks } = EXAMPLES.failed;
    const machine = await loadStateMachine(definition);
    const execution = await runStateMachine(machine, { input, mocks });

    const violations = oracleFor(machine.definition).check({ ...execution, history: execution.history, ...told });

    expect(violations.map((violation) => violation.rule)).toContain(rule);
  });
});

test("a violation names the rule, the event and the state, and says what the definition demands", async () => {
  const { definition, input, mocks } = EXAMPLES.retriedThenCaught;
  const machine = await loadStateMachine(definition);
  const execution = await runStateMachine(machine, { input, mocks });

  expect(oracleFor(machine.definition).check(corrupted(execution, shifted(9, -2_000)))).toEqual([
    {
      rule: "delay",
      event: 9,
      state: { name: "Charge", pointer: "/States/Charge" },
      message: 'Retrier 0 of "Charge" tries again 4 s after the failure, but LambdaFunctionScheduled came 2 s too early.',
    },
  ]);
});
