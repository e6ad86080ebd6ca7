import { parseFunctionName, parseResource } from "../src/aws/resource.ts";
import { didYouMean, plural } from "../src/base/text.ts";
import type { Call } from "../src/simulator/execution.ts";
import { callsInside } from "../src/simulator/map-run/inside-map-runs.ts";
import { invocationsOf, nameOf } from "./asked.ts";
import { nearestDifference } from "./data.ts";
import { expectCount, expectExecution, expectMembers, misuse } from "./execution-guard.ts";
import type { Assertion, MatcherContext, MatcherResult } from "./matcher.ts";
import { alike } from "./matcher.ts";
import { resultOf } from "./message.ts";
import type { Seen } from "./seen.ts";
import { shown } from "./shown.ts";
import { placeOf } from "./visits.ts";
import { brief, inWords, quoted, sinceStart, timesInWords } from "./words.ts";

/** How often something is expected to have been called; every attempt of a retried state is a call. */
export interface CallExpectation {
  readonly times?: number;
}

/**
 * Was this action of a service called, with this input where one is given? The action is named as in mocks, `"service:operation"`; the
 * input compares as `toEqual` does. `times` counts calls, those of retries too. Throws for a name that is none.
 *
 * @example
 * expect(execution).toHaveCalledService("lambda:invoke");
 * expect(execution).toHaveCalledService("lambda:invoke", { orderId: "o-1" }, { times: 5 });
 */
export function toHaveCalledService(
  this: MatcherContext,
  received: unknown,
  action: string,
  ...rest: readonly [input?: unknown, expected?: CallExpectation]
): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toHaveCalledService", args: [action, ...rest] };
  const view = expectExecution(received, assertion);
  const wanted = actionOf(action, assertion);
  return asked(assertion, view, rest, {
    subject: quoted(wanted),
    verb: "called",
    thing: "input",
    name: wanted,
    all: callsInside(view).map((call) => ({ call, name: actionName(call), input: call.input })),
    isMeant: ({ name }) => name === wanted,
  });
}

const actionName = ({ service, operation }: Call): string => `${service}:${operation}`;

/** The name as calls have it: `aws-sdk:`, other spellings and `.sync` are understood. */
function actionOf(action: unknown, assertion: Assertion): string {
  const resource =
    typeof action === "string" ? parseResource(action.startsWith("arn:") ? action : `arn:aws:states:::${action}`) : undefined;
  if (resource?.kind === "service") return `${resource.service}:${resource.operation}`;
  throw misuse(assertion, `An action must be named as "service:operation", such as "dynamodb:putItem", but was ${shown(action)}.`);
}

/**
 * Was this Lambda function invoked, by its ARN or by `lambda:invoke`, with this payload where one is given? The payload compares as
 * `toEqual` does. `times` counts invocations, those of retries too. `Name` stands for all its versions and aliases.
 *
 * @example
 * expect(execution).toHaveInvoked("ProcessPayment", expect.objectContaining({ orderId: "o-1" }), { times: 4 });
 */
export function toHaveInvoked(
  this: MatcherContext,
  received: unknown,
  lambdaName: string,
  ...rest: readonly [payload?: unknown, expected?: CallExpectation]
): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toHaveInvoked", args: [lambdaName, ...rest] };
  const view = expectExecution(received, assertion);
  if (typeof lambdaName !== "string" || lambdaName === "")
    throw misuse(assertion, `A function's name must be a string, but was ${shown(lambdaName)}.`);
  const wanted = parseFunctionName(lambdaName);
  return asked(assertion, view, rest, {
    subject: quoted(nameOf(wanted)),
    verb: "invoked",
    thing: "payload",
    name: nameOf(wanted),
    all: invocationsOf(view).map(({ call, function: called, payload }) => ({ call, name: nameOf(called), input: payload })),
    isMeant: ({ name }) => name === nameOf(wanted) || (wanted.qualifier === undefined && parseFunctionName(name).name === wanted.name),
  });
}

/** A call, and what of it is compared. */
interface Asked {
  readonly call: Call;
  readonly name: string;
  readonly input: unknown;
}

/** What is asked for, and among what. */
interface Question {
  readonly subject: string;
  readonly verb: string;
  readonly thing: string;
  readonly name: string;
  readonly all: readonly Asked[];
  readonly isMeant: (asked: Asked) => boolean;
}

