/** Somebody who has signed in, as the registry knows them. */
export interface PersonRow {
  readonly id: string;
  /** The name they had when they first came; null where none is kept. */
  readonly name: string | null;
  /** When they first came. */
  readonly recordedAt: Date;
  /** When their sign-ins were last ended; null where they never were. */
  readonly signInsEndedAt: Date | null;
  /** The id of the key, or of the person, that ended them. */
  readonly signInsEndedBy: string | null;
}
