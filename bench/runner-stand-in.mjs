/** Stands in for a test runner, so that the time an entry takes is its own: what its imports ask for, and nothing behind it. */
import { registerHooks } from "node:module";

const nothing = () => {};
globalThis.expect = { extend: nothing, addSnapshotSerializer: nothing };
const source = "exports.expect = globalThis.expect; exports.vi = {};";
const url = `${import.meta.url}.cjs`;

registerHooks({
  resolve: (specifier, context, next) =>
    ["vitest", "@jest/globals"].includes(specifier) ? { url, format: "commonjs", shortCircuit: true } : next(specifier, context),
  load: (wanted, context, next) => (wanted === url ? { format: "commonjs", source, shortCircuit: true } : next(wanted, context)),
});
