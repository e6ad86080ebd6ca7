/** What the mocks of a path answer, as data: it can be printed, stored and run. */

import type { Mocks } from "../../aws/mocks.ts";
import { fails, hangs, returns } from "../../aws/replies.ts";
import { parseResource } from "../../aws/resource.ts";
import { callsBack, failsBack, job } from "../../aws/waiting-replies.ts";
import type { Json } from "../../base/json.ts";
import { isJsonObject, jsonEquals } from "../../base/json.ts";
import { fittedResult } from "../../sdk/fit.ts";
import type { AskedAnswer } from "./asked-answer.ts";
import type { Documents } from "./assignment.ts";

/** What a state's mock does at one call. */
export type PlannedAnswer =
  | { readonly kind: "returns"; readonly value: Json }
  | { readonly kind: "callsBack"; readonly output: Json }
  /** `result`: as the service describes the job's end; made up when left out. */
  | { readonly kind: "job"; readonly result?: Json }
  | { readonly kind: "fails" | "failsBack"; readonly error: string; readonly cause?: string }
  | { readonly kind: "hangs" };

/** By state, in the order of its calls; the last answer repeats. */
export interface PlannedMocks {
  readonly [state: string]: readonly PlannedAnswer[];
}

/** The answers of a route, with the values that were found for them. */
export function plannedMocks(asked: ReadonlyMap<string, readonly AskedAnswer[]>, documents: Documents): PlannedMocks {
  return Object.fromEntries(
    [...asked].map(([state, answers]) => [state, shortened(answers.map((answer) => plannedAnswer(answer, documents)))]),
  );
}

function plannedAnswer(answer: AskedAnswer, documents: Documents): PlannedAnswer {
  if (answer.kind !== "answers") return answer;
  const value = documents.get(answer.document);
  const resource = parseResource(answer.resource);
  if (resource.kind !== "service") return { kind: "returns", value: value ?? {} };
  const { pattern, service, operation } = resource;
  if (pattern === "waitForTaskToken") return { kind: "callsBack", output: value ?? {} };
  if (pattern !== undefined) return { kind: "job", ...(value !== undefined && { result: value }) };
  const isInvocation = service === "lambda" && operation === "invoke";
  return { kind: "returns", value: isInvocation ? envelope(value ?? {}) : fittedResult(service, operation, value ?? {}) };
}

/** `lambda:invoke` answers a function's result in an envelope. */
const envelope = (value: Json): Json => (isJsonObject(value) && !Object.hasOwn(value, "Payload") ? { ...value, Payload: {} } : value);

/** The last answer repeats, so equal ones at the end are written once. */
export function shortened(answers: readonly PlannedAnswer[]): readonly PlannedAnswer[] {
  let length = answers.length;
  while (length > 1 && jsonEquals(answers[length - 1] as unknown as Json, answers[length - 2] as unknown as Json)) length--;
  return answers.slice(0, length);
}

/**
 * The `mocks` of a run that answer as planned.
 *
 * @example
 * const { paths } = await explorePaths("order.asl.json");
 * const path = paths[0]!;
 * const execution = await runStateMachine("order.asl.json", { input: path.input, mocks: mocksOf(path) });
 * expect(execution.path).toEqual(path.states);
 */
export function mocksOf({ mocks, objects }: PlannedAnswers): Mocks {
  const states = repliesOf(mocks) as NonNullable<Mocks["states"]>;
  return objects === undefined ? { states } : { states, s3: repliesOf(objects) };
}

/** What a path's mocks answer. */
export interface PlannedAnswers {
  readonly mocks: PlannedMocks;
  /** What Amazon S3 answers distributed Maps, by operation. */
  readonly objects?: PlannedMocks;
}

function repliesOf(planned: PlannedMocks): { readonly [name: string]: unknown } {
  return Object.fromEntries(
    Object.entries(planned).map(([name, answers]) => [
      name,
      answers.length === 1 ? replyOf(answers[0] as PlannedAnswer) : answers.map(replyOf),
    ]),
  );
}

/** What a mock does as planned. */
export function replyOf(answer: PlannedAnswer): ReturnType<typeof returns> {
  switch (answer.kind) {
    case "returns":
      return returns(answer.value);
    case "callsBack":
      return callsBack(answer.output);
    case "job":
      return job("result" in answer ? { result: answer.result } : {});
    case "fails":
      return fails(answer.error, answer.cause);
    case "failsBack":
      return failsBack(answer.error, answer.cause);
    case "hangs":
      return hangs();
  }
}
