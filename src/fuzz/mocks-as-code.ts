import type { Mock, MockSlot } from "../aws/mocks.ts";
import type { Reply } from "../aws/replies.ts";
import { isReply } from "../aws/replies.ts";
import { sequelOf } from "../aws/sequel.ts";
import type { Json } from "../base/json.ts";
import type { Fault, TokenFault } from "./fault-plan.ts";
import type { MetCall } from "./planned-faults.ts";
import { hasEffect } from "./planned-faults.ts";
import { inWords, sequelAsCode } from "./sequel-as-code.ts";
import type { ToldSequel } from "./token-faults.ts";
import { isTokenFault } from "./token-faults.ts";
import { block, memberAccess, memberName, valueAsCode } from "./value-as-code.ts";

/** Mocks as source text. */
export interface MocksCode {
  readonly code: string;
  /** Names of the functions of `sfn-testkit` that it calls. */
  readonly imports: readonly string[];
  /** Does it refer to the user's own `mocks`? */
  readonly usesMocks: boolean;
  /** Calls that failed although something else than a mock answers them: these mocks cannot show it. */
  readonly isWhole: boolean;
}

/** The `mocks` that do to a run what a plan did to these calls. */
export function mocksAsCode(calls: readonly MetCall[]): MocksCode {
  const slots = new Map<MockSlot, MetCall[]>();
  for (const met of calls) if (met.slot !== undefined) slots.set(met.slot, [...(slots.get(met.slot) ?? []), met]);
  const groups: Groups = new Map();
  for (const [slot, met] of slots) place(groups, pathOf(slot.label), (indent) => slotAsCode(slot, met, indent));
  const code = groupsAsCode(groups, "  ");
  return {
    code,
    imports: HELPERS.filter((name) => new RegExp(`\\b${name}\\(`).test(code)),
    usesMocks: /\bmocks[.[]/.test(code),
    isWhole: calls.every(({ slot, fault }) => slot !== undefined || fault === undefined),
  };
}

const HELPERS = ["returns", "fails", "after", "hangs", "job", "callsBack", "failsBack", "heartbeats"];

type Code = (indent: string) => string;
type Groups = Map<string, Code | Groups>;

/** `aws-sdk.s3.getObject` in its parts; the last may hold dots. */
function pathOf(label: string): readonly string[] {
  const [group = "", ...rest] = label.split(".");
  if (group !== "aws-sdk") return rest.length === 0 ? [group] : [group, rest.join(".")];
  const [service = "", ...operation] = rest;
  return [group, service, operation.join(".")];
}

function place(groups: Groups, path: readonly string[], code: Code): void {
  const [name = "", ...rest] = path;
  if (rest.length === 0) {
    groups.set(name, code);
    return;
  }
  const group = groups.get(name);
  const inner: Groups = group instanceof Map ? group : new Map();
  groups.set(name, inner);
  place(inner, rest, code);
}

function groupsAsCode(groups: Groups, indent: string): string {
  const inner = `${indent}  `;
  const members = [...groups].map(
    ([name, group]) => `${memberName(name)}: ${group instanceof Map ? groupsAsCode(group, inner) : group(inner)}`,
  );
  return block("{", "}", members, indent);
}

/** The user's mock with faults in the place of some of its answers: a sequence, unless one answer is given to all. */
function slotAsCode(slot: MockSlot, met: readonly MetCall[], indent: string): string {
  const faulty = met.filter(({ fault }) => fault !== undefined);
  const last = faulty.at(-1);
  if (last === undefined) return mockAsCode(slot.mock, referenceTo(slot), indent);
  const entries = Array.from({ length: last.nth }, (_, index) => {
    const faulted = faulty.find(({ nth }) => nth === index + 1);
    return answerAsCode(slot, index + 1, faulted, indent);
  });
  const rest = met.some(({ nth }) => nth > last.nth) ? restAsCode(slot, last.nth, indent) : [];
  const all = [...entries, ...rest];
  if (all.every((entry) => entry === all[0])) return all[0] ?? "{}";
  const short = `[${all.join(", ")}]`;
  return short.length + indent.length <= 110 && !short.includes("\n") ? short : block("[", "]", all, indent);
}

/** What the mock answers from then on. */
function restAsCode(slot: MockSlot, after: number, indent: string): readonly string[] {
  const { mock } = slot;
  if (!Array.isArray(mock)) return [answerAsCode(slot, after + 1, undefined, indent)];
  const left = Math.max(1, mock.length - after);
  return Array.from({ length: left }, (_, index) => answerAsCode(slot, after + 1 + index, undefined, indent));
}

/** The answer to the nth call, with the fault it met. */
function answerAsCode(slot: MockSlot, nth: number, met: MetCall | undefined, indent: string): string {
  const mock = slot.nth(nth);
  const own = mockAsCode(mock, referenceToAnswer(slot, nth), indent);
  if (met?.fault === undefined) return own;
  if (isTokenFault(met.fault))
    return met.sequel === undefined ? own : otherCallback(met.sequel, typeof mock === "function" ? own : undefined);
  if (met.fault.kind === "late") return `after(${inWords(met.fault.byMs)}, ${own})`;
  const fault = faultAsCode(met.fault);
  return hasEffect(met.fault) && typeof mock === "function" ? lostAnswer(own, fault, met.failedItself) : fault;
}

/** What comes of the token instead; a function is called all the same. */
function otherCallback({ sequel, latencyMs }: ToldSequel, own: string | undefined): string {
  const reply = sequelAsCode(sequel);
  const code = latencyMs === 0 ? reply : `after(${inWords(latencyMs)}, ${reply})`;
  return own === undefined ? code : lostAnswer(own, code, false);
}

function lostAnswer(own: string, fault: string, throws: boolean): string {
  const call = `await ${own}(input, context);`;
  return `async (input, context) => { ${throws ? `try { ${call} } catch {}` : call} return ${fault}; }`;
}

function faultAsCode(fault: Exclude<Fault, TokenFault | { kind: "late" }>): string {
  if (fault.kind === "hangs") return "hangs()";
  if (fault.kind === "failsBack") return failsBackAsCode(fault);
  const failing = `fails(${JSON.stringify(fault.error)}, ${JSON.stringify(fault.cause)})`;
  return fault.afterMs === 0 ? failing : `after(${inWords(fault.afterMs)}, ${failing})`;
}

function failsBackAsCode({ error, cause, afterMs }: Extract<Fault, { kind: "failsBack" }>): string {
  return sequelAsCode({ submitted: undefined, afterMs, everyMs: undefined, ending: { kind: "failure", error, cause } });
}

function referenceTo({ label }: MockSlot): string {
  return `mocks${pathOf(label).map(memberAccess).join("")}`;
}

function referenceToAnswer(slot: MockSlot, nth: number): string {
  return Array.isArray(slot.mock) ? `${referenceTo(slot)}[${Math.min(nth, slot.mock.length) - 1}]` : referenceTo(slot);
}

/** A mock as it was written, as far as that can be known: where it holds a function, the place where the user's own stands. */
function mockAsCode(mock: Mock, reference: string, indent: string): string {
  if (typeof mock === "function") return reference;
  if (isReply(mock)) return replyAsCode(mock) ?? reference;
  if (mock === undefined) return "undefined";
  if (!Array.isArray(mock)) return isPlain(mock) ? valueAsCode(mock, indent) : reference;
  const entries = (mock as readonly Mock[]).map((entry, index) => mockAsCode(entry, `${reference}[${index}]`, `${indent}  `));
  return `[${entries.join(", ")}]`;
}

/** The call that made a reply; `undefined` for one that says too much for a line. */
function replyAsCode(reply: Reply): string | undefined {
  switch (reply.kind) {
    case "returns":
      return isPlain(reply.value) ? `returns(${valueAsCode(reply.value)})` : undefined;
    case "fails":
      return `fails(${[reply.error, reply.cause]
        .filter((text) => text !== undefined)
        .map((text) => JSON.stringify(text))
        .join(", ")})`;
    case "hangs":
      return "hangs()";
    case "after":
      return typeof reply.mock === "function" ||
        (isReply(reply.mock) && replyAsCode(reply.mock) === undefined) ||
        !isPlainOrReply(reply.mock)
        ? undefined
        : `after(${inWords(reply.latencyMs)}, ${mockAsCode(reply.mock as Mock, "", "")})`;
    case "callsBack":
    case "failsBack":
    case "heartbeats":
      return saysPlain(reply) ? sequelAsCode(sequelOf(reply, (value) => value as Json)) : undefined;
    default:
      return undefined;
  }
}

function saysPlain(reply: object): boolean {
  return Object.values(reply).every((value) => (isReply(value) ? saysPlain(value) : isPlain(value)));
}

function isPlainOrReply(value: unknown): boolean {
  return isReply(value) || isPlain(value);
}

/** Can JSON say it all? */
function isPlain(value: unknown): boolean {
  if (typeof value === "object" && value !== null) {
    const prototype: unknown = Object.getPrototypeOf(value);
    const isData = Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
    return isData && !isReply(value) && Object.values(value).every(isPlain);
  }
  return value === undefined || value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}
