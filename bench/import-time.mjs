/** What importing each entry of the package costs above starting Node to do nothing. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./measure.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const peerEntry = here("node_modules/aws-local-stepfunctions/build/main.node.esm.js");

/** Those that register something ask for a runner: they get one that costs nothing, and are compared with it alone. */
const alone = ["index", "matchers", "serializer"];
const beside = ["vitest", "jest", "jest-globals"];
const formats = [
  ["ESM", "mjs"],
  ["CommonJS", "cjs"],
];
const runner = ["--import", here("runner-stand-in.mjs")];

/** Milliseconds above `node -e 0`; an entry run as the main module does nothing but load. */
export function measureImports({ node, library, starts }) {
  const commands = commandsOf(library).map((command) => ({ ...command, times: [] }));
  for (let start = 0; start <= starts; start++) {
    for (const { args, times } of commands) {
      const milliseconds = startTime(node, args);
      // The first start fills the caches of the file system.
      if (start > 0) times.push(milliseconds);
    }
  }
  const medians = Object.fromEntries(commands.map(({ name, times }) => [name, median(times)]));
  return commands.flatMap(({ name, above }) => (above ? [{ entry: name, milliseconds: medians[name] - medians[above] }] : []));
}

/** What is started, and above which other it counts. */
function commandsOf(library) {
  const fileOf = (entry, extension) => join(library, "..", `${entry}.${extension}`);
  return [
    { name: "bare", args: ["-e", "0"] },
    { name: "bare runner", args: [...runner, "-e", "0"] },
    ...formats.flatMap(([format, extension]) => [
      ...alone.map((entry) => ({ name: `${nameOf(entry)}, ${format}`, args: [fileOf(entry, extension)], above: "bare" })),
      ...beside.map((entry) => ({
        name: `${nameOf(entry)}, ${format}`,
        args: [...runner, fileOf(entry, extension)],
        above: "bare runner",
      })),
    ]),
    { name: "aws-local-stepfunctions, ESM", args: [peerEntry], above: "bare" },
  ];
}

const nameOf = (entry) => (entry === "index" ? "sfn-testkit" : `sfn-testkit/${entry}`);

function startTime(node, args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(node, args, { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
  if (status !== 0) throw new Error(`${args.join(" ")} could not be loaded: ${stderr}`);
  return performance.now() - start;
}
