/** Set-up for Vitest: `setupFiles: ["sfn-testkit/vitest"]` registers matchers, snapshot serializer and types. */
import { expect } from "vitest";
import type { ExecutionMatchers } from "./declarations.ts";
import * as matchers from "./index.ts";
import serializer from "./serializer.ts";

expect.extend(matchers);
expect.addSnapshotSerializer(serializer);

// Vitest 4 and 5 differ in the type parameters of `Matchers` and `Assertion`; Chai's interface below them does not.
declare global {
  namespace Chai {
    interface Assertion extends ExecutionMatchers<void> {}
  }
}

declare module "vitest" {
  interface AsymmetricMatchersContaining extends ExecutionMatchers {}
}
