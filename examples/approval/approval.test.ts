import { lambdaModule, mockAws, startStateMachine } from "sfn-testkit";
import { interceptAws } from "sfn-testkit/msw";
import "sfn-testkit/vitest";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DecisionRequest } from "./decide.ts";
import { decide } from "./decide.ts";

const definition = new URL("./approval.asl.json", import.meta.url);
const input = { id: "e-1", amount: 120 };

const aws = mockAws({
  lambda: {
    AskForApproval: lambdaModule(() => import("./ask-for-approval.ts"), {
      environment: { APPROVERS: "arn:aws:sns:us-east-1:123456789012:approvers" },
    }),
    Pay: { paid: true },
  },
  sns: { publish: { MessageId: "m-1" } },
});
beforeAll(() => interceptAws(aws).close);
beforeEach(() => aws.reset());

/** The request that the link in the approver's mail leads to. */
function answering(decision: object): DecisionRequest {
  const mails = aws.calls("sns:publish").map(({ input }) => (input as { readonly Message: string }).Message);
  const [link = ""] = /https:\S+/.exec(mails[0] ?? "") ?? [];
  const token = new URL(link).searchParams.get("token") ?? "";
  return { queryStringParameters: { token }, body: JSON.stringify(decision) };
}

const approval = { approved: true, by: "ann" };
const rejection = { approved: false, by: "ann", reason: "no receipt" };

describe("an expense", () => {
  test("is paid when it is approved after three hours", async () => {
    const running = await startStateMachine(definition, { aws, input });
    await running.advance("3h");

    expect(await decide(answering(approval))).toEqual({ statusCode: 200 });

    const execution = await running.finish();
    expect(execution).toHaveTakenPath(["AskForApproval", "Pay"]);
    expect(execution).toHaveWaited("AskForApproval", "3h");
    expect(execution).toHaveInvoked("Pay", expect.objectContaining({ id: "e-1", approval: { by: "ann" } }));
  });

  test("is not paid before", async () => {
    const running = await startStateMachine(definition, { aws, input });

    await running.advance("23h59m");

    expect(running.status).toBe("RUNNING");
    expect(running).not.toHaveInvoked("Pay");
  });

  test("is not paid when it is rejected, and the reason is told", async () => {
    const running = await startStateMachine(definition, { aws, input });
    await running.advance("10m");

    expect(await decide(answering(rejection))).toEqual({ statusCode: 200 });

    const execution = await running.finish();
    expect(execution).toHaveCaught("AskForApproval", { error: "Rejected", next: "TellRejected" });
    expect(execution).toHaveCalledService("sns:publish", expect.objectContaining({ Message: "Expense e-1 was rejected: no receipt" }));
    expect(execution).toHaveFailed({ error: "ExpenseRejected" });
    expect(execution).not.toHaveInvoked("Pay");
  });

  test("that nobody looks at goes to the manager after a day", async () => {
    const running = await startStateMachine(definition, { aws, input });

    const execution = await running.finish();

    expect(execution).toHaveTimedOutIn("AskForApproval");
    expect(execution).toHaveLasted("24h");
    expect(execution).toEndInState("Escalate");
  });
});

describe("the handler behind the link", () => {
  test("answers 410 when the day is over", async () => {
    const running = await startStateMachine(definition, { aws, input });
    await running.finish();

    expect(await decide(answering(approval))).toEqual({ statusCode: 410 });
  });

  test("answers 410 to the second click", async () => {
    const running = await startStateMachine(definition, { aws, input });
    await running.settle();
    const request = answering(approval);
    await decide(request);

    expect(await decide(request)).toEqual({ statusCode: 410 });
    expect((await running.finish()).status).toBe("SUCCEEDED");
  });

  test("answers 404 to a token that nobody was given", async () => {
    const request = { queryStringParameters: { token: "made-up" }, body: JSON.stringify(approval) };

    expect(await decide(request)).toEqual({ statusCode: 404 });
  });
});
