// Puts the questions of recorded cases to the library, as it is built in dist/.
import { fails, hangs, returns, startStateMachine } from "../../dist/index.mjs.mts";

const ACCOUNT = "111111111111";

/** A case of kind `execution` or `express`. */
export default async function runCase(c, helpers) {
  const running = await startStateMachine(c.definition, {
    input: c.input,
    type: c.type,
    accountId: ACCOUNT,
    startTime: helpers.now,
    stateMachineName: c.stateMachineName,
    mocks: { states: recordedAnswers(c, helpers), lambda: functions(c, helpers) },
    ...(c.executionName && { name: c.executionName }),
  });
  if (isStopped(c)) await running.settle();
  const execution = isStopped(c) ? await running.stop() : await running.finish();
  const { status, output, error, cause, history } = execution;
  return { status, output, error, cause, history };
}

function isStopped(c) {
  return (c.interactions ?? []).some(({ op }) => op === "stop_execution");
}

function recordedAnswers(c, helpers) {
  return Object.fromEntries(Object.keys(c.mocks ?? {}).map((state) => [state, (input) => replyOf(helpers.nextMock(state, input))]));
}

function replyOf(recorded) {
  if (recorded === undefined) throw new Error("no recorded answer is left");
  if (recorded.hang) return hangs();
  if (recorded.throw) return fails(recorded.throw.error, recorded.throw.cause);
  return returns(recorded.return);
}

function functions(c, helpers) {
  return Object.fromEntries(
    Object.keys(c.resources?.lambdas ?? {}).map((name) => [name, (payload, context) => behave(helpers, name, payload, context)]),
  );
}

async function behave(helpers, name, payload, context) {
  try {
    return returns(await helpers.lambda(name)(payload, { sleep: (ms) => context.sleep(ms / 1_000) }));
  } catch (error) {
    return fails(error.errorType, helpers.lambdaCause(error));
  }
}
