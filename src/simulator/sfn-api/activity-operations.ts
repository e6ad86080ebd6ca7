/** CreateActivity, DeleteActivity, DescribeActivity, ListActivities, GetActivityTask. */

import type { ActivityTask } from "../../aws/activities.ts";
import { Later } from "../../aws/later.ts";
import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import { ApiException } from "../../aws/stand-ins/stand-in.ts";
import type { Instant } from "../../base/brand.ts";
import { later } from "../../base/brand.ts";
import type { Step } from "../../kernel/effect.ts";
import { sleepUntil } from "../../kernel/effect.ts";
import { activityName, demandName } from "./arns.ts";
import { optionalText, textOf } from "./members.ts";
import type { LaterAnswer, Operations } from "./operation.ts";
import { pageOf } from "./pages.ts";
import type { StepFunctions } from "./step-functions.ts";
import { addTags } from "./tag-operations.ts";

/** An activity that was created. */
export interface Activity {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: Instant;
}

export const activityOperations: Operations = {
  createActivity,
  deleteActivity: (api, input) => {
    const arn = textOf(input, "activityArn");
    activityName(arn);
    api.activities.delete(arn);
    api.tags.delete(arn);
    api.aws.world.activities.delete(arn);
    return {};
  },
  describeActivity: (api, input) => {
    const arn = textOf(input, "activityArn");
    activityName(arn);
    const activity = api.activities.get(arn);
    if (activity === undefined) throw noActivity(arn);
    return { ...told(activity), encryptionConfiguration: { type: "AWS_OWNED_KEY" } };
  },
  listActivities: (api, input) => {
    const { page, next } = pageOf([...api.activities.values()], input);
    return { activities: page.map(told), ...next };
  },
  getActivityTask,
};

function createActivity(api: StepFunctions, input: ApiMembers): ApiMembers {
  const name = textOf(input, "name");
  demandName(name);
  const arn = api.arn("activity", name);
  const activity = api.activities.get(arn) ?? { arn, name, createdAt: api.now() };
  if (!api.activities.has(arn)) {
    api.activities.set(arn, activity);
    const tags = new Map<string, string>();
    addTags(tags, input["tags"]);
    api.tags.set(arn, tags);
    api.aws.world.activities.create(arn);
  }
  return { activityArn: arn, creationDate: new Date(activity.createdAt) };
}

const LONG_POLL_SECONDS = 60;

/** Waits for a task, a minute at most; a worker that gets none is answered nothing. */
function getActivityTask(api: StepFunctions, input: ApiMembers): LaterAnswer {
  const arn = textOf(input, "activityArn");
  activityName(arn);
  const { activities, kernel } = api.aws.world;
  if (!activities.exists(arn)) throw noActivity(arn);
  const answer: LaterAnswer = new Later();
  const giveUp = activities.awaitTask(arn, optionalText(input, "workerName"), (task) => answer.settle(taskTold(task)));
  if (!answer.isSettled) kernel.serve(`GetActivityTask of ${arn}`, endPoll(api, answer, giveUp));
  return answer;
}

function* endPoll(api: StepFunctions, answer: LaterAnswer, giveUp: () => void): Step<void> {
  yield* sleepUntil(later(api.now(), LONG_POLL_SECONDS));
  giveUp();
  answer.settle({});
}

function taskTold({ token, input }: ActivityTask): ApiMembers {
  return { taskToken: token, input: JSON.stringify(input) };
}

function told({ arn, name, createdAt }: Activity): ApiMembers {
  return { activityArn: arn, name, creationDate: new Date(createdAt) };
}

function noActivity(arn: string): ApiException {
  return new ApiException("ActivityDoesNotExist", `Activity Does Not Exist: '${arn}'`);
}
