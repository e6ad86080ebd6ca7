import { createRequire } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { UsageError } from "../../base/errors.ts";
import { moduleLoader } from "../../base/module-loader.ts";
import { nodeFs } from "../../base/node-modules.ts";
import { didYouMean } from "../../base/text.ts";
import type { LambdaHandler } from "./invoke.ts";
import type { LambdaModuleSource } from "./lambda-module.ts";

type Exports = { readonly [name: string]: unknown };

/** The handler that a module exports. Throws a UsageError when there is no such module, none that can be loaded here, or no such export. */
export async function loadHandler(source: LambdaModuleSource, name: string): Promise<LambdaHandler> {
  const path = typeof source === "function" ? undefined : pathOf(source);
  const exports = (await (typeof source === "function" ? source() : importedFrom(path as string))) as Exports;
  const found = exports[name] ?? (exports["default"] as Exports | undefined)?.[name];
  if (typeof found === "function") return found as LambdaHandler;
  throw new UsageError(`${path ?? "The module of lambdaModule()"} exports no function "${name}".`, {
    code: "HANDLER_NOT_FOUND",
    hint:
      didYouMean(name, Object.keys(exports)) ??
      `It exports ${Object.keys(exports).join(", ") || "nothing"}. Name the export: \`{ handler: … }\`.`,
  });
}

function pathOf(source: string | URL): string {
  const path = source instanceof URL || source.startsWith("file:") ? fileURLToPath(source) : resolve(source);
  if (nodeFs().existsSync(path)) return path;
  throw new UsageError(`There is no module ${path}.`, {
    code: "MODULE_NOT_FOUND",
    hint: "A relative path is taken from the working directory; `new URL('./validate.ts', import.meta.url)` from the test.",
  });
}

async function importedFrom(path: string): Promise<unknown> {
  try {
    return await importedOrRequired(path);
  } catch (thrown) {
    throw isOfLoader(thrown as LoadFailure) ? notLoadable(path, thrown as LoadFailure) : thrown;
  }
}

async function importedOrRequired(path: string): Promise<unknown> {
  const load = moduleLoader();
  if (load !== undefined) return load(path);
  try {
    return await import(/* @vite-ignore */ pathToFileURL(path).href);
  } catch (thrown) {
    // Jest imports only when Node is told so; its `require` transforms what it loads.
    if (!String((thrown as LoadFailure).code).startsWith("ERR_VM_DYNAMIC_IMPORT_CALLBACK")) throw thrown;
    return createRequire(path)(path) as unknown;
  }
}

interface LoadFailure {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
}

/** What the module itself throws while it is loaded is the function's; what cannot be read is not. */
function isOfLoader({ name, code }: LoadFailure): boolean {
  return name === "SyntaxError" || code === "ERR_UNKNOWN_FILE_EXTENSION" || code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX";
}

function notLoadable(path: string, { message }: LoadFailure): UsageError {
  const why =
    String(message)
      .split("\n")
      .find((line) => line.trim() !== "") ?? "";
  return new UsageError(`The module ${path} cannot be loaded as it is: ${why.trim()}`, {
    code: "MODULE_NOT_LOADED",
    hint: `Let the test runner load it: \`lambdaModule(() => import(${JSON.stringify(path)}))\`, or \`async () => require(…)\` in CommonJS.`,
  });
}
