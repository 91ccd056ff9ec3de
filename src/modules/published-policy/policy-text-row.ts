/** Which text: of which version, in which language. */
export interface PolicyTextName {
  readonly number: number;
  readonly language: string;
}

/** A published text without its words, which may be many. */
export interface PolicyTextRow extends PolicyTextName {
  readonly sha256: string;
  readonly revision: number;
  readonly publishedAt: Date;
  readonly publishedBy: string;
}
