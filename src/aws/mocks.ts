import { UsageError } from "../base/errors.ts";
import { shownValue } from "../base/shown-value.ts";
import type { AwsCall } from "./call.ts";
import type { MockContext } from "./mock-context.ts";
import { isReply } from "./replies.ts";
import { canonicalService, parseFunctionName } from "./resource.ts";

/** Answers a call: a value or a reply, at once or as a promise. */
// biome-ignore lint/suspicious/noExplicitAny: a handler reads its input without narrowing it first
export type MockHandler = (input: any, context: MockContext) => unknown;

/** A plain value, a handler, a reply, or an array: a sequence of these for the first call, the second, … the last one repeats. */
export type Mock = MockHandler | readonly Mock[] | object | string | number | boolean | null | undefined;

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
  /** What stands before its name in the mocks: `lambda`. */
  readonly #group: string;
  readonly #name: string | undefined;
  readonly mock: Mock;
  /** Does it answer the raw result, not a function's payload? */
  readonly answersRaw: boolean;
  calls = 0;

  /** One without a name is a group of its own. */
  constructor(group: string, name: string | undefined, mock: Mock, answersRaw: boolean) {
    this.#group = group;
    this.#name = name;
    this.mock = mock;
    this.answersRaw = answersRaw;
  }

  /** As it stands in the mocks: `lambda.ProcessPayment`. */
  get label(): string {
    return labelOf(this.#group, this.#name);
  }

  /** Does it answer what nothing else does? */
  get isOtherwise(): boolean {
    return this.#group === "otherwise";
  }

  /** The mock of the nth call: that entry of a sequence, the last one for all that follow. */
  nth(call: number): Mock {
    return isSequence(this.mock) ? this.mock[Math.min(call, this.mock.length) - 1] : this.mock;
  }
}

function isSequence(mock: Mock): mock is readonly Mock[] {
  return Array.isArray(mock);
}

function labelOf(group: string, name: string | undefined): string {
  return name === undefined ? group : `${group}.${name}`;
}

/** The mocks of one group by key; slots are made when they are first called. */
class Slots {
  readonly #group: MockGroup;
  readonly #prefix: string;
  readonly #answersRaw: boolean;
  #slots: Map<string, MockSlot> | undefined;

