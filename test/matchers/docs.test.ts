import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { eventList } from "../../matchers/event-list.ts";
import * as matchers from "../../matchers/index.ts";
import { outlineOf } from "../../matchers/outline.ts";
import { seenOf } from "../../matchers/seen.ts";
import { messageOf } from "./message-of.ts";
import { declinedOrder, failedOrder, fanout } from "./runs.ts";

const folder = new URL("../../docs/matchers/", import.meta.url);

/** What each page shows, made anew. */
const shown: { readonly [matcher in keyof typeof matchers]: () => string } = {
  toEndInState: () => messageOf(() => expect(declinedOrder()).toEndInState("Ship")),
  toHaveSucceeded: () => messageOf(() => expect(declinedOrder()).toHaveSucceeded({ MessageId: "m-2" })),
  toHaveFailed: () => messageOf(() => expect(failedOrder()).toHaveFailed({ error: "PaymentDeclined" })),
  toHaveTakenPath: () => messageOf(() => expect(declinedOrder()).toHaveTakenPath(["ValidateOrder", "ProcessPayment", "Ship"])),
  toHaveRetried: () => messageOf(() => expect(declinedOrder()).toHaveRetried("ProcessPayment", { times: 2, delays: ["1s", "2s"] })),
  toHaveCaught: () => messageOf(() => expect(declinedOrder()).toHaveCaught("ProcessPayment", { error: "PaymentDeclined", next: "Ship" })),
  toHaveRunInParallel: () => messageOf(() => expect(fanout()).toHaveRunInParallel("Note", "Mail")),
  toMatchHistorySnapshot: () => outlineOf(seenOf(declinedOrder())),
};

test("every matcher has a page, and every page a matcher", () => {
  expect(readdirSync(folder).sort()).toEqual(
    Object.keys(matchers)
      .map((matcher) => `${matcher}.md`)
      .sort(),
  );
});

test.each(Object.entries(shown))("the page of %s shows what is really printed", (matcher, print) => {
  expect(page(matcher)).toContain(`\`\`\`\n${print()}\n\`\`\``);
});

test("the page of toMatchHistorySnapshot shows how events are printed", () => {
  const events = eventList(seenOf(declinedOrder())).split("\n").slice(0, 5).join("\n");

  expect(page("toMatchHistorySnapshot")).toContain(`\`\`\`\n${events}\n…\n\`\`\``);
});

const page = (matcher: string): string => readFileSync(new URL(`${matcher}.md`, folder), "utf8");
