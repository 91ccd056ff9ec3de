import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { createHmac } from "node:crypto";
import { pseudonymOf, type Pseudonym } from "../../../src/modules/subjects/core/pseudonym.js";
import { SetDigest } from "../../../src/modules/subjects/core/set-digest.js";

const key = Buffer.from("a key of these tests");
const anySet = fc.uniqueArray(
  fc.oneof(
    fc.constantFrom("0".repeat(32), "f".repeat(32), "0".repeat(31) + "1"),
    fc.nat().map((n) => pseudonymOf(key, String(n))),
  ),
  { minLength: 1, maxLength: 40 },
) as fc.Arbitrary<Pseudonym[]>;

/** As docs/adr/0015 states it, in plain large numbers. */
function stated(pseudonyms: readonly Pseudonym[]): Buffer {
  const numbers = pseudonyms.map((each) => BigInt(`0x${each}`));
  const sum = numbers.reduce((total, each) => BigInt.asUintN(128, total + each), 0n);
  const xor = numbers.reduce((total, each) => total ^ each, 0n);
  const hex = (value: bigint, digits: number) => value.toString(16).padStart(digits, "0");
  const state = hex(BigInt(numbers.length), 16) + hex(sum, 32) + hex(xor, 32);
  return createHmac("sha256", key).update(state, "hex").digest().subarray(0, 16);
}

describe("The digest of a set of users", () => {
  it("is the keyed hash of their count, their sum and their exclusive or", () => {
    fc.assert(fc.property(anySet, (set) => expect(SetDigest.of(set).under(key)).toEqual(stated(set))));
  });

  it("depends on who is in the set, never on the order, and on the key", () => {
    fc.assert(
      fc.property(anySet, (set) => {
        const digest = SetDigest.of(set).under(key);
        expect(SetDigest.of([...set].reverse()).under(key)).toEqual(digest);
        expect(SetDigest.of(set.slice(1)).under(key)).not.toEqual(digest);
        expect(SetDigest.of(set).under(Buffer.from("another key"))).not.toEqual(digest);
      }),
    );
  });

  it("loses no carry over millions of users, and can be asked between them", () => {
    const digest = new SetDigest();
    const words = new Uint32Array(4).fill(0xffffffff);
    const users = 2 ** 21 + 3;
    for (let added = 0; added < users; added += 1) {
      digest.add(words, 0);
      if (added === 5) digest.under(key);
    }
    const sum = BigInt.asUintN(128, BigInt(users) * (2n ** 128n - 1n));
    const state = users.toString(16).padStart(16, "0") + sum.toString(16).padStart(32, "0") + "f".repeat(32);
    expect(digest.under(key)).toEqual(
      createHmac("sha256", key).update(state, "hex").digest().subarray(0, 16),
    );
  });
});
