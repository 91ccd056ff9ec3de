/** The Ed25519 cosignatures of C2SP tlog-cosignature: what a witness signs, and how its time travels with the signature. */

const TIME_BYTES = 8;

/** What is signed: the time, in seconds since 1970, and the checkpoint's text with its last line end. */
export function cosignedMessage(checkpointText: string, time: number): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${time}\n${checkpointText}`);
}

/** The signature as it stands in a note. */
export function joinTimestamp(time: number, signature: Uint8Array): Buffer {
  const timestamp = Buffer.alloc(TIME_BYTES);
  timestamp.writeBigUInt64BE(BigInt(time));
  return Buffer.concat([timestamp, signature]);
}

/**
 * The time, in seconds since 1970, and the signature proper. The time is null where there is none that can be meant; a witness
 * that vouches for a checkpoint never leaves it at 0.
 */
export function splitTimestamp(signature: Uint8Array): {
  readonly time: number | null;
  readonly signature: Buffer;
} {
  const bytes = Buffer.from(signature);
  const time = bytes.length > TIME_BYTES ? Number(bytes.readBigUInt64BE()) : 0;
  return {
    time: Number.isSafeInteger(time) && time > 0 ? time : null,
    signature: bytes.subarray(TIME_BYTES),
  };
}
