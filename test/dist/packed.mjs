import { cp, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installedOnce, npmInstall } from "./cache.mjs";
import { run } from "./command.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const projects = fileURLToPath(new URL("projects", import.meta.url));
/** The repository's own tests, which import the library by its name, and the project that runs them with the packed one. */
const suites = { msw: join(root, "test/msw") };
const everywhere = ["order.asl.json", "every-matcher.cjs", "counterexample.cjs", "fuzzing.ts"];

/** Runs a tool of the repository's own node_modules. */
export function runTool(tool, ...args) {
  return run(root, join(root, "node_modules/.bin", tool), ...args);
}

/** Packs what `npm publish` would send; the build has run before. */
export async function pack() {
  const workshop = await realpath(await mkdtemp(join(tmpdir(), "sfn-testkit-dist-")));
  const printed = await run(root, "npm", "pack", "--json", "--ignore-scripts", "--silent", "--pack-destination", workshop);
  const [packed] = JSON.parse(printed.slice(printed.indexOf("[")));
  return {
    workshop,
    tarball: join(workshop, packed.filename),
    files: packed.files.map((file) => file.path).sort(),
    [Symbol.asyncDispose]: () => rm(workshop, { recursive: true, force: true }),
  };
}

/** A folder with some packages and the packed library installed as a user would, and nothing else. */
export async function install(packed, name, dependencies) {
  const folder = join(packed.workshop, name);
  await cp(await installedOnce(dependencies), folder, { recursive: true, verbatimSymlinks: true });
  await npmInstall(folder, packed.tarball);
  return folder;
}

/** Lays a project of `projects/` into an installed folder. */
export async function project(installed, name) {
  const folder = join(installed, name);
  await cp(join(projects, name), folder, { recursive: true });
  if (name in suites) await cp(suites[name], folder, { recursive: true });
  for (const shared of everywhere) await cp(join(projects, shared), join(folder, shared));
  return folder;
}
