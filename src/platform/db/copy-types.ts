/** How PostgreSQL's binary COPY writes the values of one type (PostgreSQL manual, COPY, "Binary Format"; each type's send function). */
export interface CopyType<Value> {
  /** Bytes the value takes, its length prefix apart. */
  readonly size: (value: Value) => number;
  readonly write: (buffer: Buffer, offset: number, value: Value) => void;
  /** `bytes` is a view of a larger buffer: what is kept of it is copied. */
  readonly read: (bytes: Buffer) => Value;
}

/** A type of whatever values. */
export interface AnyCopyType {
  readonly size: (value: never) => number;
  readonly write: (buffer: Buffer, offset: number, value: never) => void;
  readonly read: (bytes: Buffer) => unknown;
}

const fixed = <Value>(
  bytes: number,
  write: CopyType<Value>["write"],
  read: CopyType<Value>["read"],
): CopyType<Value> => ({ size: () => bytes, write, read });

const INT2_OID = 21;
/** Dimensions, flags, element type, length, lower bound: 4 bytes each. */
const ARRAY_HEAD_BYTES = 20;
/** Of an empty array only the first three are sent. */
const EMPTY_ARRAY_BYTES = 12;
const INT2_ELEMENT_BYTES = 6;
const MICROSECONDS = 1_000n;
/** 2000-01-01T00:00:00Z, from which PostgreSQL counts. */
const EPOCH_MS = 946_684_800_000n;

export const int2: CopyType<number> = fixed(
  2,
  (buffer, offset, value) => void buffer.writeInt16BE(value, offset),
  (bytes) => bytes.readInt16BE(0),
);

export const int4: CopyType<number> = fixed(
  4,
  (buffer, offset, value) => void buffer.writeInt32BE(value, offset),
  (bytes) => bytes.readInt32BE(0),
);

/** Whole numbers that JavaScript holds exactly. */
export const int8: CopyType<number> = fixed(
  8,
  (buffer, offset, value) => void buffer.writeBigInt64BE(BigInt(value), offset),
  (bytes) => Number(bytes.readBigInt64BE(0)),
);

/** `00000000-0000-7000-8000-000000000000`, in lower case. */
export const uuid: CopyType<string> = fixed(
  16,
  (buffer, offset, value) => void buffer.write(value.replaceAll("-", ""), offset, 16, "hex"),
  (bytes) => bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
);

export const timestamptz: CopyType<Date> = fixed(
  8,
  (buffer, offset, value) =>
    void buffer.writeBigInt64BE((BigInt(value.getTime()) - EPOCH_MS) * MICROSECONDS, offset),
  (bytes) => new Date(Number(bytes.readBigInt64BE(0) / MICROSECONDS + EPOCH_MS)),
);

export const text: CopyType<string> = {
  size: (value) => Buffer.byteLength(value, "utf8"),
  write: (buffer, offset, value) => void buffer.write(value, offset, "utf8"),
  read: (bytes) => bytes.toString("utf8"),
};

export const bytea: CopyType<Uint8Array> = {
  size: (value) => value.byteLength,
  write: (buffer, offset, value) => buffer.set(value, offset),
  read: (bytes) => new Uint8Array(bytes),
};

/** `bit(n)` for an n that is a multiple of 8: bit 0 is the highest of the first byte. */
export const bit: CopyType<Uint8Array> = {
  size: (value) => 4 + value.byteLength,
  write: (buffer, offset, value) => {
    buffer.writeInt32BE(value.byteLength * 8, offset);
    buffer.set(value, offset + 4);
  },
  read: (bytes) => new Uint8Array(bytes.subarray(4)),
};

/** `smallint[]` of one dimension, without nulls, its elements from 0 to 32,767. */
export const int2Array: CopyType<Uint16Array> = {
  size: (value) =>
    value.length === 0 ? EMPTY_ARRAY_BYTES : ARRAY_HEAD_BYTES + INT2_ELEMENT_BYTES * value.length,
  write: (buffer, offset, value) => {
    const head = value.length === 0 ? [0, 0, INT2_OID] : [1, 0, INT2_OID, value.length, 1];
    let at = offset;
    for (const part of head) at = buffer.writeInt32BE(part, at);
    for (const element of value) at = buffer.writeInt16BE(element, buffer.writeInt32BE(2, at));
  },
  read: (bytes) => {
    const length = Math.max(0, (bytes.length - ARRAY_HEAD_BYTES) / INT2_ELEMENT_BYTES);
    return Uint16Array.from({ length }, (_, index) =>
      bytes.readInt16BE(ARRAY_HEAD_BYTES + INT2_ELEMENT_BYTES * index + 4),
    );
  },
};
