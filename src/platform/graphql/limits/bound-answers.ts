import { defaultFieldResolver, GraphQLError, isNonNullType, isObjectType, type GraphQLSchema } from "graphql";
import { AppError } from "../../errors.js";
import type { RequestContext } from "../context.js";

/**
 * Lets each field count what it answers, and none begin once its request's time is over, or its answer has outgrown its bound: the refusal has
 * gone, and nobody would read theirs.
 */
export function boundAnswers(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields())) {
      const resolve = field.resolve ?? defaultFieldResolver;
      const unanswered = isNonNullType(field.type) ? breakOff : () => null;
      field.resolve = (source, args, context, info) => {
        const bounds = context as RequestContext;
        if (bounds.time.isOver) return unanswered();
        let answered: unknown;
        try {
          answered = resolve(source, args, context, info);
        } catch (error) {
          return failed(bounds, error, unanswered);
        }
        if (!(answered instanceof Promise)) return counted(bounds, answered);
        return answered.then(
          (value) => counted(bounds, value),
          (error: unknown) => failed(bounds, error, unanswered),
        );
      };
    }
  }
}

function counted({ answer }: RequestContext, answered: unknown): unknown {
  answer.add(answered);
  return answered;
}

function failed({ answer, time }: RequestContext, error: unknown, unanswered: () => null): null {
  answer.fail();
  if (time.isOver) return unanswered();
  throw error;
}

/** One for all: GraphQL takes an error that has a path as it is, and looks for no place in the document, which takes long in a long one. */
const OVER = new GraphQLError("The request is over.", {
  path: [],
  originalError: new AppError("TOO_COSTLY", "The request is over."),
});

function breakOff(): never {
  throw OVER;
}
