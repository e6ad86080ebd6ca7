/** Set-up for Jest projects that import `expect` from `@jest/globals`: registers matchers, snapshot serializer and types. */
import { expect } from "@jest/globals";
import type { AsymmetricExecutionMatchers, ExecutionMatchers } from "./declarations.ts";
import * as matchers from "./index.ts";
import serializer from "./serializer.ts";

expect.extend({ ...matchers });
expect.addSnapshotSerializer(serializer);

declare module "@jest/expect" {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends ExecutionMatchers<R> {}
}

declare module "expect" {
  interface AsymmetricMatchers extends AsymmetricExecutionMatchers {}
}
