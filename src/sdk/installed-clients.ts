import { createRequire } from "node:module";
import { join } from "node:path";
import { nodeFs } from "../base/node-modules.ts";

const PREFIX = "client-";

let installed: ReadonlyMap<string, string> | undefined;

/**
 * The AWS SDK clients of the user's project: their folders, by name without hyphens (`secretsmanager`). Looked for where Node would,
 * from the working directory, then from this package.
 */
export function installedClients(): ReadonlyMap<string, string> {
  installed ??= clientsFrom([join(process.cwd(), "package.json"), import.meta.url]);
  return installed;
}

/** The clients that code in these files could import; the first of a name counts. */
export function clientsFrom(files: readonly string[]): ReadonlyMap<string, string> {
  const clients = new Map<string, string>();
  for (const folder of files.flatMap(foldersOfScope)) {
    for (const name of entriesOf(folder)) {
      if (!name.startsWith(PREFIX)) continue;
      const key = name.slice(PREFIX.length).replaceAll("-", "");
      if (!clients.has(key)) clients.set(key, join(folder, name));
    }
  }
  return clients;
}

function foldersOfScope(file: string): readonly string[] {
  return (createRequire(file).resolve.paths("@aws-sdk/x") ?? []).map((folder) => join(folder, "@aws-sdk"));
}

function entriesOf(folder: string): readonly string[] {
  try {
    return nodeFs().readdirSync(folder);
  } catch {
    return [];
  }
}
