/** How PostgreSQL's binary COPY writes the values of one type (PostgreSQL manual, COPY, "Binary Format"; each type's send function). */
export interface CopyType<Value> {
  /** Bytes the value takes, its length prefix apart. */
  readonly size: (value: Value) => number;
  readonly write: (buffer: Buffer, offset: number, value: Value) => void;
  /** `length` bytes from `offset` on, of a buffer that holds more: what is kept of it is copied. */
  readonly read: (bytes: Buffer, offset: number, length: number) => Value;
}

/** A type of whatever values. */
export interface AnyCopyType {
  readonly size: (value: never) => number;
  readonly write: (buffer: Buffer, offset: number, value: never) => void;
  readonly read: (bytes: Buffer, offset: number, length: number) => unknown;
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
  (bytes, offset) => bytes.readInt16BE(offset),
);

export const int4: CopyType<number> = fixed(
  4,
  (buffer, offset, value) => void buffer.writeInt32BE(value, offset),
  (bytes, offset) => bytes.readInt32BE(offset),
);

/** Whole numbers that JavaScript holds exactly. */
export const int8: CopyType<number> = fixed(
  8,
  (buffer, offset, value) => void buffer.writeBigInt64BE(BigInt(value), offset),
  // Without a BigInt, which would be an object for each row.
  (bytes, offset) => bytes.readInt32BE(offset) * 2 ** 32 + bytes.readUInt32BE(offset + 4),
);

const HEX_DIGITS = Buffer.from("0123456789abcdef", "latin1");
const HYPHEN = 0x2d;
const UUID_BYTES = 16;
const uuidText = Buffer.alloc(36, HYPHEN);

/** By digits put into one buffer: strings that are cut and joined keep each other in memory. */
function uuidAt(bytes: Buffer, offset: number): string {
  let at = 0;
  for (let place = 0; place < UUID_BYTES; place += 1) {
    if (place === 4 || place === 6 || place === 8 || place === 10) at += 1;
    const byte = bytes[offset + place]!;
    uuidText[at] = HEX_DIGITS[byte >> 4]!;
    uuidText[at + 1] = HEX_DIGITS[byte & 0xf]!;
    at += 2;
  }
  return uuidText.toString("latin1");
}

/** `00000000-0000-7000-8000-000000000000`, in lower case. */
export const uuid: CopyType<string> = fixed(
  16,
  (buffer, offset, value) => void buffer.write(value.replaceAll("-", ""), offset, 16, "hex"),
  uuidAt,
);

export const timestamptz: CopyType<Date> = fixed(
  8,
  (buffer, offset, value) =>
    void buffer.writeBigInt64BE((BigInt(value.getTime()) - EPOCH_MS) * MICROSECONDS, offset),
  (bytes, offset) => new Date(Number(bytes.readBigInt64BE(offset) / MICROSECONDS + EPOCH_MS)),
);

export const text: CopyType<string> = {
  size: (value) => Buffer.byteLength(value, "utf8"),
  write: (buffer, offset, value) => void buffer.write(value, offset, "utf8"),
  read: (bytes, offset, length) => bytes.toString("utf8", offset, offset + length),
};

/** Out of Node's pool where it is short: memory of its own would cost each value more than most of them hold. */
function copied(bytes: Buffer, offset: number, length: number): Uint8Array {
  const copy = Buffer.allocUnsafe(length);
  bytes.copy(copy, 0, offset, offset + length);
  return copy;
}

export const bytea: CopyType<Uint8Array> = {
  size: (value) => value.byteLength,
  write: (buffer, offset, value) => buffer.set(value, offset),
  read: copied,
};

/** `bit(n)` for an n that is a multiple of 8: bit 0 is the highest of the first byte. */
export const bit: CopyType<Uint8Array> = {
  size: (value) => 4 + value.byteLength,
  write: (buffer, offset, value) => {
    buffer.writeInt32BE(value.byteLength * 8, offset);
    buffer.set(value, offset + 4);
  },
  read: (bytes, offset, length) => copied(bytes, offset + 4, length - 4),
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
  read: (bytes, offset, length) => {
    const elements = new Uint16Array(Math.max(0, (length - ARRAY_HEAD_BYTES) / INT2_ELEMENT_BYTES));
    let at = offset + ARRAY_HEAD_BYTES + 4;
    for (let place = 0; place < elements.length; place += 1, at += INT2_ELEMENT_BYTES)
      elements[place] = (bytes[at]! << 8) | bytes[at + 1]!;
    return elements;
  },
};
