import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  checkpointText,
  openCheckpoint,
  parseCheckpointText,
} from "../../../src/modules/ledger/core/checkpoint.js";
import { EMPTY_ROOT } from "../../../src/modules/ledger/core/merkle-tree.js";
import {
  newSignerKey,
  parseCosignerKey,
  parseSignerKey,
  parseVerifierKey,
} from "../../../src/modules/ledger/core/note-keys.js";
import {
  openNote,
  parseNote,
  parseSignatureLines,
  signNote,
  withSignatures,
} from "../../../src/modules/ledger/core/signed-note.js";

const log = parseSignerKey(newSignerKey("log.example/one"));
const logKey = parseVerifierKey(log.verifierKey);
const witness = parseCosignerKey(newSignerKey("witness.example", "witness"));
const witnessKey = parseVerifierKey(witness.verifierKey);
const stranger = parseSignerKey(newSignerKey("stranger.example"));

const TEXT = checkpointText({ origin: "log.example/one", size: 7, root: EMPTY_ROOT });
const note = signNote(TEXT, [log]);
const cosigned = (time = 1_679_315_147) => {
  const { name, keyId } = witness;
  return withSignatures(note, [{ name, keyId, signature: witness.cosign(TEXT, time) }]);
};

describe("a signed note", () => {
  it("is read as another implementation wrote it", () => {
    const key = parseVerifierKey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
    const example =
      "This is an example message.\n\n" +
      "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    expect(openNote(example, [key]).text).toBe("This is an example message.\n");
    expect(() => openNote(example.replace("example m", "example M"), [key])).toThrow(
      "the signature by example.com/foo is wrong",
    );
  });

  it("is believed where a known key signed it, whoever else did", () => {
    const both = signNote(TEXT, [stranger, log]);
    expect(openNote(both, [logKey]).signedBy).toEqual([logKey]);
    expect(openNote(Buffer.from(both), [logKey]).text).toBe(TEXT);
  });

  it("is refused where no known key signed it, even one of the same name", () => {
    expect(() => openNote(signNote(TEXT, [stranger]), [logKey])).toThrow("not signed by log.example/one");
    const namesake = parseSignerKey(newSignerKey("log.example/one"));
    expect(() => openNote(signNote(TEXT, [namesake]), [logKey])).toThrow("not signed by log.example/one");
  });

  it("is refused where a known key's signature is wrong, though another known key's is right", () => {
    const forged = withSignatures(signNote(TEXT, [stranger]), [
      { name: log.name, keyId: log.keyId, signature: Buffer.alloc(64) },
    ]);
    const keys = [parseVerifierKey(stranger.verifierKey), logKey];
    expect(() => openNote(forged, keys)).toThrow("the signature by log.example/one is wrong");
    const short = withSignatures(note, [{ name: log.name, keyId: log.keyId, signature: Buffer.alloc(1) }]);
    expect(() => openNote(short, [logKey])).toThrow("the signature by log.example/one is wrong");
  });

  it("is refused with any bit of its text or of the signature turned over", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(7), (at, bit) => {
        const bytes = Buffer.from(note);
        bytes[at % bytes.length]! ^= 1 << bit;
        expect(() => openNote(bytes, [logKey])).toThrow();
      }),
    );
  });

  it("takes 64 signatures, and refuses more", () => {
    const foreign = { name: stranger.name, keyId: stranger.keyId, signature: Buffer.alloc(64) };
    const many = (count: number) =>
      withSignatures(note, Array(count - 1).fill(foreign) as (typeof foreign)[]);
    expect(openNote(many(64), [logKey]).signatures).toHaveLength(64);
    expect(() => openNote(many(65), [logKey])).toThrow("the note has 65 signatures, more than 64");
  });

  it.each([
    ["Windows line ends", note.replaceAll("\n", "\r\n"), "Windows line ends"],
    ["nothing", "", "no empty line"],
    ["no signature", `${TEXT}\n`, "has no signature"],
    ["a cut off last line", note.slice(0, -1), "cut off in its last line"],
    ["a hyphen for the dash", note.replace("—", "-"), "signature line 1 is malformed"],
    ["two blanks", note.replace("— ", "—  "), "signature line 1 is malformed"],
    ["something behind a signature", note.replace(/\n$/, " x\n"), "signature line 1 is malformed"],
    ["a plus in a name", note.replace("— log", "— l+g"), "signature line 1 is malformed"],
    ["unpadded Base64", note.replace(/=\n$/, "\n"), "signature line 1 is malformed"],
    ["no bytes but the key's id", `${TEXT}\n— log.example/one AAAAAA==\n`, "signature line 1 is malformed"],
    ["a tab", note.replace("log", "l\tg"), "a control character"],
    ["a NUL", note.replace("log", "l\0g"), "a control character"],
    ["more than half a megabyte", `${"x".repeat(600_000)}\n`, "more than 524288"],
  ])("is refused with %s", (_, malformed, message) => {
    expect(() => parseNote(malformed)).toThrow(message);
  });

  it("ends its text at its last empty line", () => {
    const text = `${TEXT}\nmore\n`;
    expect(openNote(signNote(text, [log]), [logKey]).text).toBe(text);
  });

  it("is refused where it is not in UTF-8", () => {
    const bytes = Buffer.from(note);
    bytes[0] = 0xff;
    expect(() => parseNote(bytes)).toThrow("not in UTF-8");
  });

  it("gives the signature lines that a witness answers, and refuses anything else there", () => {
    const lines = cosigned().slice(note.length);
    expect(parseSignatureLines(lines)).toHaveLength(1);
    expect(() => parseSignatureLines("")).toThrow("has no signature");
    expect(() => parseSignatureLines(`${lines}\n${lines}`)).toThrow("malformed");
    expect(() => parseSignatureLines("Hello\n")).toThrow("malformed");
  });
});

