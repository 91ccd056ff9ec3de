import DataLoader from "dataloader";

const BATCH_SIZE_MAX = 500;

/** How to fetch many values at once. A module declares it as a value; each request makes its own loader from it. */
export interface LoaderDefinition<Key, Value> {
  readonly name: string;
  readonly batch: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>;
}

/** One request's loaders, made when first asked for. The context therefore names no module. */
export class Loaders {
  readonly #loaders = new Map<LoaderDefinition<never, unknown>, DataLoader<unknown, unknown>>();

  /** The value of `key`, or null where the batch found none. */
  load<Key extends string | number, Value>(definition: LoaderDefinition<Key, Value>, key: Key): Promise<Value | null> {
    const known = this.#loaders.get(definition as unknown as LoaderDefinition<never, unknown>);
    if (known) return known.load(key) as Promise<Value | null>;
    const loader = new DataLoader<Key, Value | null>(
      async (keys) => {
        const values = await definition.batch(keys);
        return keys.map((each) => values.get(each) ?? null);
      },
      { maxBatchSize: BATCH_SIZE_MAX, name: definition.name },
    );
    this.#loaders.set(
      definition as unknown as LoaderDefinition<never, unknown>,
      loader as unknown as DataLoader<unknown, unknown>,
    );
    return loader.load(key);
  }
}
