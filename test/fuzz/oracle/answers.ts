import type { MockHandler, Mocks } from "sfn-testkit";
import { after, callsBack, fails, failsBack, hangs, heartbeats, job } from "sfn-testkit";

/** A world in which each call is answered by chance: in time, late, never, or with an error. */
export function answersOf(seed: number): Mocks {
  const otherwise: MockHandler = (_input, { state, call }) => {
    const answers = state.startsWith("Token") ? CALLBACKS : state.startsWith("Job") ? JOBS : ANSWERS;
    return answers[hash(`${seed} ${state} ${call}`) % answers.length]?.();
  };
  return { otherwise };
}

type Answers = readonly (() => unknown)[];

const ANSWERS: Answers = [
  ...[0, 0, 1, 2, 3].map((late) => () => after(late, { items: [1], a: { b: late } })),
  ...[0, 0, 0, 1, 2].map((late) => () => after(late, fails("E", "why"))),
  ...[0, 1].map((late) => () => after(late, fails("F"))),
  () => fails("States.Permissions", "not allowed"),
  () => fails("G", "nobody names it"),
  () => fails("States.Runtime", "nothing takes it"),
  () => hangs(),
  () => after(30, { late: true }),
];

const CALLBACKS: Answers = [
  ...[0, 1, 5, 8, 20].map((late) => () => callsBack({ items: [2] }, { after: late })),
  ...[0, 3, 6].map((late) => () => failsBack("E", "back", { after: late })),
  () => failsBack(),
  ...[1, 2, 5].map((every) => () => heartbeats(every, callsBack({ alive: every }, { after: 6 }))),
  () => heartbeats(1, hangs()),
  () => after(1, callsBack({ sent: "late" }, { after: 6 })),
  () => fails("E", "never sent"),
  () => hangs(),
];

const JOBS: Answers = [
  ...[0, 2, 3].map((duration) => () => job({ duration })),
  ...[0, 2].map((duration) => () => job({ duration, error: "out of memory" })),
  () => job({ duration: 1, error: fails("F", "gone") }),
  () => job({ duration: 90 }),
  () => fails("E", "no such job"),
];

/** FNV-1a, mixed once more. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return (value ^ (value >>> 15)) >>> 0;
}
