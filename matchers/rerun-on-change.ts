/** The part of Vitest's worker that is asked for; it is not documented, so whatever is not there is done without. */
interface VitestWorker {
  /** The test file that runs. */
  readonly filepath?: string;
  readonly config?: { readonly watch?: boolean; readonly root?: string };
  readonly rpc?: { readonly ensureModuleGraphEntry?: (file: string, importer: string) => Promise<void> };
}

/**
 * Has the running test file depend on a file that it does not import: when the file changes in watch mode, Vitest runs the test
 * file again. Outside its root Vitest watches only what was imported, hence `importFile`.
 */
export function rerunOnChange(file: string, importFile: (specifier: string) => Promise<unknown>): void {
  const { __vitest_worker__: worker } = globalThis as { readonly __vitest_worker__?: VitestWorker };
  if (worker?.config?.watch !== true || worker.filepath === undefined) return;
  const path = file.replaceAll("\\", "/");
  void worker.rpc?.ensureModuleGraphEntry?.(path, worker.filepath).catch(ignore);
  if (!path.startsWith(`${worker.config.root}/`)) void importFile(`${path}?raw`).catch(ignore);
}

/** Tests run all the same without being watched. */
function ignore(): void {}
