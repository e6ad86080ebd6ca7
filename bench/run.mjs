/**
 * How fast sfn-testkit is, beside its nearest peer and code written by hand: `npm run bench -- [--only NAME] [--quick] [--json FILE]`.
 * `--only` may be given often; names are those of `scenarios.mjs`, and `import`. `--library FILE` measures another build.
 */
import { existsSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measureImports } from "./import-time.mjs";
import { measureScenario } from "./measure.mjs";
import { findNode22, installDependencies } from "./node-22.mjs";
import { scenarios } from "./scenarios.mjs";
import { importTable, scenarioTable } from "./table.mjs";
import { judge, judgeImports } from "./verdicts.mjs";

const { values: options } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    quick: { type: "boolean", default: false },
    json: { type: "string" },
    library: { type: "string", default: fileURLToPath(new URL("../dist/index.mjs", import.meta.url)) },
  },
});
const library = resolve(options.library);
if (!existsSync(library)) throw new Error(`${library} is not there. Build it first: npm run build.`);

const known = [...Object.keys(scenarios), "import"];
const chosen = options.only ?? known;
for (const name of chosen) if (!known.includes(name)) throw new Error(`There is no "${name}"; there are ${known.join(", ")}.`);

installDependencies();
const effort = options.quick ? { rounds: 3, milliseconds: 200, starts: 7 } : { rounds: 5, milliseconds: 700, starts: 21 };
const setting = { node: findNode22(), library, ...effort };

const rows = [];
for (const name of known) {
  if (!chosen.includes(name) || name === "import") continue;
  progress(scenarios[name].title);
  rows.push(...(await measureScenario(name, setting)));
}
progress("");
const judged = judge(rows);
const imports = chosen.includes("import") ? judgeImports(measureImports(setting)) : [];

if (judged.length > 0) console.log(scenarioTable(judged));
if (imports.length > 0) console.log(`${judged.length > 0 ? "\n" : ""}${importTable(imports)}`);
const missed = [...judged, ...imports].flatMap(({ verdicts }) => verdicts).filter(({ met }) => !met).length;
console.log(
  `\nmedian of ${effort.rounds} rounds, ${availableParallelism()} cores; ${missed === 0 ? "every target met" : `${missed} targets missed`}`,
);
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify({ scenarios: judged, imports }, undefined, 2)}\n`);

/** Says on a terminal what is being measured. */
function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