describe("a key", () => {
  it("signs as it did before, read again from its text", () => {
    const text = newSignerKey("log.example");
    const [one, other] = [parseSignerKey(text), parseSignerKey(text)];
    expect(one.verifierKey).toBe(other.verifierKey);
    expect(one.sign(TEXT)).toEqual(other.sign(TEXT));
    expect(parseVerifierKey(one.verifierKey).text).toBe(one.verifierKey);
  });

  it("is refused where its id is not its own, or it is of another form or type", () => {
    const id = log.verifierKey.slice(log.name.length + 1, log.name.length + 9);
    const other = log.verifierKey.replace(id, id === "00000000" ? "00000001" : "00000000");
    for (const text of [other, log.verifierKey.replace("one", "two")]) {
      expect(() => parseVerifierKey(text)).toThrow("does not have the id it states");
    }
    for (const text of ["", "log", "log+00000000", "log+0000000+AA==", "log +00000000+AA=="]) {
      expect(() => parseVerifierKey(text)).toThrow("is not of the form");
    }
    expect(() => parseVerifierKey("log+00000000+AA==")).toThrow("no key for Ed25519");
    expect(() => parseVerifierKey(`log+00000000+${Buffer.alloc(33, 2).toString("base64")}`)).toThrow(
      "no key for",
    );
  });

  it("to sign with is refused without a part of it in the message", () => {
    const text = newSignerKey("log.example");
    const seed = text.slice(-20, -8);
    const wrong = [
      "",
      text.slice(1),
      text.slice(0, -4),
      text.replace("log.", "dog."),
      newSignerKey("w", "witness"),
    ];
    for (const each of wrong) {
      expect(() => parseSignerKey(each)).toThrow(/signing key/);
      try {
        parseSignerKey(each);
      } catch (error) {
        expect((error as Error).message).not.toContain(seed);
      }
    }
    expect(() => parseCosignerKey(text)).toThrow("is of type 1, not 4");
  });
});

describe("a checkpoint", () => {
  it("is read by whoever has the log's key", () => {
    const expected = { origin: "log.example/one", size: 7, root: EMPTY_ROOT };
    expect(openCheckpoint(note, { log: logKey, witnesses: [] })).toEqual(expected);
  });

  it("must have been cosigned by the witness that is asked for", () => {
    const trust = { log: logKey, witnesses: [witnessKey] };
    expect(openCheckpoint(cosigned(), trust).size).toBe(7);
    expect(() => openCheckpoint(note, trust)).toThrow("not signed by witness.example");
    const alone = cosigned().replace(note.slice(TEXT.length + 1), "");
    expect(() => openCheckpoint(alone, trust)).toThrow("not signed by log.example/one");
  });

  it("is refused where a cosignature is of another time, or of another text", () => {
    const { name, keyId } = witness;
    const signature = witness.cosign(TEXT, 5);
    signature[7] = 6;
    const other = witness.cosign(TEXT.replace("7", "8"), 5);
    for (const wrong of [signature, other, other.subarray(0, 8), Buffer.alloc(3)]) {
      const refused = withSignatures(note, [{ name, keyId, signature: wrong }]);
      expect(() => openCheckpoint(refused, { log: logKey, witnesses: [witnessKey] })).toThrow(
        "the signature by witness.example is wrong",
      );
    }
  });

  it("is refused as another log's where its origin is not the key's name", () => {
    const text = TEXT.replace("one", "two");
    expect(() => openCheckpoint(signNote(text, [log]), { log: logKey, witnesses: [] })).toThrow(
      "of the log log.example/two, not of log.example/one",
    );
  });

  it("may have lines of others behind its own", () => {
    expect(parseCheckpointText(`${TEXT}something\n`).size).toBe(7);
  });

  it.each([
    ["no origin", TEXT.replace("log.example/one", ""), "no origin"],
    ["a leading zero", TEXT.replace("7", "07"), "no size"],
    ["a negative size", TEXT.replace("7", "-7"), "no size"],
    ["a size beyond 2^53", TEXT.replace("7", "9007199254740992"), "no size"],
    [
      "leaves under the root of a tree of none",
      TEXT.replace("7", "0").replace(/.{44}\n$/, `${"A".repeat(43)}=\n`),
      "not that of an empty tree",
    ],
    ["a short root", TEXT.replace(/\n.{44}\n$/, "\nAAAA\n"), "no root hash"],
    ["two lines", "log.example/one\n7\n", "no root hash"],
    ["an empty extension line", `${TEXT}\nmore\n`, "empty extension line"],
  ])("is refused with %s", (_, text, message) => {
    expect(() => parseCheckpointText(text)).toThrow(message);
  });
});
