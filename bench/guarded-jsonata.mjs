/** What an expression costs in the `jsonata` package alone, under guards like those that the simulator puts around it. */
import jsonata from "jsonata";

const ENTRY = Symbol.for("jsonata.__evaluate_entry");
const EXIT = Symbol.for("jsonata.__evaluate_exit");
const STEPS = 1_000_000;
const OPEN = 50_000;
const SIZE = 10_000_000;

/** Compiles once; answers what evaluates an expression on `$states.input`: steps and sizes are counted, as an endless loop must end. */
export function guarded(source) {
  const expression = jsonata(source);
  let steps = 0;
  let open = 0;
  expression.assign(ENTRY, () => {
    if (++open > OPEN || ++steps > STEPS) throw new Error(`${source} does not end.`);
  });
  expression.assign(EXIT, (_node, _input, _frame, result) => {
    open--;
    if ((typeof result === "string" || Array.isArray(result)) && result.length > SIZE) throw new Error(`${source} makes too much.`);
  });
  return (input) => {
    steps = 0;
    open = 0;
    return expression.evaluate(undefined, { states: { input } });
  };
}
