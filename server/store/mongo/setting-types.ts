import { Schema, type SchemaDefinition } from 'mongoose';
import type { SettingRow } from '../../domain/site-settings.ts';
import { part } from './comment-schema.ts';

/** The types of a site's settings in its document, by their rows. */
export function settingTypes(rows: Readonly<Record<string, SettingRow>>): SchemaDefinition {
  return Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, typeOf(row)]));
}

function typeOf(row: SettingRow): SchemaDefinition[string] {
  switch (row.kind) {
    case 'integer':
    case 'duration':
      return Number;
    case 'boolean':
      return Boolean;
    case 'choice':
    case 'text':
      return String;
    case 'lines':
    case 'secrets':
      // A list that is not stored stays absent, so that the default counts.
      return { type: [String], default: undefined };
    case 'part':
      return part(settingTypes(row.fields));
    case 'reviewers':
    case 'sign-in':
      return { type: [Schema.Types.Mixed], default: undefined };
    case 'verifier':
      return Schema.Types.Mixed;
  }
}
