import type { FunctionName } from "../src/aws/resource.ts";
import { parseFunctionName } from "../src/aws/resource.ts";
import type { HistoryEvent } from "../src/history/history-event.ts";
import type { Call } from "../src/simulator/execution.ts";
import { executionsInside, inOrderOfTime } from "../src/simulator/map-run/inside-map-runs.ts";
import type { Seen } from "./seen.ts";

/** A call that invoked a Lambda function, by whichever integration. */
export interface Invoked {
  readonly call: Call;
  readonly function: FunctionName;
  readonly payload: unknown;
}

/**
 * The invocations of Lambda functions, those of children of distributed Maps included. A call does not tell which function its Task's ARN named; the event of its scheduling does, and
 * calls and those events stand in the same order.
 */
export function invocationsOf(view: Seen): readonly Invoked[] {
  const invoked = executionsInside(view).flatMap(ownInvocations);
  return view.mapRuns.length === 0 ? invoked : inOrderOfTime(invoked);
}

function ownInvocations(view: Seen): readonly Invoked[] {
  const scheduled = view.history.filter(isScheduled);
  return view.calls.flatMap((call, index) => {
    if (call.service !== "lambda" || call.operation !== "invoke") return [];
    return [invokedBy(call, scheduled[index]?.lambdaFunctionScheduledEventDetails?.resource)];
  });
}

function isScheduled({ type }: HistoryEvent): boolean {
  return type === "LambdaFunctionScheduled" || type === "TaskScheduled";
}

function invokedBy(call: Call, arn: string | undefined): Invoked {
  if (arn !== undefined) return { call, function: parseFunctionName(arn), payload: call.input };
  const { FunctionName, Qualifier, Payload } = parametersOf(call);
  const { name, qualifier } = parseFunctionName(typeof FunctionName === "string" ? FunctionName : "");
  const named = typeof Qualifier === "string" && Qualifier !== "$LATEST" ? Qualifier : qualifier;
  return { call, function: { name, qualifier: named }, payload: payloadOf(Payload) };
}

interface InvokeParameters {
  readonly FunctionName?: unknown;
  readonly Qualifier?: unknown;
  readonly Payload?: unknown;
}

function parametersOf({ input }: Call): InvokeParameters {
  return typeof input === "object" && input !== null ? input : {};
}

/** As the function gets it: none is `{}`, and text is read as JSON. */
function payloadOf(payload: unknown): unknown {
  if (payload === undefined) return {};
  if (typeof payload !== "string") return payload;
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}

/** `Charge`, `Charge:live`. */
export function nameOf({ name, qualifier }: FunctionName): string {
  return qualifier === undefined ? name : `${name}:${qualifier}`;
}
