import { after, fails, runStateMachine } from "sfn-testkit";
import "sfn-testkit/vitest";
import { expect, test } from "vitest";

const images = new URL("./images.asl.json", import.meta.url);
const input = { key: "cat.jpg" };

const mocks = {
  lambda: {
    ResizeImage: after("3s", { key: "cat-large.jpg", body: "…" }),
    GenerateThumbnail: after("2s", { key: "cat-small.jpg" }),
    ExtractMetadata: after("1s", { width: 4000, height: 3000 }),
    HandleFailure: { handled: true },
  },
  s3: { putObject: { ETag: "e-1" } },
};

const thumbnailFails = { ...mocks, lambda: { ...mocks.lambda, GenerateThumbnail: after("2s", fails("OutOfMemory", "picture too large")) } };

test("branches run side by side: 3 s in all, not 6 s", async () => {
  const execution = await runStateMachine(images, { input, mocks });

  expect(execution.durationSeconds).toBe(3);
  expect(execution).toHaveRunInParallel("ResizeImage", "GenerateThumbnail", "ExtractMetadata");
  expect(execution).not.toHaveRunInParallel("ResizeImage", "StoreImage");
});

test("the results come in the order of the branches, not of their ends", async () => {
  const execution = await runStateMachine(images, { input, mocks });

  expect(execution).toHaveSucceeded({ etag: "e-1", thumbnail: "cat-small.jpg", metadata: { width: 4000, height: 3000 } });
});

test("a failing branch is caught by the Parallel", async () => {
  const execution = await runStateMachine(images, { input, mocks: thumbnailFails });

  expect(execution).toHaveCaught("ProcessImage", { error: "OutOfMemory", next: "HandleFailure" });
  expect(execution).toHaveTakenPath(["ProcessImage", "HandleFailure"]);
  expect(execution).toHaveSucceeded({ handled: true });
  expect(execution.durationSeconds).toBe(2);
});

test("a failing branch stops its siblings where they are", async () => {
  const execution = await runStateMachine(images, { input, mocks: thumbnailFails });

  const ended = Object.fromEntries(execution.visits.map(({ state, status }) => [state, status]));
  expect(ended).toEqual({
    ProcessImage: "CAUGHT_ERROR",
    ResizeImage: "ABORTED",
    GenerateThumbnail: "FAILED",
    ExtractMetadata: "SUCCEEDED",
    HandleFailure: "SUCCEEDED",
  });
});

test("after the failure nothing more is called in the other branches", async () => {
  const execution = await runStateMachine(images, { input, mocks: thumbnailFails });

  const failedAt = execution.visits.find(({ state }) => state === "HandleFailure")!.enteredAt;
  const later = execution.calls.filter(({ at }) => at >= failedAt);
  expect(later.map(({ state }) => state)).toEqual(["HandleFailure"]);
});

test("the handler of the failure gets the picture and the error", async () => {
  const execution = await runStateMachine(images, { input, mocks: thumbnailFails });

  const call = execution.calls.find(({ state }) => state === "HandleFailure");
  expect(call?.input).toEqual({ key: "cat.jpg", error: { Error: "OutOfMemory", Cause: "picture too large" } });
});
