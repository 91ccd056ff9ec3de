import {
  defaultFieldResolver,
  getNamedType,
  isCompositeType,
  isObjectType,
  type GraphQLSchema,
} from "graphql";
import { AppError } from "../../errors.js";
import type { RequestContext } from "../context.js";

/** What may take long has this many times as long. */
const LONG = 20;

/** How long a request may take: first as long as any, and longer once it is known to be of those that take long. */
export class RequestTime {
  #isOver = false;
  #timer: NodeJS.Timeout;
  #end: () => void = () => {};
  /** Resolves once the time is over; never where `stop` is called before. */
  readonly over = new Promise<void>((resolve) => (this.#end = resolve));

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

  #start(seconds: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.#isOver = true;
      this.#end();
    }, seconds * 1_000).unref();
  }
}

/** What a request whose time is over is answered, and each of its fields that had not begun. */
export function tooLong(): AppError {
  return new AppError(
    "TOO_COSTLY",
    "The request took too long. Ask for less: a shorter period, a smaller page. A mutation may have done its work: with the same id it can be sent again.",
  );
}

/** Lets no field begin that would ask for more once its request's time is over: the answer has gone, and nobody would read theirs. */
export function stopLateFields(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields())) {
      if (!isCompositeType(getNamedType(field.type))) continue;
      const resolve = field.resolve ?? defaultFieldResolver;
      field.resolve = (source, args, context, info) => {
        if ((context as RequestContext).time.isOver) throw tooLong();
        return resolve(source, args, context, info);
      };
    }
  }
}
