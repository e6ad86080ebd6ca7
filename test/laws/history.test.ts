import fc from "fast-check";
import type { Execution, HistoryEvent, Visit } from "sfn-testkit";
import { runStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import type { Scenario } from "./random-machine.ts";
import { mocksAtOnce, scenario } from "./random-machine.ts";

const run = ({ definition, input, variables, seed, scripts }: Scenario): Promise<Execution> =>
  runStateMachine(definition, { input, variables, seed, mocks: mocksAtOnce(scripts) });

/** Checks a law on random machines. */
function law(name: string, check: (execution: Execution) => void): void {
  test(name, { timeout: 60_000 }, async () => {
    const property = fc.asyncProperty(scenario, async (each) => check(await run(each)));
    await fc.assert(property, { numRuns: 200, seed: 7 });
  });
}

const isEntered = ({ type }: HistoryEvent): boolean => type.endsWith("StateEntered");
const isExited = ({ type }: HistoryEvent): boolean => type.endsWith("StateExited");
const isTerminal = ({ type }: HistoryEvent): boolean => /^Execution(?!Started)/.test(type);
const isScheduled = ({ type }: HistoryEvent): boolean => type.endsWith("Scheduled");

describe("a history is well formed", () => {
  law("ids run from 1 without gaps", ({ history }) => {
    expect(history.map(({ id }) => id)).toEqual(history.map((_event, index) => index + 1));
  });

  law("every event hangs on an earlier one, or on none where AWS has it so", ({ history }) => {
    for (const { id, previousEventId, type } of history) {
      expect(previousEventId).toBeLessThan(id);
      const rootless = id <= 2 || type === "ExecutionTimedOut";
      expect(previousEventId === 0).toBe(rootless);
    }
  });

  law("time never goes back, neither by id nor along a link", ({ history }) => {
    history.forEach(({ timestamp, previousEventId }, index) => {
      const before = [history[index - 1], history[previousEventId - 1]];
      for (const event of before) if (event !== undefined) expect(event.timestamp.getTime()).toBeLessThanOrEqual(timestamp.getTime());
    });
  });

  law("it opens with ExecutionStarted and closes with its one end", ({ history, status }) => {
    const ends = {
      SUCCEEDED: "ExecutionSucceeded",
      FAILED: "ExecutionFailed",
      TIMED_OUT: "ExecutionTimedOut",
      ABORTED: "ExecutionAborted",
    };
    expect(history[0]?.type).toBe("ExecutionStarted");
    expect(history.filter(isTerminal).map(({ id, type }) => [id, type])).toEqual([[history.length, ends[status]]]);
  });

  law("the Exited of a state that has no events of its own hangs on its Entered", ({ history }) => {
    for (const event of history.filter(isExited)) {
      if (!/^(Pass|Choice|Wait|Succeed)/.test(event.type)) continue;
      const entered = history[event.previousEventId - 1];
      expect(entered?.stateEnteredEventDetails?.name).toBe(event.stateExitedEventDetails?.name);
    }
  });

  law("from the Exited of a Task its own events lead back to its Entered", ({ history }) => {
    for (const event of history.filter(({ type }) => type === "TaskStateExited")) {
      let back = history[event.previousEventId - 1];
      while (back?.type.startsWith("LambdaFunction")) back = history[back.previousEventId - 1];
      expect(back?.stateEnteredEventDetails?.name).toBe(event.stateExitedEventDetails?.name);
    }
  });

  law("iterations that start end in one way, unless the execution was cut off", ({ history, status }) => {
    const count = (suffix: string): number => history.filter(({ type }) => type === `MapIteration${suffix}`).length;
    const ended = count("Succeeded") + count("Failed") + count("Aborted");
    if (status === "TIMED_OUT") expect(ended).toBeLessThanOrEqual(count("Started"));
    else expect(ended).toBe(count("Started"));
  });
});

describe("visits agree with the history", () => {
  law("one for each Entered, in order, with its time and input", ({ history, visits }) => {
    const told = history
      .filter(isEntered)
      .map((event) => [event.stateEnteredEventDetails?.name, event.timestamp, event.stateEnteredEventDetails?.input]);
    expect(visits.map(({ state, enteredAt, input }) => [state, enteredAt, JSON.stringify(input)])).toEqual(told);
  });

  law("with an output for each Exited", ({ history, visits }) => {
    const told = history
      .filter(isExited)
      .map(
        ({ timestamp, stateExitedEventDetails }) =>
          `${stateExitedEventDetails?.name} ${timestamp.toISOString()} ${stateExitedEventDetails?.output}`,
      );
    const exited = visits
      .filter((visit) => visit.exitedAt !== undefined)
      .map(({ state, exitedAt, output }) => `${state} ${exitedAt?.toISOString()} ${JSON.stringify(output)}`);
    expect(exited.sort()).toEqual(told.sort());
  });

  law("every one has ended, and only those that exited have an output", ({ visits }) => {
    for (const visit of visits) {
      expect(["SUCCEEDED", "CAUGHT_ERROR", "FAILED", "ABORTED"]).toContain(visit.status);
      const exited = visit.status === "SUCCEEDED" || visit.status === "CAUGHT_ERROR";
      expect([visit.exitedAt !== undefined, "output" in visit]).toEqual([exited, exited]);
    }
  });

  law("as many attempts of Tasks as were scheduled", ({ history, visits, calls }) => {
    const attempts = visits.filter(({ type }) => type === "Task").reduce((sum, visit) => sum + visit.attempts.length, 0);
    expect(attempts).toBe(history.filter(isScheduled).length);
    expect(calls).toHaveLength(attempts);
  });

  law("attempts are counted from 1, one for the first try and one for each retry that began", ({ visits }) => {
    for (const { attempts, retries, status } of visits) {
      expect(attempts.map(({ attempt }) => attempt)).toEqual(attempts.map((_attempt, index) => index + 1));
      // Cut off while it waited, a state has a retry that never began.
      const begun = status === "ABORTED" ? [retries.length, retries.length - 1] : [retries.length];
      expect(begun).toContain(attempts.length - 1);
    }
  });

  law("a visit is followed by what it names", ({ visits }) => {
    const line = ({ branch }: Visit): string => JSON.stringify(branch);
    for (const [index, visit] of visits.entries()) {
      if (visit.next === undefined) continue;
      const follower = visits.slice(index + 1).find((other) => line(other) === line(visit));
      expect(follower?.state).toBe(visit.next);
    }
  });

  law("the path is the top level's visits", ({ path, visits }) => {
    expect(path).toEqual(visits.filter(({ branch }) => branch.length === 0).map(({ state }) => state));
  });
});
