/** What a request that GraphQL itself, or its caller's key, refused says. */
export class RequestFailed extends Error {
  constructor(readonly messages: readonly string[]) {
    super(messages.join("\n"));
    this.name = "RequestFailed";
  }
}

/** The registry over HTTP, as a program of the platform would call it. */
export class Api {
  /** @param url `http://127.0.0.1:4000/graphql` */
  constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  /** Answers the data. Throws RequestFailed with the errors' messages, and TypeError where the registry cannot be reached. */
  async ask<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
    const response = await fetch(this.url, {
      method: "POST",
      headers: { authorization: `Bearer ${this.key}`, "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as {
      readonly data?: Data | null;
      readonly errors?: readonly { readonly message: string }[];
    };
    if (errors || data == null) throw new RequestFailed(errors?.map(({ message }) => message) ?? []);
    return data;
  }
}
