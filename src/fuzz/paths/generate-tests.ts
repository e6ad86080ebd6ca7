import type { Definition } from "../../asl/index.ts";
import type { OptionSet } from "../../base/check-options.ts";
import { atLeast, checkOptions, oneOf, optionSet, text } from "../../base/check-options.ts";
import type { StateMachine, StateMachineSource } from "../../simulator/state-machine.ts";
import { loadStateMachine } from "../../simulator/state-machine.ts";
import { block, memberName, valueAsCode } from "../value-as-code.ts";
import type { ExploreOptions, Path } from "./explore-paths.ts";
import { explorePaths } from "./explore-paths.ts";
import type { PlannedAnswer, PlannedAnswers, PlannedMocks } from "./planned-mocks.ts";

/** What {@link generateTests} can be told. */
export interface GenerateOptions extends ExploreOptions {
  /** `"vitest"`. */
  readonly runner?: "vitest" | "jest";
  /** How the tests name the machine: a path as seen from where they run; what was explored, when left out. */
  readonly source?: string;
}

const OPTIONS: OptionSet = optionSet<GenerateOptions>("generateTests", "", {
  runner: oneOf("vitest", "jest"),
  source: text,
  maxPaths: atLeast(1, "a number from 1 on"),
  loops: atLeast(0, "a number, 0 or more"),
  maxSteps: atLeast(1, "a number from 1 on"),
});

/**
 * The text of a test file with a test for each path that {@link explorePaths} lists; a path to which no data was found is a
 * `test.todo` that tells why. Rejects as `explorePaths` does.
 *
 * @example
 * const file = await generateTests("order.asl.json", { runner: "jest" });
 * expect(file).toContain('test("ProcessPayment fails with PaymentDeclined 4 times → SendPaymentFailed", async () => {');
 */
export async function generateTests(source: StateMachineSource, options: GenerateOptions = {}): Promise<string> {
  checkOptions(options, OPTIONS);
  const { runner = "vitest", source: shownSource, ...bounds } = options;
  const machine = await loadStateMachine(source);
  const { paths, left } = await explorePaths(machine, bounds);
  const body = paths.map(testOf).join("\n");
  const notes = left.map((sentence) => `// Left out: ${sentence.replaceAll(/\s+/g, " ")}\n`).join("");
  return `${importsOf(runner, body)}\n${sourceCode(shownSource ?? source, machine)}\n${body}${notes === "" ? "" : `\n${notes}`}`;
}

const RUNNERS = {
  vitest: ['import { expect, test } from "vitest";', 'import "sfn-testkit/vitest";'],
  jest: ['import { expect, test } from "@jest/globals";', 'import "sfn-testkit/jest-globals";'],
} as const;

const REPLIES = ["callsBack", "fails", "failsBack", "hangs", "job", "returns"];

function importsOf(runner: keyof typeof RUNNERS, body: string): string {
  const replies = REPLIES.filter((name) => new RegExp(`(?:: |\\[|^\\s+)${name}\\(`, "m").test(body));
  const names = [...replies, "runStateMachine"].sort();
  const [ofRunner, ofMatchers] = RUNNERS[runner];
  return `${ofRunner}\nimport { ${names.join(", ")} } from "sfn-testkit";\n${ofMatchers}\n`;
}

/** A path stays one; everything else is written out. */
function sourceCode(source: StateMachineSource, { definition }: StateMachine): string {
  const isPath = (typeof source === "string" && !/^\s*\{/.test(source)) || source instanceof URL;
  const code = isPath ? JSON.stringify(String(source)) : valueAsCode(definition satisfies Definition);
  return `const machine = ${code};\n`;
}

function testOf(path: Path): string {
  const { name, solved, why, execution } = path;
  if (!solved || execution === undefined) return `test.todo(${JSON.stringify(`${name} (no input was found: ${why})`)});\n`;
  const options = block("{", "}", [`input: ${valueAsCode(path.input, "    ")}`, `mocks: ${mocksCode(path, "    ")}`], "  ");
  const claims = claimsOf(path).map((claim) => `  expect(execution).${claim};\n`);
  return `test(${JSON.stringify(name)}, async () => {\n  const execution = await runStateMachine(machine, ${options});\n\n${claims.join("")}});\n`;
}

function mocksCode({ mocks, objects = {} }: PlannedAnswers, indent: string): string {
  const inner = `${indent}  `;
  const groups = Object.entries({ states: mocks, s3: objects }).filter(([, planned]) => Object.keys(planned).length > 0);
  const codes = groups.map(([group, planned]) => `${group}: ${groupCode(planned, inner)}`);
  return codes.length === 0 ? "{}" : block("{", "}", codes, indent);
}

function groupCode(planned: PlannedMocks, indent: string): string {
  const members = Object.entries(planned).map(([name, answers]) => `${memberName(name)}: ${answersCode(answers, `${indent}  `)}`);
  return block("{", "}", members, indent);
}

function answersCode(answers: readonly PlannedAnswer[], indent: string): string {
  const codes = answers.map((answer) => answerCode(answer, indent));
  return codes.length === 1 ? (codes[0] as string) : block("[", "]", codes, indent);
}

function answerCode(answer: PlannedAnswer, indent: string): string {
  switch (answer.kind) {
    case "returns":
      // A list as a mock would be a sequence of answers.
      return Array.isArray(answer.value) ? `returns(${valueAsCode(answer.value, indent)})` : valueAsCode(answer.value, indent);
    case "callsBack":
      return `callsBack(${valueAsCode(answer.output, indent)})`;
    case "job":
      return "result" in answer ? `job({ result: ${valueAsCode(answer.result, indent)} })` : "job()";
    case "fails":
    case "failsBack":
      return `${answer.kind}(${[answer.error, answer.cause].flatMap((part) => (part === undefined ? [] : JSON.stringify(part))).join(", ")})`;
    case "hangs":
      return "hangs()";
  }
}

/** What the execution that showed the path did, as calls of matchers. */
function claimsOf({ execution, states, status, error }: Path): readonly string[] {
  const visits = execution?.visits ?? [];
  const caught = visits.flatMap(({ state, caught }) =>
    caught === undefined ? [] : [`toHaveCaught(${JSON.stringify(state)}, ${valueAsCode({ error: caught.error, next: caught.next })})`],
  );
  const retried = visits.flatMap(({ state, retries }) =>
    retries.length === 0 ? [] : [`toHaveRetried(${JSON.stringify(state)}, { times: ${retries.length} })`],
  );
  const end = status === "SUCCEEDED" ? "toHaveSucceeded()" : `toHaveFailed(${error === undefined ? "" : valueAsCode({ error })})`;
  const last = states.at(-1);
  const ending = last === undefined ? [] : [`toEndInState(${JSON.stringify(last)})`];
  return [...new Set([end, `toHaveTakenPath(${valueAsCode(states)})`, ...retried, ...caught, ...ending])];
}
