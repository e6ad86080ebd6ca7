import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const execute = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const projects = fileURLToPath(new URL("projects", import.meta.url));

/** Runs a command and answers what it printed; a failing command's output becomes the error. */
export async function run(cwd, command, ...args) {
  const env = { ...process.env, CI: "1", NO_COLOR: "1", FORCE_COLOR: "0", NODE_TEST_CONTEXT: "" };
  try {
    const { stdout, stderr } = await execute(command, args, { cwd, env, timeout: 120_000, maxBuffer: 2 ** 26 });
    return stdout + stderr;
  } catch (error) {
    throw new Error(`${command} ${args.join(" ")} failed:\n${error.stdout}\n${error.stderr}`);
  }
}

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

/**
 * A folder with the packed library and some packages installed as a user would, and nothing else. The versions are those of
 * the repository's lock file, so that npm asks the registry for no more than `npm ci` did.
 */
export async function install(packed, name, packages) {
  const folder = join(packed.workshop, name);
  const lock = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"));
  const versions = Object.fromEntries(packages.map((one) => [one, lock.packages[`node_modules/${one}`].version]));
  const manifest = { name, private: true, dependencies: { ...versions, "sfn-testkit": `file:${packed.tarball}` } };
  lock.packages[""] = { name, dependencies: versions };
  await mkdir(folder);
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  await writeFile(join(folder, "package-lock.json"), JSON.stringify({ ...lock, name }));
  await run(folder, "npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts");
  return folder;
}

/** Lays a project of `projects/` into an installed folder. */
export async function project(installed, name) {
  const folder = join(installed, name);
  await cp(join(projects, name), folder, { recursive: true });
  await cp(join(projects, "order.asl.json"), join(folder, "order.asl.json"));
  return folder;
}
