import { spawn } from "node:child_process";

/**
 * Runs one stage and prints its time, and its output when it failed. `count(output)` tells what a stage of many tests passed and
 * failed; every other stage is one thing that holds or does not. A stage that ends badly has at least one failure.
 */
export async function runStage({ name, command, count }) {
  const started = performance.now();
  const { output, ended } = await runCommand(command);
  const counted = countOf(count, output) ?? (ended ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
  const result = { ...counted, failed: ended ? counted.failed : Math.max(counted.failed, 1) };
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (result.failed > 0) console.log(output.trimEnd());
  console.log(`${result.failed === 0 ? "ok    " : "FAILED"} ${name}  ${seconds} s  ${result.note ?? ""}`.trimEnd());
  return result;
}

/** What the stage counted; `undefined` where it did not come so far, and nothing may be counted as passed. */
function countOf(count, output) {
  if (count === undefined) return undefined;
  try {
    return count(output);
  } catch (error) {
    return { passed: 0, failed: 1, note: String(error) };
  }
}

function runCommand([file, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { env: { ...process.env, CI: "1", NO_COLOR: "1" }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", (error) => resolve({ output: `${output}${error}`, ended: false }));
    child.on("close", (code) => resolve({ output, ended: code === 0 }));
  });
}
