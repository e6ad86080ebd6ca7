/** What importing the package costs above starting Node to do nothing. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median } from "./measure.mjs";

const peerEntry = fileURLToPath(new URL("node_modules/aws-local-stepfunctions/build/main.node.esm.js", import.meta.url));

/** Milliseconds above `node -e 0`; an entry run as the main module does nothing but load. */
export function measureImports({ node, library, starts }) {
  const commands = {
    bare: ["-e", "0"],
    "sfn-testkit, ESM": [library],
    "sfn-testkit, CommonJS": [library.replace(/\.mjs$/, ".cjs")],
    "aws-local-stepfunctions, ESM": [peerEntry],
  };
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let start = 0; start <= starts; start++) {
    for (const [name, args] of Object.entries(commands)) {
      const milliseconds = startTime(node, args);
      // The first start fills the caches of the file system.
      if (start > 0) times[name].push(milliseconds);
    }
  }
  const { bare, ...entries } = times;
  return Object.entries(entries).map(([entry, all]) => ({ entry, milliseconds: median(all) - median(bare) }));
}

function startTime(node, args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(node, args, { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
  if (status !== 0) throw new Error(`${args[0]} could not be loaded: ${stderr}`);
  return performance.now() - start;
}
