/**
 * What sites keep secret stands in their settings, and the secret of a second factor in its account, encrypted by the server's secret (secrets/encryption.ts). In an archive an
 * object stands in the place of each: with the same text encrypted by the passphrase, or with null where there is none.
 */
import { isEncrypted } from '../secrets/encryption.ts';
import type { PassphraseKeys } from './passphrase.ts';

/** No setting has a part of this name. */
const NAME = '$secret';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function mapJson(value: unknown, path: string, change: (value: unknown, path: string) => unknown): unknown {
  const changed = change(value, path);
  if (changed !== value) return changed;
  if (Array.isArray(value)) return value.map((item: unknown, i) => mapJson(item, `${path}/${i}`, change));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, mapJson(part, `${path}/${name}`, change)]));
}

/** The record of a site or an account as an archive has it. @param keys null: secrets are left out. */
export function hideSecrets<T extends { id: string }>(site: T, keys: PassphraseKeys | null): unknown {
  return mapJson(site, site.id, (value, path) =>
    typeof value === 'string' && isEncrypted(value) ? { [NAME]: keys?.encrypt(value, path) ?? null } : value,
  );
}

/** The record again; a secret that was left out, or that has no keys here, is empty. @returns null when one does not open. */
export function showSecrets(site: unknown, keys: PassphraseKeys | null): unknown {
  if (!isRecord(site) || typeof site.id !== 'string') return site;
  let isWhole = true;
  const shown = mapJson(site, site.id, (value, path) => {
    if (!isRecord(value) || !(NAME in value)) return value;
    const hidden = value[NAME];
    if (keys === null || typeof hidden !== 'string') return '';
    const text = keys.decrypt(hidden, path);
    isWhole &&= text !== null;
    return text ?? '';
  });
  return isWhole ? shown : null;
}
