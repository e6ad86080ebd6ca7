// Two runs of the order machine, drawn as timelines. `npm run demo` builds the library first.
import { after, fails, runStateMachine } from "../dist/index.mjs";

const definition = new URL("./order/order.asl.json", import.meta.url);
const input = { orderId: "o-1", amount: 42 };

const lambda = {
  ValidateOrder: after("1s", { ...input, valid: true }),
  UpdateInventory: after("6s", { reserved: 1 }),
  SendEmail: after("2s", { sent: true }),
};

const began = performance.now();

const declined = await runStateMachine(definition, {
  input,
  stateMachineName: "DeclinedOrder",
  mocks: { lambda: { ...lambda, ProcessPayment: after("1s", fails("PaymentDeclined", "card expired")) } },
});

const approved = await runStateMachine(definition, {
  input,
  stateMachineName: "ApprovedOrder",
  mocks: {
    lambda: {
      ...lambda,
      ProcessPayment: [after("2s", fails("GatewayBusy")), after("2s", { ...input, paymentStatus: "APPROVED" })],
    },
  },
});

const tookMs = performance.now() - began;
const virtualSeconds = declined.durationSeconds + approved.durationSeconds;

print(`
${heading("1. A payment that is declined every time")}

${painted(declined)}

ProcessPayment is tried four times, with 2, 4 and 8 seconds between (IntervalSeconds 2,
BackoffRate 2). Then its Catch takes PaymentDeclined, and the customer is told.

${heading("2. A payment that is approved at the second try")}

${painted(approved)}

The Choice takes its rule 0, and FulfillOrder runs its two branches: their bars begin at the same
second. The e-mail is out after 2 seconds; the Parallel ends with the slower branch, after 6.

${dim("█ at work   · waiting to retry   ✗ failed   ▏ over at once")}

${virtualSeconds} seconds of virtual time passed in ${tookMs.toFixed(0)} ms. Tests of this machine: examples/order/order.test.ts
`);

function painted(execution) {
  return String(execution).split("\n").map(paintLine).join("\n");
}

function paintLine(line) {
  return line
    .replace(/█+|▏/g, (bar) => colour(32, bar))
    .replace(/·*(?:\d[\d.]*m?s)?·+/g, (wait) => colour(33, wait))
    .replace(/✗/g, (failure) => colour(31, failure));
}

function heading(text) {
  return colour(1, text);
}

function dim(text) {
  return colour(2, text);
}

function colour(code, text) {
  return process.stdout.isTTY && process.env.NO_COLOR === undefined ? `\u001b[${code}m${text}\u001b[0m` : text;
}

function print(text) {
  process.stdout.write(text);
}
