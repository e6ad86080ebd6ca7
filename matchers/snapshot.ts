import { printable } from "../src/base/printable.ts";
import { eventList } from "./event-list.ts";
import { expectExecution, expectMembers, misuse } from "./execution-guard.ts";
import { replacedAt } from "./json-path-plus.ts";
import type { Mask } from "./mask.ts";
import type { Assertion, MatcherContext, MatcherResult } from "./matcher.ts";
import { hintLine } from "./message.ts";
import { outlineOf } from "./outline.ts";
import { shown } from "./shown.ts";
import { HistoryText } from "./snapshot-serializer.ts";

/** How much a history snapshot tells: the states and what became of them, or every event. */
export interface HistorySnapshotOptions {
  readonly detail?: "states" | "events";
  /** JSONPaths, in the dialect of `jsonpath-plus`, of what differs from run to run; each is looked for in all data that is shown. */
  readonly mask?: readonly string[];
}

/** What both runners keep in a matcher's context for their own `toMatchSnapshot`. */
interface SnapshotContext extends MatcherContext {
  readonly snapshotState?: unknown;
  readonly currentTestName?: string | undefined;
  /** Jest */
  readonly currentConcurrentTestName?: (() => string | undefined) | undefined;
  /** Jest */
  readonly currentTestIdentity?: (() => object | undefined) | undefined;
  /** Jest, under `test.failing` */
  readonly testFailing?: boolean | undefined;
  /** Vitest */
  readonly task?: { readonly id: string } | undefined;
  readonly error?: Error | undefined;
}

/** The runner's snapshot file of this test file: the same method in Vitest and Jest, which also counts, adds and updates. */
interface SnapshotState {
  match(options: {
    testName: string;
    received: unknown;
    isInline: boolean;
    error?: Error | undefined;
    testId?: string | undefined;
    testIdentity?: object | undefined;
    testFailing?: boolean | undefined;
  }): SnapshotMatch;
}

interface SnapshotMatch {
  readonly pass: boolean;
  readonly actual?: string;
  readonly expected?: string;
}

/**
 * Does the execution match the outline stored in the runner's snapshot file? ARNs, UUIDs and timestamps are masked, times relative to
 * the start. Throws for `.not`, which would pass for whatever differs.
 *
 * @example
 * expect(execution).toMatchHistorySnapshot();
 * expect(execution).toMatchHistorySnapshot({ detail: "events", mask: ["$..orderId"] });
 */
export function toMatchHistorySnapshot(
  this: SnapshotContext,
  received: unknown,
  ...rest: readonly [options?: HistorySnapshotOptions]
): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toMatchHistorySnapshot", args: rest };
  const view = expectExecution(received, assertion);
  const options = rest[0] ?? {};
  const detail = detailOf(options, assertion);
  const mask = maskOf(options, assertion);
  if (this.isNot === true) throw misuse(assertion, "A snapshot cannot be negated: `.not` would pass for whatever differs.");
  const text = new HistoryText(detail === "events" ? eventList(view, mask) : outlineOf(view, mask));
  const testName = this.currentConcurrentTestName?.() ?? this.currentTestName ?? "";
  const found = snapshotStateOf(this, assertion).match({
    testName,
    received: text,
    isInline: false,
    error: this.error,
    testId: this.task?.id ?? testName,
    testIdentity: this.currentTestIdentity?.(),
    testFailing: this.testFailing ?? false,
  });
  return { pass: found.pass, message: () => mismatch(assertion, testName, found) };
}

function detailOf(options: HistorySnapshotOptions, assertion: Assertion): "states" | "events" {
  expectMembers(options, ["detail", "mask"], assertion);
  const { detail = "states" } = options;
  if (detail === "states" || detail === "events") return detail;
  throw misuse(assertion, `"detail" must be "states" or "events", but was ${shown(detail)}.`);
}

function maskOf({ mask = [] }: HistorySnapshotOptions, assertion: Assertion): Mask {
  if (!Array.isArray(mask)) throw misuse(assertion, `"mask" must be an array of JSONPaths such as "$..orderId", but was ${shown(mask)}.`);
  const paths: readonly unknown[] = mask;
  for (const path of paths) {
    if (typeof path !== "string" || path === "")
      throw misuse(assertion, `"mask" takes JSONPaths such as "$..orderId", but has ${shown(path)}.`);
  }
  if (mask.length === 0) return (data) => data;
  return (data) => {
    try {
      return replacedAt(data, mask, "<masked>");
    } catch (thrown) {
      throw misuse(assertion, `A path of "mask" cannot be read: ${printable((thrown as Error).message)}`);
    }
  };
}

function snapshotStateOf({ snapshotState }: SnapshotContext, assertion: Assertion): SnapshotState {
  if (typeof snapshotState === "object" && snapshotState !== null && "match" in snapshotState) return snapshotState as SnapshotState;
  throw misuse(assertion, "There is no snapshot file here: the matcher works inside a test of Vitest or Jest.");
}

function mismatch(assertion: Assertion, testName: string, { actual = "", expected }: SnapshotMatch): string {
  const name = `Snapshot of the test "${testName}"`;
  if (expected === undefined) {
    return `${hintLine(assertion)}\n\n${name} is not there, and new ones are not written in this run (as in CI).\n\nReceived:\n${actual}`;
  }
  const difference =
    assertion.context.utils?.diff?.(expected.trim(), actual.trim()) ?? `Expected:\n${expected.trim()}\n\nReceived:\n${actual.trim()}`;
  return `${hintLine(assertion)}\n\n${name} differs.\n\n${difference}\n\nIf the new run is right, update the snapshot (-u).`;
}
