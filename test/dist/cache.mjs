/** Packages of the registry, installed once for each list of versions, outside the repository and where the next run finds them again. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./command.mjs";

const lockFile = fileURLToPath(new URL("../../package-lock.json", import.meta.url));

/** A folder with these packages under `node_modules`. */
export async function installedOnce(dependencies) {
  const manifest = JSON.stringify({ private: true, dependencies });
  const key = createHash("sha256").update(`${process.platform} ${process.arch} ${manifest}`).digest("hex").slice(0, 16);
  const cache = join(await realpath(tmpdir()), "sfn-testkit-dist-cache");
  const folder = join(cache, key);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const unfinished = await mkdtemp(join(cache, "unfinished-"));
  await writeFile(join(unfinished, "package.json"), manifest);
  await npmInstall(unfinished);
  await moveTo(unfinished, folder);
  return folder;
}

/** Neither `--force` nor `--legacy-peer-deps`: a peer dependency that does not fit is to be seen. */
export function npmInstall(folder, ...packages) {
  return run(folder, "npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", ...packages);
}

/** Another run may have been quicker; what it installed is as good. */
async function moveTo(from, to) {
  try {
    await rename(from, to);
  } catch (error) {
    await rm(from, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
}

/** The versions that the repository itself is tested with. */
export async function lockedVersions(...names) {
  const packages = await lockedPackages();
  return Object.fromEntries(names.map((name) => [name, packages[`node_modules/${name}`].version]));
}

/** Every client of AWS that the repository itself is tested with. */
export async function lockedClients() {
  const { "": repository } = await lockedPackages();
  return lockedVersions(...Object.keys(repository.devDependencies).filter((name) => name.startsWith("@aws-sdk/client-")));
}

async function lockedPackages() {
  return JSON.parse(await readFile(lockFile, "utf8")).packages;
}