function asked(assertion: Assertion, view: Seen, rest: readonly [unknown?, CallExpectation?], question: Question): MatcherResult {
  const { context } = assertion;
  const [input, expected = {}] = rest;
  expectMembers(expected, ["times"], assertion);
  const { times } = expected;
  if (times !== undefined) expectCount(times, `"times"`, "calls", assertion);
  const { subject, verb, thing, all, isMeant } = question;
  const made = all.filter(isMeant);
  const fitting = input === undefined ? made : made.filter((each) => alike(context, each.input, input));
  const words = `${verb}${times === undefined ? "" : ` ${timesInWords(times)}`}${input === undefined ? "" : ` with ${shown(input)}`}`;
  const states = new Set(made.map(({ call }) => call.state));
  return resultOf(assertion, view, {
    pass: times === undefined ? fitting.length > 0 : fitting.length === times,
    expected: `${subject} to be ${words}`,
    unexpected: `${subject} not to be ${words}`,
    received: () => callsInWords(view, question, made, fitting, input !== undefined),
    difference: () =>
      input === undefined || fitting.length > 0
        ? undefined
        : nearestDifference(
            context,
            input,
            made.map((each) => each.input),
          ),
    marked: (visit) => states.has(visit.state),
    advice: () => callAdvice(question, made, fitting, rest, thing),
  });
}

function callsInWords(view: Seen, question: Question, made: readonly Asked[], fitting: readonly Asked[], withInput: boolean): string {
  const { verb, thing, all } = question;
  if (made.length === 0) return `it was never ${verb}${instead(all)}`;
  if (!withInput) return `it was ${verb} ${timesInWords(made.length)}\n${listOf(view, made)}`;
  if (fitting.length === 0) return `it was ${verb} ${timesInWords(made.length)}, never with that ${thing}\n${listOf(view, made)}`;
  const others = made.length - fitting.length;
  const more = others === 0 ? "" : `, and ${timesInWords(others)} with another`;
  return `it was ${verb} ${timesInWords(fitting.length)} with that ${thing}${more}\n${listOf(view, fitting)}`;
}

const TOLD = 5;

/** `  at 2s by "SaveOrder" with { TableName: "orders" }: failed with "Throttled"`. */
function listOf(view: Seen, calls: readonly Asked[]): string {
  const lines = calls.slice(0, TOLD).map(({ call, input }) => {
    const again = call.attempt === 1 ? "" : `, attempt ${call.attempt}`;
    const failed = call.reply !== undefined && "error" in call.reply ? `: failed with ${quoted(brief(call.reply.error))}` : "";
    return `  at ${sinceStart(view, call.at)} by ${quoted(call.state)}${placeOf(call)}${again} with ${shown(input)}${failed}`;
  });
  if (calls.length > TOLD) lines.push(`  … and ${calls.length - TOLD} more`);
  return lines.join("\n");
}

function instead(all: readonly Asked[]): string {
  const counts = new Map<string, number>();
  for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  if (counts.size === 0) return "";
  const names = [...counts].slice(0, 10).map(([name, count]) => `${quoted(name)} ${timesInWords(count)}`);
  return `; called ${counts.size === 1 ? "was" : "were"} ${inWords(names)}${counts.size > 10 ? ` and ${plural(counts.size - 10, "other")}` : ""}`;
}

function callAdvice(
  { all, name }: Question,
  made: readonly Asked[],
  fitting: readonly Asked[],
  [input, expected]: readonly [unknown?, CallExpectation?],
  thing: string,
): string | undefined {
  if (isTimesAlone(input) && expected === undefined && fitting.length === 0)
    return `\`{ times }\` is the third argument; for any ${thing} write undefined before it.`;
  if (made.length === 0)
    return (
      didYouMean(name, new Set(all.map((each) => each.name))) ??
      "The path shows which states were entered: is the one that makes the call among them?"
    );
  if (fitting.length === 0) return `To compare a part of the ${thing}, write expect.objectContaining({ … }).`;
  return "Every attempt of a state is a call of its own, and so is every iteration's.";
}

/** Was `{ times }` given where the input stands? */
function isTimesAlone(input: unknown): boolean {
  return typeof input === "object" && input !== null && Object.keys(input).join() === "times";
}
