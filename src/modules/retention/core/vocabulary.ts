/** How data were destroyed, in the order in which the schema lists them; NIST SP 800-88 Rev. 1 knows the first four as clear, purge and destroy. */
export const DESTRUCTION_METHODS = [
  "DELETION",
  "OVERWRITING",
  "CRYPTOGRAPHIC_ERASURE",
  "PHYSICAL_DESTRUCTION",
  "ANONYMISATION",
] as const;
export type DestructionMethod = (typeof DESTRUCTION_METHODS)[number];
