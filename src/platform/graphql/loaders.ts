import DataLoader from "dataloader";

const BATCH_SIZE_MAX = 500;

/** How to fetch many values at once. A module declares it as a value; each request makes its own loader from it. */
export interface LoaderDefinition<Key, Value> {
  readonly name: string;
  readonly batch: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>;
}

/** One request's loaders, made when first asked for. The context therefore names no module. */
export class Loaders {
  /** By definition. The definition's own types say what its loader takes and answers. */
  readonly #loaders = new Map<object, DataLoader<never, unknown>>();

  /** The value of `key`, or null where the batch found none. */
  load<Key extends string | number, Value>(
    definition: LoaderDefinition<Key, Value>,
    key: Key,
  ): Promise<Value | null> {
    const known = this.#loaders.get(definition) as DataLoader<Key, Value | null> | undefined;
    const loader = known ?? loaderOf(definition);
    if (!known) this.#loaders.set(definition, loader);
    return loader.load(key);
  }
}

function loaderOf<Key, Value>(definition: LoaderDefinition<Key, Value>): DataLoader<Key, Value | null> {
  const batch = async (keys: readonly Key[]) => {
    const values = await definition.batch(keys);
    return keys.map((key) => values.get(key) ?? null);
  };
  return new DataLoader(batch, { maxBatchSize: BATCH_SIZE_MAX, name: definition.name });
}
