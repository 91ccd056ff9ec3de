import type { SubjectNumber } from "../src/modules/subjects/index.js";

/** The generator mulberry32, made by Tommy Ettinger: whole numbers below 2^32, the same for the same seed on every machine. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** `count` different numbers of a population, 1 to `population`, any of them as likely as another, in ascending order. */
export function randomSet(count: number, population: number, next: () => number): SubjectNumber[] {
  if (count > population) throw new Error(`A population of ${population} has no ${count} different users.`);
  if (count < population / 1_000) return [...fewNumbers(count, population, next)].sort((a, b) => a - b);
  const taken = new Uint8Array(population);
  for (let missing = count; missing > 0;) {
    const index = next() % population;
    if (taken[index] === 1) continue;
    taken[index] = 1;
    missing -= 1;
  }
  const numbers: SubjectNumber[] = [];
  taken.forEach((isTaken, index) => {
    if (isTaken === 1) numbers.push((index + 1) as SubjectNumber);
  });
  return numbers;
}

function fewNumbers(count: number, population: number, next: () => number): Set<SubjectNumber> {
  const numbers = new Set<SubjectNumber>();
  while (numbers.size < count) numbers.add(((next() % population) + 1) as SubjectNumber);
  return numbers;
}
