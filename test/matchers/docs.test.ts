import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { eventList } from "../../matchers/event-list.ts";
import * as matchers from "../../matchers/index.ts";
import { outlineOf } from "../../matchers/outline.ts";
import { seenOf } from "../../matchers/seen.ts";
import { messageOf, messageOfLater } from "./message-of.ts";
import { declinedOrder, failedOrder, fanout, mapRun } from "./runs.ts";

const folder = new URL("../../docs/matchers/", import.meta.url);

const batch = await mapRun(3, "unlimited");
const misspelt = { StartAt: "Hold", States: { Hold: { Type: "Wait", Seconds: 300, Next: "Chekc" }, Check: { Type: "Succeed" } } };

/** What each page shows, made anew. */
const shown: { readonly [matcher in keyof typeof matchers]: () => string | Promise<string> } = {
  toEndInState: () => messageOf(() => expect(declinedOrder()).toEndInState("Ship")),
  toHaveSucceeded: () => messageOf(() => expect(declinedOrder()).toHaveSucceeded({ MessageId: "m-2" })),
  toHaveFailed: () => messageOf(() => expect(failedOrder()).toHaveFailed({ error: "PaymentDeclined" })),
  toHaveTakenPath: () => messageOf(() => expect(declinedOrder()).toHaveTakenPath(["ValidateOrder", "ProcessPayment", "Ship"])),
  toHaveRetried: () => messageOf(() => expect(declinedOrder()).toHaveRetried("ProcessPayment", { times: 2, delays: ["1s", "2s"] })),
  toHaveCaught: () => messageOf(() => expect(declinedOrder()).toHaveCaught("ProcessPayment", { error: "PaymentDeclined", next: "Ship" })),
  toHaveRunInParallel: () => messageOf(() => expect(fanout()).toHaveRunInParallel("Note", "Mail")),
  toHaveTimedOut: () => messageOf(() => expect(declinedOrder()).toHaveTimedOut()),
  toHaveBeenAborted: () => messageOf(() => expect(declinedOrder()).toHaveBeenAborted()),
  toHaveVisited: () => messageOf(() => expect(declinedOrder()).toHaveVisited("ProcessPayment", "Ship")),
  toHaveReachedConcurrency: () => messageOf(() => expect(batch).toHaveReachedConcurrency("EachItem", 5)),
  toHaveStayedWithinConcurrency: () => messageOf(() => expect(batch).toHaveStayedWithinConcurrency("EachItem", 2)),
  toHaveTimedOutIn: () => messageOf(() => expect(declinedOrder()).toHaveTimedOutIn("ProcessPayment")),
  toHaveWaited: () => messageOf(() => expect(fanout()).toHaveWaited("Hold", "5m")),
  toHaveLasted: () => messageOf(() => expect(declinedOrder()).toHaveLasted("30s")),
  toHaveFinishedWithin: () => messageOf(() => expect(declinedOrder()).toHaveFinishedWithin("10s")),
  toHaveStateInput: () => messageOf(() => expect(declinedOrder()).toHaveStateInput("ProcessPayment", { orderId: "o-1", valid: false })),
  toHaveStateOutput: () => messageOf(() => expect(declinedOrder()).toHaveStateOutput("TellCustomer", { MessageId: "m-2" })),
  toHaveOutputAt: () => messageOf(() => expect(declinedOrder()).toHaveOutputAt("$.messageId", "m-1")),
  toHaveVariable: () => messageOf(() => expect(declinedOrder()).toHaveVariable("total", 3)),
  toHaveCalledService: () => messageOf(() => expect(declinedOrder()).toHaveCalledService("sns:publish")),
  toHaveInvoked: () => messageOf(() => expect(declinedOrder()).toHaveInvoked("ValidateOrder", { orderId: "o-2" })),
  toHaveUsedTransitions: () => messageOf(() => expect(declinedOrder()).toHaveUsedTransitions({ atMost: 4 })),
  toBeValidStateMachine: () => messageOfLater(() => expect(misspelt).toBeValidStateMachine()),
  toMatchHistorySnapshot: () => outlineOf(seenOf(declinedOrder())),
};

test("every matcher has a page, and every page a matcher", () => {
  expect(readdirSync(folder).sort()).toEqual(
    Object.keys(matchers)
      .map((matcher) => `${matcher}.md`)
      .sort(),
  );
});

test.each(Object.entries(shown))("the page of %s shows what is really printed", async (matcher, print) => {
  expect(page(matcher)).toContain(`\`\`\`\n${await print()}\n\`\`\``);
});

test("the page of toMatchHistorySnapshot shows how events are printed", () => {
  const events = eventList(seenOf(declinedOrder())).split("\n").slice(0, 5).join("\n");

  expect(page("toMatchHistorySnapshot")).toContain(`\`\`\`\n${events}\n…\n\`\`\``);
});

const page = (matcher: string): string => readFileSync(new URL(`${matcher}.md`, folder), "utf8");
