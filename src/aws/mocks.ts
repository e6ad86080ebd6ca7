import { UsageError } from "../base/errors.ts";
import type { AwsCall } from "./call.ts";
import { canonicalService, parseFunctionName } from "./resource.ts";

/** A plain value, a function, a reply, or an array: a sequence of these for the first call, the second, … the last one repeats. */
export type Mock = unknown;

/** What answers a machine's calls; looked up by state name, then function, then service and operation, then `otherwise`. */
export interface Mocks {
  /** By state name, whatever the state's integration; answers the raw result. */
  readonly states?: { readonly [state: string]: Mock };
  /** By function name, `Name` or `Name:alias`; gets and gives the payload. */
  readonly lambda?: { readonly [functionName: string]: Mock };
  /** Any service and action. */
  readonly "aws-sdk"?: { readonly [service: string]: { readonly [action: string]: Mock } };
  /** Answers what nothing else does. */
  readonly otherwise?: Mock;
  /** By service and action, as in `arn:aws:states:::dynamodb:putItem`. */
  readonly [service: string]: { readonly [action: string]: Mock } | Mock;
}

/** One mock and how often it was called: sequences count per mock. */
export class MockSlot {
  /** As it stands in the mocks: `lambda.ProcessPayment`. */
  readonly label: string;
  readonly mock: Mock;
  /** Does it answer the raw result, not a function's payload? */
  readonly answersRaw: boolean;
  calls = 0;

  constructor(label: string, mock: Mock, answersRaw: boolean) {
    if (Array.isArray(mock) && mock.length === 0) throw emptySequence(label);
    this.label = label;
    this.mock = mock;
    this.answersRaw = answersRaw;
  }

  /** The mock of the nth call: that entry of a sequence, the last one for all that follow. */
  nth(call: number): Mock {
    return Array.isArray(this.mock) ? this.mock[Math.min(call, this.mock.length) - 1] : this.mock;
  }
}

type Slots = ReadonlyMap<string, MockSlot>;

/** All mocks of a world, ready to be looked up. */
export class MockTable {
  readonly #states: Slots;
  readonly #functions: Slots;
  readonly #operations: Slots;
  readonly #otherwise: MockSlot | undefined;

  constructor({ states, lambda, "aws-sdk": sdk, otherwise, ...services }: Mocks) {
    this.#states = slotsOf("states", states, (name) => name, true);
    this.#functions = slotsOf("lambda", lambda, functionKey, false);
    this.#operations = new Map([...operationsOf("", services), ...operationsOf("aws-sdk.", sdk)]);
    this.#otherwise = otherwise === undefined ? undefined : new MockSlot("otherwise", otherwise, false);
  }

  find(call: AwsCall): MockSlot | undefined {
    return this.#states.get(call.state) ?? this.#function(call) ?? this.#operations.get(operationKey(call.service, call.operation)) ?? this.#otherwise;
  }

  #function({ invocation }: AwsCall): MockSlot | undefined {
    if (invocation === undefined) return undefined;
    const { name, qualifier } = invocation.function;
    return (qualifier === undefined ? undefined : this.#functions.get(`${name}:${qualifier}`)) ?? this.#functions.get(name);
  }

  /** Names of mocks that a call might have meant. */
  get functionNames(): Iterable<string> {
    return this.#functions.keys();
  }

  get stateNames(): Iterable<string> {
    return this.#states.keys();
  }

  get operationNames(): Iterable<string> {
    return this.#operations.keys();
  }
}

function slotsOf(prefix: string, mocks: unknown, keyOf: (name: string) => string, answersRaw: boolean): Slots {
  const entries = Object.entries(groupOf(prefix, mocks));
  return new Map(entries.map(([name, mock]) => [keyOf(name), new MockSlot(`${prefix}.${name}`, mock, answersRaw)]));
}

function* operationsOf(prefix: string, services: unknown): Iterable<[string, MockSlot]> {
  for (const [service, mocks] of Object.entries(groupOf(prefix || "mocks", services))) {
    for (const [operation, mock] of Object.entries(groupOf(`${prefix}${service}`, mocks))) {
      yield [operationKey(service, operation), new MockSlot(`${prefix}${service}.${operation}`, mock, false)];
    }
  }
}

function operationKey(service: string, operation: string): string {
  return `${canonicalService(service)}:${operation}`;
}

function functionKey(text: string): string {
  const { name, qualifier } = parseFunctionName(text);
  return qualifier === undefined ? name : `${name}:${qualifier}`;
}

function groupOf(label: string, mocks: unknown): { readonly [name: string]: Mock } {
  if (mocks === undefined) return {};
  if (typeof mocks === "object" && mocks !== null && !Array.isArray(mocks)) return mocks as { readonly [name: string]: Mock };
  throw new UsageError(`The mocks under "${label}" must be an object of mocks by name.`, {
    code: "INVALID_MOCKS",
    hint: 'For example `lambda: { ProcessPayment: { ok: true } }` or `sns: { publish: { MessageId: "m-1" } }`.',
  });
}

function emptySequence(label: string): UsageError {
  return new UsageError(`The mock ${label} is an empty array. An array is a sequence of answers, one for each call.`, {
    code: "EMPTY_SEQUENCE",
    hint: "To answer with an empty array, write `returns([])`.",
  });
}
