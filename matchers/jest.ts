/** Set-up for Jest: `setupFilesAfterEnv: ["sfn-testkit/jest"]` registers matchers, snapshot serializer and types. */
import type { AsymmetricExecutionMatchers, ExecutionMatchers } from "./declarations.ts";
import * as matchers from "./index.ts";
import serializer from "./serializer.ts";
import type { SnapshotSerializer } from "./snapshot-serializer.ts";

/** The part of Jest's global `expect` that set-up needs; it is there without an import. */
interface GlobalExpect {
  extend(matchers: object): void;
  addSnapshotSerializer(serializer: SnapshotSerializer): void;
}

const { expect } = globalThis as unknown as { readonly expect?: GlobalExpect };
if (expect === undefined) {
  throw new Error(
    'sfn-testkit/jest found no global `expect`. Name it in "setupFilesAfterEnv" (not "setupFiles"), or, with injectGlobals: false, use "sfn-testkit/jest-globals".',
  );
}
expect.extend({ ...matchers });
expect.addSnapshotSerializer(serializer);

declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: an interface is merged only with the very same type parameters
    interface Matchers<R, T = {}> extends ExecutionMatchers<R> {}
    interface Expect extends AsymmetricExecutionMatchers {}
    interface InverseAsymmetricMatchers extends AsymmetricExecutionMatchers {}
  }
}
