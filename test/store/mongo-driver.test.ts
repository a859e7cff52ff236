import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const FOLDER = join(import.meta.dirname, '../../server/store/mongo');
/** A model's or a connection's own collection or database: `.collection.find`, `{ collection }`, `connection.db`. */
const PAST_MONGOOSE = /\w\.collection\b|\{ collection[ ,}]|connection\.db\b|\.db\.db\b/;

test('only one file goes past mongoose, and gives the reasons', () => {
  const sources = readdirSync(FOLDER).filter((name) => name.endsWith('.ts'));
  const past = sources.filter((name) => PAST_MONGOOSE.test(readFileSync(join(FOLDER, name), 'utf8')));
  expect(past).toEqual(['driver.ts']);
});
