/** Loads a module by its absolute path as the test runner does, which reads TypeScript, too. */
export type ModuleLoader = (path: string) => Promise<unknown>;

// One slot per process: the copy of the library that a set-up file loaded need not be the one that the test runs.
const slot: unique symbol = Symbol.for("sfn-testkit.moduleLoader");

interface Loading {
  [slot]?: ModuleLoader;
}

/** Has modules loaded by a test runner; a second loader takes the place of the first. */
export function loadModulesBy(loader: ModuleLoader): void {
  (globalThis as Loading)[slot] = loader;
}

/** The test runner's loader; `undefined` where no set-up file has told of one. */
export function moduleLoader(): ModuleLoader | undefined {
  return (globalThis as Loading)[slot];
}