  constructor(prefix: string, mocks: unknown, answersRaw: boolean) {
    this.#prefix = prefix;
    this.#group = groupOf(prefix, mocks);
    this.#answersRaw = answersRaw;
    for (const name of this.names) demandAnswers(this.#group[name], prefix, name);
  }

  get names(): readonly string[] {
    return Object.keys(this.#group);
  }

  get(name: string): MockSlot | undefined {
    const slot = this.#slots?.get(name);
    if (slot !== undefined || !Object.hasOwn(this.#group, name)) return slot;
    const made = new MockSlot(this.#prefix, name, this.#group[name], this.#answersRaw);
    this.#slots ??= new Map();
    this.#slots.set(name, made);
    return made;
  }
}

const NO_SLOTS_BY_SERVICE: ReadonlyMap<string, readonly Slots[]> = new Map();

/** All mocks of a world, ready to be looked up. */
export class MockTable {
  readonly #states: Slots;
  readonly #functions: Slots;
  #services: ReadonlyMap<string, readonly Slots[]> = NO_SLOTS_BY_SERVICE;
  readonly #otherwise: MockSlot | undefined;

  constructor(mocks: Mocks) {
    demandObject(mocks);
    this.#states = new Slots("states", mocks.states, true);
    this.#functions = new Slots("lambda", mocks.lambda, false);
    for (const service of Object.keys(mocks)) if (!NO_SERVICES.has(service)) this.#addService("", service, mocks[service]);
    const sdk = groupOf("aws-sdk", mocks["aws-sdk"]);
    for (const service of Object.keys(sdk)) this.#addService("aws-sdk.", service, sdk[service]);
    if (mocks.otherwise !== undefined) demandAnswers(mocks.otherwise, "otherwise");
    this.#otherwise = mocks.otherwise === undefined ? undefined : new MockSlot("otherwise", undefined, mocks.otherwise, false);
  }

  #addService(prefix: string, name: string, mocks: unknown): void {
    const service = canonicalService(name);
    this.#set(service, [...(this.#services.get(service) ?? []), new Slots(`${prefix}${name}`, mocks, false)]);
  }

  /** Adds a mock that comes before all others of its operation. */
  add(name: string, operation: string, mock: Mock): void {
    const service = canonicalService(name);
    const slots = new Slots(`aws.on(${service})`, { [operation]: mock }, true);
    this.#set(service, [slots, ...(this.#services.get(service) ?? [])]);
  }

  #set(service: string, slots: readonly Slots[]): void {
    this.#services = new Map([...this.#services, [service, slots]]);
  }

  /** The mock that names what is called. */
  find(call: AwsCall): MockSlot | undefined {
    const ofState = call.mapField === undefined ? this.#states.get(call.state) : undefined;
    return ofState ?? this.#function(call.function) ?? this.#operation(call);
  }

  /** Answers what nothing else does. */
  get otherwise(): MockSlot | undefined {
    return this.#otherwise;
  }

  /** Is there a mock by this state's name? */
  mocksState(name: string): boolean {
    return this.#states.get(name) !== undefined;
  }

  #function(called: AwsCall["function"]): MockSlot | undefined {
    if (called === undefined) return undefined;
    const { name, qualifier } = called;
    return (qualifier === undefined ? undefined : this.#functionNamed(`${name}:${qualifier}`)) ?? this.#functionNamed(name);
  }

  /** A function's mock may be filed under its ARN, too. */
  #functionNamed(name: string): MockSlot | undefined {
    return this.#functions.get(name) ?? this.#functions.get(this.#functions.names.find((key) => functionKey(key) === name) ?? name);
  }

  #operation({ service, operation }: AwsCall): MockSlot | undefined {
    for (const slots of this.#services.get(service) ?? []) {
      const slot = slots.get(operation);
      if (slot !== undefined) return slot;
    }
    return undefined;
  }

  /** Names of mocks that a call might have meant. */
  get functionNames(): Iterable<string> {
    return this.#functions.names;
  }

  get stateNames(): Iterable<string> {
    return this.#states.names;
  }

  get operationNames(): Iterable<string> {
    return [...this.#services].flatMap(([service, groups]) => groups.flatMap(({ names }) => names.map((name) => `${service}:${name}`)));
  }
}

/** Members of the mocks that name no service. */
const NO_SERVICES: ReadonlySet<string> = new Set(["states", "lambda", "aws-sdk", "otherwise"]);

function demandAnswers(mock: Mock, group: string, name?: string): void {
  if (Array.isArray(mock) && mock.length === 0) throw emptySequence(labelOf(group, name));
}

type MockGroup = { readonly [name: string]: Mock };

function functionKey(text: string): string {
  const { name, qualifier } = parseFunctionName(text);
  return qualifier === undefined ? name : `${name}:${qualifier}`;
}

const NO_MOCKS: MockGroup = {};

function groupOf(label: string, mocks: unknown): MockGroup {
  if (mocks === undefined) return NO_MOCKS;
  if (isGroup(mocks)) return mocks;
  throw new UsageError(`The mocks under "${label}" must be an object of mocks by name, but were ${shownMocks(mocks)}.`, {
    code: "INVALID_MOCKS",
    hint: EXAMPLE,
  });
}

function demandObject(mocks: unknown): void {
  if (isGroup(mocks)) return;
  throw new UsageError(`The mocks must be an object, but were ${shownMocks(mocks)}.`, { code: "INVALID_MOCKS", hint: EXAMPLE });
}

const EXAMPLE = 'For example `lambda: { ProcessPayment: { ok: true } }` or `sns: { publish: { MessageId: "m-1" } }`.';

/** A reply in the place of a group has no names, and would never answer. */
function isGroup(mocks: unknown): mocks is MockGroup {
  return typeof mocks === "object" && mocks !== null && !Array.isArray(mocks) && !isReply(mocks);
}

function shownMocks(mocks: unknown): string {
  return isReply(mocks) ? `the reply ${mocks.kind}()` : shownValue(mocks);
}

function emptySequence(label: string): UsageError {
  return new UsageError(`The mock ${label} is an empty array. An array is a sequence of answers, one for each call.`, {
    code: "EMPTY_SEQUENCE",
    hint: "To answer with an empty array, write `returns([])`.",
  });
}
