/** The verifier was called in a way it does not understand. */
export class CalledWrongly extends Error {
  override readonly name = "CalledWrongly";
}

/** Nothing can be said, because something could not be read or reached. */
export class CannotRead extends Error {
  override readonly name = "CannotRead";
}
