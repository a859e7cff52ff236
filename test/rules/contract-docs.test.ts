import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { ROOT } from '../support/import-graph.ts';

/** Fields whose names say all: a boolean or a text that needs no unit and is never null. */
const PLAIN: ReadonlySet<string> = new Set(['password', 'type', 'title', 'status', 'detail', 'code', 'requestId', 'path', 'message']);
type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every field below a JSON schema that has no description and refers to no named schema. */
function undescribed(schema: unknown, place: string): string[] {
  if (Array.isArray(schema)) return schema.flatMap((one) => undescribed(one, place));
  if (!isObject(schema)) return [];
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  const own = properties
    .filter(([name, field]) => isObject(field) && field.description === undefined && field.$ref === undefined && !PLAIN.has(name))
    .map(([name]) => `${place} ${name}`);
  return [...own, ...Object.values(schema).flatMap((one) => undescribed(one, place))];
}

test('every field of the contract says what it is: its unit, what it means, when it is null', async () => {
  const found = new Set<string>();
  let schemas = 0;
  for (const file of readdirSync(join(ROOT, 'contract'))) {
    const exported: Json = await import(join(ROOT, 'contract', file));
    for (const [name, schema] of Object.entries(exported)) {
      if (!(schema instanceof z.ZodType)) continue;
      schemas++;
      for (const io of ['input', 'output'] as const)
        for (const place of undescribed(z.toJSONSchema(schema, { io, unrepresentable: 'any' }), `${file} ${name}`)) found.add(place);
    }
  }
  expect(schemas).toBeGreaterThan(80);
  expect([...found].sort()).toEqual([]);
});
