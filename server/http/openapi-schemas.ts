import { z } from 'zod';
import * as account from '../../contract/account.ts';
import * as comment from '../../contract/comment.ts';
import * as moderation from '../../contract/moderation.ts';
import * as reviewers from '../../contract/reviewers.ts';
import * as site from '../../contract/site.ts';

/** A piece of an OpenAPI document. */
export type Json = { [key: string]: unknown };
type Direction = 'input' | 'output';

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The contract's exported schemas by the name of their constant: the name of a body or an answer without an id of its own. */
const EXPORTED: ReadonlyMap<unknown, string> = new Map(
  [account, comment, moderation, reviewers, site].flatMap((module) =>
    Object.entries(module).map(([name, value]) => [value, name] as const),
  ),
);

/** Collects what rows refer to as named schemas, each once. */
export interface NamedSchemas {
  /** A reference to the schema of a body. */
  body(schema: z.ZodType): Json;
  /** A reference to the schema of an answer. */
  answer(schema: z.ZodType): Json;
  /** A parameter's schema, in place. */
  inline(schema: z.ZodType): Json;
  /** `components.schemas`. */
  all(): Json;
}

/**
 * Named schemas of the document, of all answers at first. What stands in answers may also be sent: defaults are
 * optional only then, so the schema of a body has `Input` behind a name that an answer has.
 */
export function createNamedSchemas(answers: readonly z.ZodType[]): NamedSchemas {
  const schemas: Json = {};
  const ofAnswers = new Set<string>();
  const bodyName = (name: string): string => (ofAnswers.has(name) ? `${name}Input` : name);

  /** Converts a schema; the named ones inside it become components. */
  function convert(schema: z.ZodType, direction: Direction): Json {
    const nameOf = direction === 'input' ? bodyName : (name: string) => name;
    const { $schema: _, $defs, ...whole } = z.toJSONSchema(schema, { io: direction, unrepresentable: 'any', reused: 'inline' });
    for (const [name, definition] of Object.entries($defs ?? {})) schemas[nameOf(name)] = rewritten(definition, direction, nameOf);
    const json = rewritten(whole, direction, nameOf);
    const name = schema.meta()?.id ?? EXPORTED.get(schema);
    if (typeof name !== 'string' || !isObject(json)) return isObject(json) ? json : {};
    const reference = referTo(nameOf(name));
    // Zod gives a named schema that refers to itself as a reference into its own definitions, which are added already.
    if (json.$ref !== reference.$ref) schemas[nameOf(name)] = json;
    return reference;
  }

  for (const schema of answers) convert(schema, 'output');
  for (const name of Object.keys(schemas)) ofAnswers.add(name);

  return {
    body: (schema) => convert(schema, 'input'),
    answer: (schema) => convert(schema, 'output'),
    inline(schema) {
      const json = rewritten(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }), 'input', bodyName);
      return isObject(json) ? json : {};
    },
    all: () => Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

const referTo = (name: string): { $ref: string } => ({ $ref: `#/components/schemas/${name}` });

/** Leads references to the document's components; answers stay open to members that later versions add. */
function rewritten(value: unknown, direction: Direction, nameOf: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => rewritten(item, direction, nameOf));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    if (key === '$ref' && typeof inner === 'string') return Object.entries(referTo(nameOf(inner.replace('#/$defs/', ''))));
    // Zod writes the id of a named schema into it, which is no keyword of JSON Schema's newer drafts.
    if (key === 'id' && typeof inner === 'string') return [];
    if (key === 'additionalProperties' && inner === false && direction === 'output') return [];
    return [[key, rewritten(inner, direction, nameOf)]];
  });
  return Object.fromEntries(entries);
}
