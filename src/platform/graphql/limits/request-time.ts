import { AppError } from "../../errors.js";

/** What may take long has this many times as long. */
const LONG = 20;

/** What a request is answered whose time is over. */
export interface Refusal {
  readonly error: AppError;
  /** Of HTTP. */
  readonly status: number;
}

/** How long a request may take: first as long as any, and longer once it is known to be of those that take long. */
export class RequestTime {
  #isOver = false;
  #timer: NodeJS.Timeout;
  #end: (refusal: Refusal) => void = () => {};
  /** Resolves once the time is over, to what the request is answered; never where `stop` is called before. */
  readonly over = new Promise<Refusal>((resolve) => (this.#end = resolve));

  constructor(private readonly seconds: number) {
    this.#timer = this.#start(seconds);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** For mutations, which go on whatever their caller is told, and for fields that take minutes. */
  extend(): void {
    if (this.#isOver) return;
    clearTimeout(this.#timer);
    this.#timer = this.#start(this.seconds * LONG);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Ends the time, also before it is over by itself. */
  end(refusal: Refusal): void {
    this.stop();
    this.#isOver = true;
    this.#end(refusal);
  }

  #start(seconds: number): NodeJS.Timeout {
    return setTimeout(() => this.end({ error: tooLong(), status: 503 }), seconds * 1_000).unref();
  }
}

/** What a request that takes too long is answered. */
function tooLong(): AppError {
  return new AppError(
    "TOO_COSTLY",
    "The request took too long. Ask for less: a shorter period, a smaller page. A mutation may have done its work: with the same id it can be sent again.",
  );
}
