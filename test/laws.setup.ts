import process from "node:process";
import fc from "fast-check";

// The same examples in every run, so that a change is what makes a law fail; `FC_SEED=7 npm test` looks elsewhere.
fc.configureGlobal({ seed: Number(process.env["FC_SEED"] ?? 1) });
