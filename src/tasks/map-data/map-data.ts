import type { Json } from "../../base/json.ts";
import { StatesFailure } from "../../base/states-failure.ts";
import type { MapDataPort, ReadItems, ReadRequest, TaskLine, WriteRequest } from "../../interpreter/ports.ts";
import type { Step } from "../../kernel/effect.ts";
import type { MockedTasks } from "../perform.ts";
import { readDataset } from "./item-reader.ts";
import { shapedResults, writeFiles } from "./result-writer.ts";
import { S3Access } from "./s3-access.ts";

/** What distributed Maps read and write in a world of mocks. */
export class MapData implements MapDataPort {
  readonly #tasks: MockedTasks;

  constructor(tasks: MockedTasks) {
    this.#tasks = tasks;
  }

  *readItems(request: ReadRequest, line: TaskLine): Step<ReadItems | StatesFailure> {
    return yield* orFailure(readDataset(request, new S3Access(this.#tasks, request.state, "ItemReader", line)));
  }

  *writeResults(request: WriteRequest, line: TaskLine): Step<Json | StatesFailure> {
    if (request.resource === undefined) return shapedResults(request);
    return yield* orFailure(writeFiles(request, new S3Access(this.#tasks, request.state, "ResultWriter", line)));
  }
}

/** A failure of the machine as an answer. */
function* orFailure<T>(step: Step<T>): Step<T | StatesFailure> {
  try {
    return yield* step;
  } catch (thrown) {
    if (thrown instanceof StatesFailure) return thrown;
    throw thrown;
  }
}
