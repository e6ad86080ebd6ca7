import { test } from "vitest";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { explorePaths, generateTests } from "../../../src/fuzz/index.ts";
const root = new URL("../../../examples/", import.meta.url);
test.skip("x", async () => { console.log(await generateTests(new URL("order/order.asl.json", root), { source: "order.asl.json" })); });
test("corpus", { timeout: 300_000 }, async () => {
  const dir = "/work/shared/corpus/definitions";
  const files = (readdirSync(dir, { recursive: true }) as string[]).filter((f) => /\.(json|yaml|yml)$/.test(f)).map((f) => `${dir}/${f}`).map((f) => [f, statSync(f).size] as const).sort((a, b) => a[1] - b[1]).slice(0, Number(process.env["N"] ?? 200));
  let solved = 0, all = 0, refused = 0, slow: [number, string][] = [], whys: Record<string, number> = {}, un = 0, whole = 0, seen: string[] = [];
  const t0 = performance.now();
  for (const [f] of files) {
    const t = performance.now();
    try {
      const r = await explorePaths((() => { const o = JSON.parse(readFileSync(f, "utf8")); return o.definition ?? o; })(), { maxPaths: 40 });
      all += r.paths.length; solved += r.paths.filter((p) => p.solved).length; un += r.unreachable.length; if (r.complete) whole++;
      for (const p of r.paths) if (!p.solved) { console.log("WHY", f.slice(30,80), "|", p.name.slice(0,100), "|", p.why!.slice(0,150)); }
      for (const u of r.unreachable) seen.push(`${f.split("/").pop()} ${u.kind} ${u.pointer} ${u.why}`);
    } catch (e) { refused++; const er = e as Error; if (!("code" in er) && er.name !== "InvalidDefinitionError") console.log("CRASH", f, er.name, er.stack); }
    slow.push([Math.round(performance.now() - t), f]);
  }
  console.log({ files: files.length, all, solved, refused, un, whole, ms: performance.now() - t0 }, slow.sort((a, b) => b[0] - a[0]).slice(0, 8), Object.entries(whys).sort((a, b) => b[1] - a[1]).slice(0, 40), seen.slice(0, 40));
});
