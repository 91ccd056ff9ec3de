import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { createHmac, randomBytes } from "node:crypto";
import { KeyedHash } from "../../../src/modules/subjects/core/keyed-hash.js";
import { pseudonymOf } from "../../../src/modules/subjects/core/pseudonym.js";

/** Of the bytes between `margin` others on both sides, written behind a word that must stay. */
function hashOf(hash: KeyedHash, message: Buffer, margin = 0): string {
  const bytes = Buffer.concat([randomBytes(margin), message, randomBytes(margin)]);
  const words = new Uint32Array(5).fill(7);
  hash.write(bytes, margin, margin + message.length, words, 1);
  expect(words[0]).toBe(7);
  return [...words.subarray(1)].map((word) => word.toString(16).padStart(8, "0")).join("");
}

const ofNode = (key: Buffer, message: Buffer) =>
  createHmac("sha256", key).update(message).digest("hex").slice(0, 32);

describe("The keyed hash of many references", () => {
  it("is HMAC-SHA-256 as Node computes it, for a message of any length up to five blocks", () => {
    const key = randomBytes(32);
    const hash = new KeyedHash(key);
    for (let length = 0; length <= 320; length += 1) {
      const message = randomBytes(length);
      expect([length, hashOf(hash, message)]).toEqual([length, ofNode(key, message)]);
    }
  });

  it("is that under any key, for any bytes, wherever they stand", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 64 }),
        fc.uint8Array({ maxLength: 1_100 }),
        fc.nat(9),
        (key, message, margin) => {
          const bytes = Buffer.from(message);
          expect(hashOf(new KeyedHash(key), bytes, margin)).toBe(ofNode(Buffer.from(key), bytes));
        },
      ),
    );
  });

  // RFC 4231, test case 2.
  it("agrees with the published example", () => {
    const hash = new KeyedHash(Buffer.from("Jefe"));
    expect(hashOf(hash, Buffer.from("what do ya want for nothing?"))).toBe(
      "5bdcc146bf60754e6a042426089575c7",
    );
  });

  it("gives a reference the pseudonym it has when it is recorded singly", () => {
    const key = randomBytes(32);
    expect(hashOf(new KeyedHash(key), Buffer.from("Zo\u00eb"))).toBe(pseudonymOf(key, "Zo\u00eb"));
  });
});
