/** What the operator sets of how much callers may ask for. `docs/limits.md` tells what each is for. */
export interface LimitsSettings {
  /** What one GraphQL operation may cost at most. */
  readonly costMax: number;
  /** Seconds that a request to GraphQL may take; mutations, and what is known to take minutes, have twenty times as long. */
  readonly requestSecondsMax: number;
  /** What the operations of one key may cost in a minute, in each process. */
  readonly keyCostPerMinute: number;
  /** The same of one address, for what is sent without a good key. */
  readonly addressCostPerMinute: number;
  /** Requests of one key that may be under way, in each process. */
  readonly keyRequestsAtOnce: number;
  /** Lists sent in and exports sent out that may be under way for one key, in each process. */
  readonly keyTransfersAtOnce: number;
  /** Whether GraphQL tells its schema, and suggests names of it where one is misspelt. */
  readonly introspection: boolean;
  /** Whether a browser that opens `/graphql` is shown the playground. */
  readonly playground: boolean;
}

export const DEFAULT_LIMITS: LimitsSettings = {
  costMax: 100_000,
  requestSecondsMax: 30,
  keyCostPerMinute: 12_000_000,
  addressCostPerMinute: 1_000_000,
  keyRequestsAtOnce: 256,
  keyTransfersAtOnce: 8,
  introspection: true,
  playground: true,
};

/**
 * Reads the limits' part of the settings.
 *
 * @param text answers a variable's value without blanks around it; null where it is unset
 * @param problems gets a sentence for each value that cannot be right
 */
export function readLimitsSettings(
  text: (name: string) => string | null,
  problems: string[],
): LimitsSettings {
  const count = (name: string, standard: number) => wholeNumber(name, text(name), standard, problems);
  const onOrOff = (name: string) => isOn(name, text(name), problems);
  return {
    costMax: count("COST_MAX", DEFAULT_LIMITS.costMax),
    requestSecondsMax: count("REQUEST_SECONDS_MAX", DEFAULT_LIMITS.requestSecondsMax),
    keyCostPerMinute: count("KEY_COST_PER_MINUTE", DEFAULT_LIMITS.keyCostPerMinute),
    addressCostPerMinute: count("ADDRESS_COST_PER_MINUTE", DEFAULT_LIMITS.addressCostPerMinute),
    keyRequestsAtOnce: count("KEY_REQUESTS_AT_ONCE", DEFAULT_LIMITS.keyRequestsAtOnce),
    keyTransfersAtOnce: count("KEY_TRANSFERS_AT_ONCE", DEFAULT_LIMITS.keyTransfersAtOnce),
    introspection: onOrOff("INTROSPECTION"),
    playground: onOrOff("PLAYGROUND"),
  };
}

function wholeNumber(name: string, value: string | null, standard: number, problems: string[]): number {
  const number = value === null ? standard : Number(value);
  if (!Number.isSafeInteger(number) || number < 1)
    problems.push(`${name} must be a whole number, 1 or more.`);
  return number;
}

function isOn(name: string, value: string | null, problems: string[]): boolean {
  if (value !== null && value !== "on" && value !== "off") problems.push(`${name} must be on or off.`);
  return value !== "off";
}
