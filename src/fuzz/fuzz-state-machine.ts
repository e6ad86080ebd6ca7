import fc from "fast-check";
import { startStopwatch } from "../kernel/stopwatch.ts";
import { isExecution } from "../simulator/execution.ts";
import type { StateMachine, StateMachineSource } from "../simulator/state-machine.ts";
import { loadStateMachine } from "../simulator/state-machine.ts";
import type { Counterexample } from "./counterexample.ts";
import { CounterexampleError, counterexampleInWords } from "./counterexample.ts";
import type { FaultPlan } from "./fault-plan.ts";
import { Examiner, isMisuse } from "./findings.ts";
import type { FuzzOptions, FuzzParameters } from "./fuzz-options.ts";
import { checkFuzzOptions, parametersOf, runPlanOf } from "./fuzz-options.ts";
import { inputsFor } from "./inputs.ts";
import type { MocksCode } from "./mocks-as-code.ts";
import { mocksAsCode } from "./mocks-as-code.ts";
import { faultPlan } from "./plan-arbitrary.ts";
import type { MetCall } from "./planned-faults.ts";
import { Progress, terminalLine } from "./progress.ts";

type Details = fc.RunDetails<[unknown, FaultPlan]>;

/**
 * Runs a state machine many times, each time with another input and other faults in its calls, looking for an execution that does not
 * end, is not what the definition says, or breaks an invariant. Rejects with a {@link CounterexampleError} that has the fewest faults
 * and the shortest input, or with the `UsageError` of a run that is not set up well. `numRuns` and all other parameters of fast-check
 * are its own.
 *
 * @example
 * await fuzzStateMachine("order.asl.json", {
 *   input: fc.record({ orderId: fc.uuid() }),
 *   mocks: {
 *     lambda: { ValidateOrder: (order) => order, ProcessPayment: { paymentStatus: "APPROVED" }, UpdateInventory: {}, SendEmail: {} },
 *     sns: { publish: { MessageId: "m-1" } },
 *   },
 *   faults: { errors: { ProcessPayment: ["PaymentDeclined"] }, latency: { max: "10s" } },
 *   invariant: (execution) => expect(execution.status).not.toBe("ABORTED"),
 * });
 */
export async function fuzzStateMachine(source: StateMachineSource, options: FuzzOptions = {}): Promise<void> {
  checkFuzzOptions(options);
  const machine = await loadStateMachine(source);
  const invariants = [options.invariant ?? []].flat();
  const search = new Search(machine, new Examiner(runPlanOf(machine, options), invariants), options);
  await search.run();
}

/** One search for a counterexample. */
class Search {
  readonly #name: string;
  readonly #examiner: Examiner;
  readonly #options: FuzzOptions;
  readonly #parameters: FuzzParameters;
  readonly #machine: StateMachine;
  /** What showed that the runs are not set up well: it ends the search. */
  #misuse: unknown;

  constructor(machine: StateMachine, examiner: Examiner, options: FuzzOptions) {
    this.#machine = machine;
    this.#name = machine.name ?? "the state machine";
    this.#examiner = examiner;
    this.#options = options;
    this.#parameters = parametersOf(options);
  }

  async run(): Promise<void> {
    const details = await this.#check();
    if (this.#misuse !== undefined) throw this.#misuse;
    const parameters: FuzzParameters = { ...(fc.readConfigureGlobal() as FuzzParameters), ...this.#parameters };
    const { reporter, asyncReporter } = parameters;
    if (asyncReporter !== undefined) await asyncReporter(details);
    else if (reporter !== undefined) reporter(details);
    else if (details.failed) throw await this.#finding(details);
  }

  async #check(): Promise<Details> {
    const line = terminalLine(this.#name);
    const { numRuns = fc.readConfigureGlobal().numRuns ?? 100 } = this.#parameters;
    const { progress: listener = line.show } = this.#options;
    const progress = listener === false ? undefined : new Progress(numRuns, listener);
    const plans = faultPlan(this.#machine, this.#options.faults);
    const property = fc.asyncProperty(inputsOf(this.#options.input, this.#machine), plans, async (input, plan) => {
      await this.#examine(input, plan);
      progress?.count();
    });
    try {
      return await fc.check(property, this.#parameters);
    } finally {
      line.clear();
    }
  }

  /** After a misuse nothing is looked for any more: neither smaller ones nor others. */
  async #examine(input: unknown, plan: FaultPlan): Promise<void> {
    if (this.#misuse !== undefined) return;
    try {
      await this.#examiner.examine(input, plan);
    } catch (thrown) {
      if (isMisuse(thrown)) this.#misuse = thrown;
      throw thrown;
    }
  }

  async #finding(details: Details): Promise<Error> {
    const { counterexample, errorInstance, seed, counterexamplePath } = details;
    if (counterexample === null) return new Error(fc.defaultReportMessage(details), { cause: errorInstance });
    const [input, plan] = counterexample;
    const { execution, mocks, seconds } = await this.#again(input, plan, errorInstance);
    const example: Counterexample = { input, plan, execution, mocks: mocks?.code, seed, path: counterexamplePath ?? undefined };
    const told = { name: this.#name, thrown: errorInstance, runs: details.numRuns, mocks, replaySeconds: seconds };
    const report = (this.#parameters.verbose ?? 0) === 0 ? "" : `\n\n${fc.defaultReportMessage(details)}`;
    return new CounterexampleError(`${counterexampleInWords(example, told)}${report}`, example, errorInstance);
  }

  /** Runs the counterexample once more, to tell of it. */
  async #again(input: unknown, plan: FaultPlan, thrown: unknown): Promise<Again> {
    const seconds = startStopwatch();
    const met: MetCall[] = [];
    const execution = await this.#examiner.run(input, plan, met).then(
      (run) => run.execution,
      () => executionOf(thrown),
    );
    return { execution, mocks: mocksAsCode(met), seconds: seconds() };
  }
}

interface Again {
  readonly execution: Counterexample["execution"];
  readonly mocks: MocksCode | undefined;
  readonly seconds: number;
}

/** As far as it got. */
function executionOf(thrown: unknown): Counterexample["execution"] {
  const execution = typeof thrown === "object" && thrown !== null && "execution" in thrown ? thrown.execution : undefined;
  return isExecution(execution) ? execution : undefined;
}

function inputsOf(input: unknown, { definition }: StateMachine): fc.Arbitrary<unknown> {
  if (isArbitrary(input)) return input;
  return input === undefined ? inputsFor(definition) : fc.constant(input);
}

/** Of this copy of fast-check or of another. */
function isArbitrary(value: unknown): value is fc.Arbitrary<unknown> {
  return typeof value === "object" && value !== null && "generate" in value && typeof value.generate === "function" && "shrink" in value;
}
