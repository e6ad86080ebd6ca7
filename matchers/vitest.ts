/** Set-up for Vitest: `setupFiles: ["sfn-testkit/vitest"]` registers matchers, snapshot serializer and types. */
import { expect, vi } from "vitest";
import { listenToFiles } from "../src/base/files-read.ts";
import { loadModulesBy } from "../src/base/module-loader.ts";
import type { AsymmetricExecutionMatchers, ExecutionMatchers } from "./declarations.ts";
import * as matchers from "./index.ts";
import { rerunOnChange } from "./rerun-on-change.ts";
import serializer from "./serializer.ts";

expect.extend(matchers);
expect.addSnapshotSerializer(serializer);
listenToFiles((file) => rerunOnChange(file, (specifier) => vi.importActual(specifier)));
loadModulesBy((path) => vi.importActual(path));

// Vitest 4 and 5 differ in the type parameters of `Matchers` and `Assertion`; Chai's interface below them does not.
declare global {
  namespace Chai {
    interface Assertion extends ExecutionMatchers<void> {}
  }
}

declare module "vitest" {
  interface AsymmetricMatchersContaining extends AsymmetricExecutionMatchers {}
}
