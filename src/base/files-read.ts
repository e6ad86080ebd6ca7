/** Told the absolute path of a file that a run depends on, before it is read, so also when it is not there. */
export type FileListener = (path: string) => void;

// One slot per process: the copy of the library that a set-up file loaded need not be the one that the test runs.
const slot: unique symbol = Symbol.for("sfn-testkit.fileListener");

interface Listening {
  [slot]?: FileListener;
}

/** Has a test runner told of the files that are read; a second listener takes the place of the first. */
export function listenToFiles(listener: FileListener): void {
  (globalThis as Listening)[slot] = listener;
}

/** To be called with each file that is about to be read. */
export function tellFile(path: string): void {
  (globalThis as Listening)[slot]?.(path);
}
