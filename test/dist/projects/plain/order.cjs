/** Mocks for order.asl.json with a card that is always declined. */
exports.mocks = ({ fails }) => ({
  lambda: { ValidateOrder: (order) => ({ ...order, valid: true }), ProcessPayment: fails("PaymentDeclined", "card expired") },
  sns: { publish: { MessageId: "m-1" } },
});
