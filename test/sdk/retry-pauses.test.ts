import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ClientPackage } from "../../src/sdk/client-package.ts";
import { RetryPauses } from "../../src/wire/retry-pauses.ts";

/** Two ways in which the SDK has spaced attempts: by a class behind all its strategies, and by an object of each strategy's own. */
const SHARED = "class Backoff { computeNextBackoffDelay() { return 100; } } const backoff = () => new Backoff();";
const OWN = "const backoff = () => ({ computeNextBackoffDelay: () => 100 });";
const STRATEGY = `exports.StandardRetryStrategy = class {
  constructor() { this.retryBackoffStrategy = backoff(); }
  async refreshRetryTokenForRetry() {
    const delay = this.retryBackoffStrategy.computeNextBackoffDelay();
    return { getRetryCount: () => 1, getRetryDelay: () => delay };
  }
};`;

const project = mkdtempSync(join(tmpdir(), "retry-pauses-"));
beforeAll(() => {
  install("late/node_modules/@smithy/core", SHARED + STRATEGY, { exports: { "./retry": "./index.js" } });
  install("early/node_modules/@smithy/util-retry", OWN + STRATEGY);
  install("late", "");
  install("early", "");
});
afterAll(() => rmSync(project, { recursive: true }));

function install(folder: string, code: string, fields: object = {}): void {
  mkdirSync(join(project, folder), { recursive: true });
  writeFileSync(join(project, folder, "package.json"), JSON.stringify({ main: "index.js", ...fields }));
  writeFileSync(join(project, folder, "index.js"), code);
}

interface Token {
  getRetryCount(): number;
  getRetryDelay(): number;
}

test.each([
  ["shares the backoff of all strategies", "late", "@smithy/core/retry"],
  ["gives each strategy a backoff of its own", "early", "@smithy/util-retry"],
])("an SDK that %s tries again without a pause, until all is put back", async (_how, folder, part) => {
  const { StandardRetryStrategy } = createRequire(join(project, folder, "package.json"))(part) as {
    StandardRetryStrategy: new () => { refreshRetryTokenForRetry(): Promise<Token> };
  };
  const older = new StandardRetryStrategy();
  const pauses = new RetryPauses();

  pauses.skip(new ClientPackage(join(project, folder)));
  const skipped = await Promise.all([older, new StandardRetryStrategy()].map((strategy) => strategy.refreshRetryTokenForRetry()));
  pauses.restore();
  const restored = await older.refreshRetryTokenForRetry();

  expect(skipped.map((token) => [token.getRetryCount(), token.getRetryDelay()])).toEqual([
    [1, 0],
    [1, 0],
  ]);
  expect(restored.getRetryDelay()).toBe(100);
});
